import { useSyncExternalStore } from 'react';

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const minute = 60_000;
const hour = 60 * minute;

/** The time as a person says it: minutes, hours and days back to a week, then the date. */
export function relativeTime(dateMs: number, nowMs: number): string {
  const past = nowMs - dateMs;
  if (past < 0) return day.format(dateMs);
  if (past < minute) return 'just now';
  if (past < hour) return relative.format(-Math.floor(past / minute), 'minute');
  if (past < 24 * hour) return relative.format(-Math.floor(past / hour), 'hour');
  if (past < 7 * 24 * hour) return relative.format(-Math.floor(past / (24 * hour)), 'day');
  return day.format(dateMs);
}

const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

// One clock for all times on screen: a list of a hundred must not start a hundred timers.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

export function RelativeTime({ dateMs }: { readonly dateMs: number }) {
  const now = useSyncExternalStore(subscribe, () => nowMs);
  // A commit's date comes from a peer and may be no date at all.
  if (!Number.isFinite(dateMs) || Math.abs(dateMs) > 8.64e15) return <span>unknown date</span>;
  return (
    <time dateTime={new Date(dateMs).toISOString()} title={full.format(dateMs)}>
      {relativeTime(dateMs, Math.max(now, Math.min(dateMs, Date.now())))}
    </time>
  );
}
