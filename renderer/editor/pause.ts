/** Runs a task once nothing came for a while. */
export interface Pause {
  /** Something came: the while begins anew. */
  nudge(): void;
  cancel(): void;
}

/** A key sets no timer of its own: the one that runs looks how long it has to go on. */
export function createPause(ms: number, task: () => void): Pause {
  let dueMs = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const wait = (forMs: number) => {
    timer = setTimeout(() => {
      const leftMs = dueMs - performance.now();
      if (leftMs > 0) {
        wait(leftMs);
        return;
      }
      timer = null;
      task();
    }, forMs);
  };
  return {
    nudge() {
      dueMs = performance.now() + ms;
      if (timer === null) wait(ms);
    },
    cancel() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
