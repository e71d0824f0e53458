import type { SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { nextStep } from '../client/next-step.ts';
import { progressWords } from '../client/progress-words.ts';
import { useApi } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { PauseIcon, SyncIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { toast } from '../ui/Toast.tsx';
import { statusWords } from './status-words.ts';
import type { Sharing } from './use-sharing.ts';

/** Where sharing stands as a whole, and the buttons for all places together. */
export function StatusSection(props: {
  readonly wiki: WikiId;
  readonly status: SyncStatus;
  readonly sharing: Sharing;
}) {
  const { wiki, status, sharing } = props;
  const api = useApi();
  const { state } = status;
  const { running, progress, failure } = sharing;
  const words = statusWords(status);
  const isBusy = running?.of === 'all' || state.kind === 'syncing';
  const isPaused = status.remotes.every((remote) => remote.state.kind === 'paused');
  const phase =
    progress === null ? (state.kind === 'syncing' ? words.long : null) : progressWords(progress);
  const pause = () => {
    api
      .request('sync.pause', { wiki, name: null, isPaused: !isPaused })
      .catch((error: unknown) => toast({ kind: 'error', title: failureMessage(error) }));
  };

  return (
    <div className="cp-share-status">
      {failure !== null && (
        <Notice kind="error" title={failure.message}>
          {nextStep(failure.code) !== null && <p>{nextStep(failure.code)}</p>}
        </Notice>
      )}
      {phase === null ? (
        failure === null && <p>{words.long}</p>
      ) : (
        <div className="cp-share-progress">
          <p>{phase}</p>
          <ProgressBar
            label="Sharing"
            done={progress?.done ?? 0}
            total={progress === null ? null : progress.total}
          />
        </div>
      )}
      <div className="cp-share-buttons">
        {isPaused ? (
          <Button variant="primary" onClick={pause}>
            Go on sharing
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              icon={SyncIcon}
              isBusy={isBusy}
              disabled={running !== null && running.of !== 'all'}
              onClick={() => void sharing.share(null)}
            >
              Share now
            </Button>
            <Button icon={PauseIcon} onClick={pause}>
              {status.remotes.length === 1 ? 'Pause sharing' : 'Pause everything'}
            </Button>
          </>
        )}
        {sharing.stop !== null && (
          <Button variant="quiet" onClick={sharing.stop}>
            Stop
          </Button>
        )}
      </div>
    </div>
  );
}
