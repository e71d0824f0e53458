import { hunksBetween } from '../../merge/edits.ts';
import type { Part } from './parts.ts';

/** A run of parts, `[start, end)`, and what it is now, `[from, to)`. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Which parts are others now, in order, each with those beside it that it may say something else to. All
 * from the first to the last in one where some have moved.
 *
 * @param reach how many on each side
 */
export function changedRuns(
  before: readonly Part[],
  after: readonly Part[],
  reach: (run: Run) => number,
): readonly Run[] {
  const [old, now] = keysOf(before, after);
  const hunks = hunksBetween(old, now);
  const [first, last] = [hunks[0], hunks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const gone = new Set(hunks.flatMap(({ start, end }) => old.slice(start, end)));
  const hasMoved = hunks.some(({ from, to }) => now.slice(from, to).some((key) => gone.has(key)));
  const all = { start: first.start, end: last.end, from: first.from, to: last.to };
  const runs: Run[] = [];
  for (const hunk of hasMoved ? [all] : hunks) {
    const run = widened(hunk, reach(hunk), before.length, after.length);
    const above = runs.at(-1);
    if (above === undefined || run.start >= above.end) runs.push(run);
    else runs[runs.length - 1] = { ...above, end: run.end, to: run.to };
  }
  return runs;
}

function widened({ start, end, from, to }: Run, reach: number, old: number, now: number): Run {
  const [above, below] = [Math.min(reach, start, from), Math.min(reach, old - end, now - to)];
  return { start: start - above, end: end + below, from: from - above, to: to + below };
}

/** The same for what says the same; mostly that is one object. */
function keysOf(
  before: readonly Part[],
  after: readonly Part[],
): readonly [old: string[], now: string[]] {
  const [old, now] = [new Set(before), new Set(after)];
  const numbers = new Map<Part, string>();
  for (const part of old) if (now.has(part)) numbers.set(part, String(numbers.size));
  const keyOf = (part: Part): string => numbers.get(part) ?? JSON.stringify(part);
  return [before.map(keyOf), after.map(keyOf)];
}
