import { useState } from 'react';
import { assertNever } from '../../shared/contract/errors.ts';
import type { PageEntry, WikiId } from '../../shared/contract/values.ts';
import { withoutPageExtension } from '../../shared/wiki/page-path.ts';
import { navigate, parseHash } from '../app/routes.ts';
import { useAskAuthor } from './AuthorDialog.tsx';
import { failureMessage } from './failure-message.ts';
import { useApi, useCore } from './queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Checkbox, TextField } from '../ui/Field.tsx';
import { toast } from '../ui/Toast.tsx';

/** Asks for a page's new name or place, and moves it there. */
export function RenamePageDialog(props: {
  readonly wiki: WikiId;
  readonly entry: PageEntry;
  readonly onClose: () => void;
}) {
  const { wiki, entry, onClose } = props;
  const api = useApi();
  const askAuthor = useAskAuthor();
  const { data: links } = useCore('page.backlinks', { wiki, path: entry.path });
  const count = links?.isReady === true ? links.backlinks.length : null;
  const before = withoutPageExtension(entry.path);
  const [name, setName] = useState(before);
  const [updateLinks, setUpdateLinks] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const rename = async (): Promise<void> => {
    const answer = await api.request('page.rename', {
      wiki,
      path: entry.path,
      to: name.trim(),
      updateLinks,
    });
    switch (answer.kind) {
      case 'renamed': {
        const route = parseHash(window.location.hash);
        if (route.kind === 'page' && route.path === entry.path) {
          navigate({ kind: 'page', wiki, path: answer.path, anchor: '' }, { replace: true });
        }
        const links = answer.updatedPages.length;
        toast({
          kind: 'success',
          title: `Renamed. ${links === 0 ? 'No other page linked to it.' : `Links on ${links === 1 ? 'one page' : `${links} pages`} now lead to the new name.`}`,
        });
        onClose();
        return;
      }
      case 'missing':
        setProblem('This page is gone. Someone may have renamed or deleted it.');
        return;
      case 'badName':
        setProblem(
          answer.suggestion === null
            ? answer.reason
            : `${answer.reason} “${withoutPageExtension(answer.suggestion)}” is free.`,
        );
        return;
      case 'needsAuthor':
        if (await askAuthor(wiki)) await rename();
        return;
      default:
        assertNever(answer);
    }
  };
  const submit = async () => {
    if (name.trim() === '' || name.trim() === before) {
      setProblem(name.trim() === '' ? 'Write a name.' : 'This is its name already.');
      return;
    }
    setIsBusy(true);
    try {
      await rename();
    } catch (error) {
      setProblem(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Dialog
      title={`Rename “${entry.title}”`}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label="Name"
          value={name}
          autoFocus
          error={problem}
          hint="A slash puts the page into a folder: Folder/Name."
          onValueChange={(value) => {
            setName(value);
            setProblem(null);
          }}
        />
        <Checkbox
          label="Update the links that lead here"
          hint={`${count === null ? '' : count === 0 ? 'No page links here now. ' : `On ${count === 1 ? 'one page' : `${count} pages`}. `}The old name goes on working either way.`}
          checked={updateLinks}
          onCheckedChange={setUpdateLinks}
        />
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Rename
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
