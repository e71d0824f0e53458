import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { cleanAddress } from '../client/address.ts';
import { FolderBrowser } from '../client/FolderBrowser.tsx';
import { useRefresh } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ParcelProgress } from './ParcelProgress.tsx';
import { openedWords } from './parcel-words.ts';
import { useParcelJob } from './use-parcel-job.ts';

/** Asks for a parcel, joins what it holds, and says what came. */
export function OpenParcelDialog(props: { readonly wiki: WikiId; readonly onClose: () => void }) {
  const refresh = useRefresh();
  const [file, setFile] = useState('');
  const { step, ask, run, stop } = useParcelJob('parcel.open');
  const words = step.kind === 'done' ? openedWords(step.result) : null;
  const choose = (chosen: string) => {
    setFile(chosen);
    ask();
  };
  const open = async () => {
    if (cleanAddress(file) === '') {
      ask('Choose a parcel, or type where it lies.');
      return;
    }
    await run({ wiki: props.wiki, file: cleanAddress(file) });
    refresh('sync.status');
  };
  return (
    <Dialog
      title="Open a parcel"
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
    >
      {step.kind === 'ask' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void open();
          }}
        >
          <TextField
            label="Parcel"
            spellCheck={false}
            placeholder="/media/you/stick/our-wiki.bundle"
            hint="Choose it below, or type where it lies. Its name ends in .bundle."
            error={step.problem}
            value={file}
            onValueChange={choose}
          />
          <FolderBrowser dir="" onDirChange={() => undefined} onParcelChoose={choose} />
          <footer>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button type="submit" variant="primary">
              Open the parcel
            </Button>
          </footer>
        </form>
      )}
      {step.kind === 'running' && (
        <ParcelProgress label="Opening the parcel" progress={step.progress} onStop={stop} />
      )}
      {step.kind === 'done' && words !== null && (
        <>
          <Notice kind={words.kind} title={words.title}>
            <p>{words.next}</p>
          </Notice>
          <footer>
            {step.result.kind === 'refused' && (
              <Button onClick={() => ask()}>Choose another one</Button>
            )}
            <Button variant="primary" onClick={props.onClose}>
              Done
            </Button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
