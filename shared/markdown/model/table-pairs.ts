import { hunksBetween } from '../../merge/edits.ts';

/** Past this many comparisons, rows that changed are paired in their order. */
const maxComparisons = 200_000;

/**
 * For each thing now, which of those before it came from; null: it is new. What is the same stays or
 * was moved; what changed came from what stood there and is most alike.
 */
export function pairUp(
  before: readonly string[],
  after: readonly string[],
  likeness: (before: number, after: number) => number,
): (number | null)[] {
  if (before.length === after.length) {
    const changed = after.filter((text, index) => text !== before[index]);
    if (changed.length <= 1) return after.map((_, index) => index);
  }
  const from = after.map((): number | null => null);
  const hunks = hunksBetween(before, after);
  const free = new Map<string, number[]>();
  let position = 0;
  let shift = 0;
  for (const hunk of [...hunks, { start: before.length, end: 0, from: 0, to: 0 }]) {
    for (; position < hunk.start; position += 1) from[position + shift] = position;
    for (let index = hunk.start; index < hunk.end; index += 1) {
      const text = before[index] ?? '';
      const same = free.get(text);
      if (same === undefined) free.set(text, [index]);
      else same.push(index);
    }
    position = hunk.end;
    shift = hunk.to - hunk.end;
  }
  after.forEach((text, index) => {
    if (from[index] === null) from[index] = free.get(text)?.shift() ?? null;
  });
  const taken = new Set(from);
  for (const hunk of hunks) {
    const old = range(hunk.start, hunk.end).filter((index) => !taken.has(index));
    const now = range(hunk.from, hunk.to).filter((index) => from[index] === null);
    for (const [oldIndex, nowIndex] of mostAlike(old, now, likeness)) from[nowIndex] = oldIndex;
  }
  return from;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

/** Pairs in rising order, as many as can be, that are most alike in all. */
function mostAlike(
  old: readonly number[],
  now: readonly number[],
  likeness: (before: number, after: number) => number,
): [number, number][] {
  const width = now.length + 1;
  if (old.length * now.length > maxComparisons || Math.min(old.length, now.length) === 0) {
    return now.slice(0, old.length).map((index, place) => [old[place] ?? 0, index]);
  }
  // best[i * width + j]: from the i-th old and the j-th new on. One more for any pair at all.
  const best = new Float64Array((old.length + 1) * width);
  const worth = new Float64Array(old.length * width);
  const at = (row: number, column: number): number => best[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      const value = 1 + 4 * likeness(old[row] ?? 0, now[column] ?? 0);
      worth[row * width + column] = value;
      best[row * width + column] = Math.max(
        value + at(row + 1, column + 1),
        at(row + 1, column),
        at(row, column + 1),
      );
    }
  }
  const pairs: [number, number][] = [];
  let row = 0;
  let column = 0;
  while (row < old.length && column < now.length) {
    const here = at(row, column);
    if (here === (worth[row * width + column] ?? 0) + at(row + 1, column + 1)) {
      pairs.push([old[row] ?? 0, now[column] ?? 0]);
      row += 1;
      column += 1;
    } else if (here === at(row + 1, column)) row += 1;
    else column += 1;
  }
  return pairs;
}
