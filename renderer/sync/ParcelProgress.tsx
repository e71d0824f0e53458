import type { JobProgress } from '../../shared/contract/events.ts';
import { progressWords } from '../client/progress-words.ts';
import { Button } from '../ui/Button.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';

export function ParcelProgress(props: {
  readonly label: string;
  readonly progress: JobProgress | null;
  readonly onStop: () => void;
}) {
  const { progress } = props;
  return (
    <>
      <div className="cp-share-progress">
        <p>{progress === null ? `${props.label}…` : progressWords(progress)}</p>
        <ProgressBar
          label={props.label}
          done={progress?.done ?? 0}
          total={progress?.total ?? null}
        />
      </div>
      <footer>
        <Button onClick={props.onStop}>Stop</Button>
      </footer>
    </>
  );
}
