import { useMemo, useState } from 'react';
import { mergePage } from '../../shared/merge/merge-page.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toast } from '../ui/Toast.tsx';
import type { StaleOutcome } from './save-session.ts';
import { fromTextArea, toTextArea } from './source-text.ts';

function proposalOf(baseText: string | null, mine: string, theirs: string) {
  if (baseText === null) return { text: mine, isBoth: false };
  const merged = mergePage(baseText, mine, theirs);
  return merged.kind === 'merged'
    ? { text: merged.text, isBoth: true }
    : { text: mine, isBoth: false };
}

/** Both versions side by side, when the page is no longer what the edit started from. */
export function StaleDialog(props: {
  readonly baseText: string | null;
  readonly mine: string;
  readonly theirs: StaleOutcome;
  readonly onClose: () => void;
  readonly onTakeTheirs: () => void;
  /** Goes on with a text that the person has looked at, on top of theirs. */
  readonly onSaveOver: (text: string) => void;
}) {
  const { baseText, mine, theirs } = props;
  const theirText = theirs.text ?? '';
  const proposal = useMemo(
    () => proposalOf(baseText, mine, theirText),
    [baseText, mine, theirText],
  );
  const [value, setValue] = useState(() => toTextArea(proposal.text));
  const copyMine = async () => {
    try {
      await navigator.clipboard.writeText(mine);
      toast({ title: 'Your text is on the clipboard', kind: 'success' });
    } catch {
      toast({
        title: 'Your text could not be copied. Select it and copy it by hand.',
        kind: 'error',
      });
    }
  };
  return (
    <Dialog
      title="This page changed while you wrote"
      description="Nothing is saved yet, and nothing is lost. Look at both versions, then choose."
      width="wide"
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      footer={
        <>
          <Button onClick={() => void copyMine()}>Copy my text</Button>
          <Button onClick={props.onTakeTheirs}>
            {theirs.text === null ? 'Let it stay deleted' : 'Take the other version'}
          </Button>
          <Button
            variant="primary"
            onClick={() => props.onSaveOver(fromTextArea(value, proposal.text))}
          >
            Go on with this text
          </Button>
        </>
      }
    >
      <div className="cp-stale">
        <section>
          <h3>The page now</h3>
          <p>
            {theirs.text === null && 'Somebody deleted it. '}
            {theirs.change === null ? (
              'Changed by another program.'
            ) : (
              <>
                {theirs.change.author.name}, <RelativeTime dateMs={theirs.change.dateMs} />:{' '}
                {theirs.change.summary}
              </>
            )}
          </p>
          <textarea
            className="cp-source"
            aria-label="The page now"
            readOnly
            rows={18}
            value={toTextArea(theirText)}
          />
        </section>
        <section>
          <h3>{proposal.isBoth ? 'Both changes together' : 'Your version'}</h3>
          <p>
            {proposal.isBoth
              ? 'The two changes touch different places, so they were put together. You can still edit.'
              : 'Bring over what you want to keep of the other version.'}
          </p>
          <textarea
            className="cp-source"
            aria-label={proposal.isBoth ? 'Both changes together' : 'Your version'}
            rows={18}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </section>
      </div>
    </Dialog>
  );
}
