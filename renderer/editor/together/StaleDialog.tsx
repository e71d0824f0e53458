import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { toast } from '../../ui/Toast.tsx';
import type { StaleOutcome } from '../save-session.ts';
import { StaleDiff } from './StaleDiff.tsx';
import { fromTextArea, toTextArea } from '../source-text.ts';

/**
 * What differs between both versions, and the text to go on with, when nothing tells what
 * both began from. The last guard before one version is saved over the other.
 */
export function StaleDialog(props: {
  readonly mine: string;
  readonly theirs: StaleOutcome;
  readonly onClose: () => void;
  readonly onTakeTheirs: () => void;
  /** Goes on with a text that the person has looked at, on top of theirs. */
  readonly onSaveOver: (text: string) => void;
}) {
  const { mine, theirs } = props;
  const theirText = theirs.text ?? '';
  const [value, setValue] = useState(() => toTextArea(mine));
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
          <Button variant="primary" onClick={() => props.onSaveOver(fromTextArea(value, mine))}>
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
          <StaleDiff theirs={toTextArea(theirText)} text={value} />
        </section>
        <section>
          <h3>The text to go on with</h3>
          <p>This is your version. Bring over what you want to keep of the other one.</p>
          <textarea
            className="cp-source"
            aria-label="Your version"
            rows={12}
            value={value}
            onChange={(event) => setValue(event.target.value)}
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
