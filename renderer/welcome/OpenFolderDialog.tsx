import { useEffect, useState } from 'react';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { FolderField } from '../client/FolderField.tsx';

interface Offer {
  readonly dir: string;
  readonly pageCount: number;
}

const countWords = (count: number) =>
  count === 0
    ? 'It holds no pages yet.'
    : count === 1
      ? 'It holds one page.'
      : `It holds ${new Intl.NumberFormat().format(count)} pages.`;

/** Opens a folder as a wiki; offers to start its history where there is none. */
export function OpenFolderDialog(props: {
  /** A folder to ask about at once; null to let the person choose one. */
  readonly dir: string | null;
  readonly onClose: () => void;
  readonly onOpened: (summary: WikiSummary) => void;
}) {
  const api = useApi();
  const [dir, setDir] = useState(props.dir ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const open = async (folder: string, initialise: boolean) => {
    if (folder.trim() === '') {
      setProblem('Choose a folder.');
      return;
    }
    setIsBusy(true);
    setProblem(null);
    try {
      const answer = await api.request('wiki.open', { dir: folder.trim(), initialise });
      if (answer.kind === 'opened') props.onOpened(answer.summary);
      else if (answer.kind === 'needsInit') setOffer(answer);
      else setProblem(answer.message);
    } catch (error) {
      setProblem(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };
  useEffect(() => {
    if (props.dir !== null) void open(props.dir, false);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asks once about the folder it came with
  }, []);

  const onOpenChange = (isOpen: boolean) => {
    if (!isOpen) props.onClose();
  };
  if (offer !== null) {
    return (
      <Dialog
        title="This folder is not a wiki yet"
        open
        onOpenChange={onOpenChange}
        footer={
          <>
            <Button onClick={() => setOffer(null)}>Choose another folder</Button>
            <Button variant="primary" isBusy={isBusy} onClick={() => void open(offer.dir, true)}>
              Start keeping its history
            </Button>
          </>
        }
      >
        <p>
          <code>{offer.dir}</code> keeps no history so far. {countWords(offer.pageCount)}
        </p>
        <p>
          From now on every change could be looked at and taken back. The files stay as they are;
          only a hidden folder <code>.git</code> is added.
        </p>
        {problem !== null && <Notice kind="error" title={problem} />}
      </Dialog>
    );
  }
  return (
    <Dialog title="Open a folder" open onOpenChange={onOpenChange}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void open(dir, false);
        }}
      >
        <FolderField
          label="Folder"
          hint="The folder that holds the pages, as files that end in .md."
          error={problem}
          dir={dir}
          onDirChange={(next) => {
            setDir(next);
            setProblem(null);
          }}
        />
        <footer>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Open
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
