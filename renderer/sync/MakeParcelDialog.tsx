import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { FolderField } from '../client/FolderField.tsx';
import { useApi, useCore } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { RadioGroup } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/Toast.tsx';
import { ParcelProgress } from './ParcelProgress.tsx';
import { madeWords } from './parcel-words.ts';
import { useParcelJob } from './use-parcel-job.ts';

const contents = [
  {
    value: 'everything',
    label: 'Everything',
    hint: 'For somebody who does not have the wiki yet, or as a safe copy.',
  },
  {
    value: 'lastParcel',
    label: 'Only what is new since the last parcel',
    hint: 'Smaller. For those who opened the one before.',
  },
] as const;

/** Asks what goes into a parcel and where, makes it, and says where it lies. */
export function MakeParcelDialog(props: { readonly wiki: WikiId; readonly onClose: () => void }) {
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const [typedDir, setTypedDir] = useState<string | null>(null);
  const [since, setSince] = useState<'everything' | 'lastParcel'>('everything');
  const { step, ask, run, stop } = useParcelJob('parcel.make');
  const dir = typedDir ?? capabilities?.documentsDir ?? '';
  const show = () => {
    api
      .request('app.showInFolder', { dir })
      .catch((error: unknown) => toast({ kind: 'error', title: failureMessage(error) }));
  };
  const words = step.kind === 'done' ? madeWords(step.result) : null;
  return (
    <Dialog
      title="Make a parcel"
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      {step.kind === 'ask' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (dir.trim() === '') ask('Choose a folder.');
            else void run({ wiki: props.wiki, dir: dir.trim(), since });
          }}
        >
          <RadioGroup
            label="What goes in"
            value={since}
            options={contents}
            onValueChange={(chosen) => {
              setSince(chosen);
              ask();
            }}
          />
          <FolderField
            label="Where it goes"
            hint="A stick, or any folder. The file gets the wiki’s name and today’s date."
            error={step.problem}
            dir={dir}
            onDirChange={(typed) => {
              setTypedDir(typed);
              ask();
            }}
          />
          <footer>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button type="submit" variant="primary">
              Make the parcel
            </Button>
          </footer>
        </form>
      )}
      {step.kind === 'running' && (
        <ParcelProgress label="Making the parcel" progress={step.progress} onStop={stop} />
      )}
      {step.kind === 'done' && words !== null && (
        <>
          <Notice kind={words.kind} title={words.title}>
            {step.result.kind === 'made' && <p className="cp-share-path">{step.result.file}</p>}
            <p>{words.next}</p>
          </Notice>
          <footer>
            {step.result.kind === 'made' && capabilities?.canShowInFolder === true && (
              <Button onClick={show}>Show folder</Button>
            )}
            {step.result.kind === 'nothingNew' && <Button onClick={() => ask()}>Back</Button>}
            <Button variant="primary" onClick={props.onClose}>
              Done
            </Button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
