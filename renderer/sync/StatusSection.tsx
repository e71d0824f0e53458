import { useState } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { announce } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { SyncIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { isPlaceUnsupported, nextStep, statusWords } from './status-words.ts';

const counts = new Intl.NumberFormat();

function progressWords({ phase, done, total, unit }: JobProgress): string {
  if (done === 0) return phase;
  const of = total === null ? '' : ` of ${counts.format(total)}`;
  return `${phase}: ${counts.format(done)}${of} ${unit === 'objects' ? 'pieces' : unit}`;
}

/** Where sharing stands, and the button that does it. */
export function StatusSection(props: {
  readonly wiki: WikiId;
  readonly status: SyncStatus;
  readonly onSignIn: () => void;
}) {
  const { wiki, status } = props;
  const api = useApi();
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [cancel, setCancel] = useState<(() => void) | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  const [failure, setFailure] = useState<{ message: string; code: string } | null>(null);
  const { state } = status;
  const words = statusWords(status);
  const isBusy = isRunning || state.kind === 'syncing';

  const share = async () => {
    setIsRunning(true);
    setFailure(null);
    try {
      const after = await api.runJob(
        'sync.now',
        { wiki },
        { onProgress: setProgress, onStart: (stop) => setCancel(() => stop) },
      );
      announce(statusWords(after).short);
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'INTERNAL';
      if (code !== 'CANCELLED' && code !== 'AUTH_REQUIRED') {
        setFailure({ message: failureMessage(error), code });
      }
    } finally {
      setIsRunning(false);
      setProgress(null);
      setCancel(null);
    }
  };

  if (state.kind === 'noRemote' || isPlaceUnsupported(status)) return <p>{words.long}</p>;
  const shown =
    failure ?? (state.kind === 'error' ? { message: state.message, code: state.code } : null);
  return (
    <div className="cp-share-status">
      {shown === null ? (
        <p>{words.long}</p>
      ) : (
        <Notice kind="error" title={shown.message}>
          {nextStep(shown.code) !== null && <p>{nextStep(shown.code)}</p>}
        </Notice>
      )}
      {progress !== null && (
        <>
          <p>{progressWords(progress)}</p>
          <ProgressBar label={progress.phase} done={progress.done} total={progress.total} />
        </>
      )}
      <div className="cp-share-buttons">
        <Button
          variant={state.kind === 'signIn' || status.openChoices > 0 ? 'plain' : 'primary'}
          icon={SyncIcon}
          isBusy={isBusy}
          onClick={() => void share()}
        >
          Share now
        </Button>
        {state.kind === 'signIn' && (
          <Button variant="primary" onClick={props.onSignIn}>
            Sign in
          </Button>
        )}
        {cancel !== null && (
          <Button variant="quiet" onClick={cancel}>
            Stop
          </Button>
        )}
      </div>
      <p className="cp-share-note">
        {status.lastSyncedMs === null ? (
          'Not shared since this wiki was opened.'
        ) : (
          <>
            Last compared <RelativeTime dateMs={status.lastSyncedMs} />.
          </>
        )}
      </p>
    </div>
  );
}
