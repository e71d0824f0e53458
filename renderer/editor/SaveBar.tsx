import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { TextField } from '../ui/Field.tsx';
import { canSaveByItself, type SaveSession } from './save-session.ts';

function statusWords(session: SaveSession, isByItself: boolean): string {
  switch (session.status.kind) {
    case 'clean':
      return 'No changes';
    case 'saving':
      return 'Saving…';
    case 'saved':
      return 'Saved';
    case 'failed':
    case 'badName':
    case 'needsAuthor':
    case 'stale':
    case 'unwritable':
    case 'dirty':
      if (session.draft === 'failed') return 'Not saved, and no draft could be kept';
      if (session.draft === 'kept' && isByItself && canSaveByItself(session)) {
        return session.arrival !== null
          ? 'Not saved: the page changed. A draft is kept'
          : 'A draft is kept, and saved when you leave';
      }
      return session.draft === 'kept' ? 'Not saved yet. A draft is kept' : 'Not saved yet';
  }
}

/** What a save needs: the words about it, where it stands, and the button. Always in sight. */
export function SaveBar(props: {
  readonly session: SaveSession;
  readonly isByItself: boolean;
  readonly summary: string;
  readonly onSummaryChange: (summary: string) => void;
  readonly onSave: () => void;
  /** How long the page is. */
  readonly count: ReactNode;
  readonly review: ReactNode;
  readonly sourceToggle: ReactNode;
  readonly done: ReactNode;
}) {
  const { status } = props.session;
  return (
    <div className="cp-savebar" role="region" aria-label="Saving">
      {status.kind === 'failed' && (
        <Notice kind="error" title={`The page was not saved. ${status.message}`} />
      )}
      {status.kind === 'badName' && (
        <Notice kind="error" title={`The page can’t be saved under this name: ${status.reason}`} />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onSave();
        }}
      >
        <div className="cp-savebar-line">
          {props.count}
          <p className="cp-savebar-status" role="status">
            {statusWords(props.session, props.isByItself)}
          </p>
          {props.review}
        </div>
        <TextField
          label="What did you change?"
          isLabelHidden
          placeholder="What did you change? (optional)"
          maxLength={500}
          value={props.summary}
          onValueChange={props.onSummaryChange}
        />
        {props.sourceToggle}
        {props.done}
        <Button
          type="submit"
          variant="primary"
          data-save
          isBusy={status.kind === 'saving'}
          aria-keyshortcuts="Control+S"
        >
          Save
        </Button>
      </form>
    </div>
  );
}
