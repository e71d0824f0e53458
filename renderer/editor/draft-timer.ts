import { createPause } from './pause.ts';

/** Runs a task in the pauses of a person's typing, and now and then while there is none. */
interface DraftTimer {
  nudge(): void;
  cancel(): void;
}

export type DraftMoment = 'pause' | 'typing';

const quietMs = 500;
// Unsaved text must be on disk within a second of being typed.
const limitMs = 900;

/** @param task run in each pause, whether or not it ran shortly before it */
export function createDraftTimer(task: (moment: DraftMoment) => void): DraftTimer {
  let limit: ReturnType<typeof setTimeout> | null = null;
  const cancel = () => {
    quiet.cancel();
    if (limit !== null) clearTimeout(limit);
    limit = null;
  };
  const quiet = createPause(quietMs, () => {
    cancel();
    task('pause');
  });
  return {
    nudge() {
      quiet.nudge();
      limit ??= setTimeout(() => {
        limit = null;
        task('typing');
      }, limitMs);
    },
    cancel,
  };
}
