/** Runs a task some quiet time after the last nudge, but never later than a limit after the first. */
interface DraftTimer {
  nudge(): void;
  cancel(): void;
}

const quietMs = 500;
// Unsaved text must be on disk within a second of being typed.
const limitMs = 900;

export function createDraftTimer(task: () => void): DraftTimer {
  let handle: ReturnType<typeof setTimeout> | null = null;
  let firstMs = 0;
  const run = () => {
    handle = null;
    task();
  };
  return {
    nudge() {
      const now = performance.now();
      if (handle === null) firstMs = now;
      else clearTimeout(handle);
      handle = setTimeout(run, Math.max(0, Math.min(quietMs, firstMs + limitMs - now)));
    },
    cancel() {
      if (handle !== null) clearTimeout(handle);
      handle = null;
    },
  };
}
