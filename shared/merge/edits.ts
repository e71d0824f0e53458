import { EditTable, shortestEdit, type Hunk } from './shortest-edit.ts';

// Myers takes time and memory with the square of the edits. Past these it is cheaper, and nearly as
// good, to anchor on tokens that occur once on both sides and compare only what lies between.
const maxEdits = 1500;
const maxEditsBetweenAnchors = 300;
const maxAnchorDepth = 3;

/**
 * What changed from `before` to `after`, in order, hunks never touching each other.
 *
 * Bounded: where the two differ too much, one coarse hunk stands for the whole stretch. That is still
 * true of the texts, only less fine.
 */
export function hunksBetween(before: readonly string[], after: readonly string[]): Hunk[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const numbers = new Map<string, number>();
  const numbered = (tokens: readonly string[]): Int32Array => {
    const found = new Int32Array(tokens.length - head - tail);
    for (let index = 0; index < found.length; index += 1) {
      const token = tokens[index + head] ?? '';
      let number = numbers.get(token);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(token, number);
      }
      found[index] = number;
    }
    return found;
  };
  const [old, now] = [numbered(before), numbered(after)];
  const hunks: Hunk[] = [];
  compare({
    before: old,
    after: now,
    start: 0,
    end: old.length,
    from: 0,
    to: now.length,
    depth: 0,
    hunks,
    table: new EditTable(),
  });
  if (head === 0) return hunks;
  return hunks.map(({ start, end, from, to }) => ({
    start: start + head,
    end: end + head,
    from: from + head,
    to: to + head,
  }));
}

interface Stretch extends Hunk {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly depth: number;
  readonly hunks: Hunk[];
  readonly table: EditTable;
}

function compare(stretch: Stretch): void {
  const { before, after, hunks, depth, table } = stretch;
  let { start, end, from, to } = stretch;
  while (start < end && from < to && before[start] === after[from]) {
    start += 1;
    from += 1;
  }
  while (start < end && from < to && before[end - 1] === after[to - 1]) {
    end -= 1;
    to -= 1;
  }
  if (start === end && from === to) return;
  if (start === end || from === to) {
    push(hunks, { start, end, from, to });
    return;
  }
  const most = depth === 0 ? maxEdits : maxEditsBetweenAnchors;
  const changes = shortestEdit(before, after, { start, end, from, to }, most, table);
  if (changes !== null) {
    for (const change of changes) push(hunks, change);
    return;
  }
  const anchors =
    depth < maxAnchorDepth ? anchorsBetween({ ...stretch, start, end, from, to }) : [];
  if (anchors.length === 0) {
    push(hunks, { start, end, from, to });
    return;
  }
  for (const [anchor, image] of [...anchors, [end, to] as const]) {
    compare({ ...stretch, start, end: anchor, from, to: image, depth: depth + 1 });
    start = anchor + 1;
    from = image + 1;
  }
}

function push(hunks: Hunk[], hunk: Hunk): void {
  const last = hunks.at(-1);
  if (last !== undefined && last.end === hunk.start && last.to === hunk.from) {
    hunks[hunks.length - 1] = { ...hunk, start: last.start, from: last.from };
  } else {
    hunks.push(hunk);
  }
}

/** Pairs of positions whose token occurs once on each side, as many as keep their order (patience). */
function anchorsBetween(stretch: Stretch): (readonly [number, number])[] {
  const { before, after, start, end, from, to } = stretch;
  const onceBefore = positionsOfSingles(before, start, end);
  const onceAfter = positionsOfSingles(after, from, to);
  const pairs: (readonly [number, number])[] = [];
  for (const [token, position] of onceBefore) {
    const image = onceAfter.get(token);
    if (position >= 0 && image !== undefined && image >= 0) pairs.push([position, image]);
  }
  return longestRising(pairs);
}

/** Position by token; -1 for a token that occurs more than once. In order of first occurrence. */
function positionsOfSingles(tokens: Int32Array, start: number, end: number) {
  const positions = new Map<number, number>();
  for (let index = start; index < end; index += 1) {
    const token = tokens[index] ?? -1;
    positions.set(token, positions.has(token) ? -1 : index);
  }
  return positions;
}

function longestRising(pairs: readonly (readonly [number, number])[]) {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, image], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const tail = pairs[tails[middle] ?? 0];
      if (tail !== undefined && tail[1] < image) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : (tails[low - 1] ?? -1));
    tails[low] = index;
  });
  const rising: (readonly [number, number])[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) rising.push(pair);
  }
  return rising.reverse();
}
