import { createPause } from './pause.ts';
import { whenIdle } from './when-idle.ts';

/** Runs a task in the pauses of a person's typing, and now and then while there is none. */
interface DraftTimer {
  nudge(): void;
  cancel(): void;
}

export type DraftMoment = 'pause' | 'typing';

const quietMs = 500;
// Unsaved text must be on disk within a second of being typed; a key goes before it until then.
const limitMs = 800;
const idleLimitMs = 100;

/** @param task run in each pause, whether or not it ran shortly before it */
export function createDraftTimer(task: (moment: DraftMoment) => void): DraftTimer {
  let cancelLimit: (() => void) | null = null;
  const cancel = () => {
    quiet.cancel();
    cancelLimit?.();
    cancelLimit = null;
  };
  const quiet = createPause(quietMs, () => {
    cancel();
    task('pause');
  });
  return {
    nudge() {
      quiet.nudge();
      cancelLimit ??= after(limitMs, () => {
        cancelLimit = null;
        task('typing');
      });
    },
    cancel,
  };
}

function after(ms: number, run: () => void): () => void {
  let cancelIdle = () => {};
  const timer = setTimeout(() => {
    cancelIdle = whenIdle(run, idleLimitMs);
  }, ms);
  return () => {
    clearTimeout(timer);
    cancelIdle();
  };
}
