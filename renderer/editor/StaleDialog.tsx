import { useMemo, useState } from 'react';
import { mergePage } from '../../shared/merge/merge-page.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckIcon } from '../ui/icons.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toast } from '../ui/Toast.tsx';
import type { StaleOutcome } from './save-session.ts';
import { StaleDiff } from './StaleDiff.tsx';
import { fromTextArea, toTextArea } from './source-text.ts';

/** The two changes in one text; null where they cross, or the start is not known. */
function joinedText(baseText: string | null, mine: string, theirs: string): string | null {
  if (baseText === null) return null;
  const merged = mergePage(baseText, mine, theirs);
  return merged.kind === 'merged' ? merged.text : null;
}

/** What differs between both versions, and the text to go on with, when the page is no longer what the edit started from. */
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
  const joined = useMemo(() => joinedText(baseText, mine, theirText), [baseText, mine, theirText]);
  const [start, setStart] = useState<'joined' | 'mine'>(joined === null ? 'mine' : 'joined');
  // Each keeps what was typed in it, so that looking at the other loses nothing.
  const [values, setValues] = useState(() => ({
    joined: toTextArea(joined ?? ''),
    mine: toTextArea(mine),
  }));
  const original = start === 'joined' && joined !== null ? joined : mine;
  const label = start === 'joined' ? 'Both changes together' : 'Your version';
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
            onClick={() => props.onSaveOver(fromTextArea(values[start], original))}
          >
            Go on with this text
          </Button>
        </>
      }
    >
      <div className="cp-stale">
        <section>
          <h3>What is different</h3>
          <p>
            {theirs.text === null && 'Somebody deleted the page. '}
            {theirs.change === null ? (
              'The page was changed by another program.'
            ) : (
              <>
                The page was changed by {theirs.change.author.name},{' '}
                <RelativeTime dateMs={theirs.change.dateMs} />: {theirs.change.summary}
              </>
            )}
          </p>
          <StaleDiff theirs={toTextArea(theirText)} text={values[start]} />
        </section>
        <section>
          <h3>The text to go on with</h3>
          <p>
            {joined === null
              ? 'This is your version. Bring over what you want to keep of the other one.'
              : start === 'joined'
                ? 'The two changes touch different places, so they were put together. You can still edit.'
                : 'Without the other change. You can still edit.'}
          </p>
          {joined !== null && (
            <div className="cp-stale-start" role="group" aria-label="Which text">
              <Button
                {...(start === 'joined' ? { icon: CheckIcon } : {})}
                aria-pressed={start === 'joined'}
                onClick={() => setStart('joined')}
              >
                Both together
              </Button>
              <Button
                {...(start === 'mine' ? { icon: CheckIcon } : {})}
                aria-pressed={start === 'mine'}
                onClick={() => setStart('mine')}
              >
                Only mine
              </Button>
            </div>
          )}
          <textarea
            className="cp-source"
            aria-label={label}
            rows={12}
            value={values[start]}
            onChange={(event) => setValues({ ...values, [start]: event.target.value })}
          />
        </section>
        <details>
          <summary>The page now, in full</summary>
          <textarea
            className="cp-source"
            aria-label="The page now"
            readOnly
            rows={12}
            value={toTextArea(theirText)}
          />
        </details>
      </div>
    </Dialog>
  );
}
