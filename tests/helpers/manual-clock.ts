import type { Clock } from '../../electron/core/ports.ts';

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** How long each wait that is on still takes, shortest first. */
  waits(): readonly number[];
}

export function manualClock(startMs = 1_700_000_000_000): ManualClock {
  let now = startMs;
  const waiting = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  return {
    nowMs: () => now,
    after(delayMs, callback) {
      const entry = { atMs: now + delayMs, callback };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    advance(ms) {
      now += ms;
      for (const entry of [...waiting].sort((a, b) => a.atMs - b.atMs)) {
        if (entry.atMs > now) continue;
        waiting.delete(entry);
        entry.callback();
      }
    },
    waits: () => [...waiting].map(({ atMs }) => atMs - now).sort((a, b) => a - b),
  };
}
