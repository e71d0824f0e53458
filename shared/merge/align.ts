import type { Block } from './blocks.ts';
import { hunksBetween } from './edits.ts';
import type { Hunk } from './shortest-edit.ts';
import { countWords, similarityOf } from './words.ts';

/** A change of blocks. In a `pair` one block became another that resembles it. */
export interface BlockHunk extends Hunk {
  readonly isPair: boolean;
}

export interface Alignment {
  readonly hunks: readonly BlockHunk[];
  /** By block of the base: its counterpart, equal or resembling; -1 where it has none. */
  readonly counterparts: readonly number[];
}

const leastSimilarity = 0.45;
// Comparing every block with every other stays quick up to here; past it a rewrite is one hunk.
const maxComparisons = 40_000;

/** Finds for each block what became of it: by equal text first, then by shared words. */
export function alignBlocks(base: readonly Block[], side: readonly Block[]): Alignment {
  const keyOf = (block: Block) => `${block.kind} ${block.text}`;
  const hunks = hunksBetween(base.map(keyOf), side.map(keyOf)).flatMap((hunk) =>
    refine(base, side, hunk),
  );
  const counterparts: number[] = [];
  let shift = 0;
  let position = 0;
  for (const hunk of hunks) {
    for (; position < hunk.start; position += 1) counterparts.push(position + shift);
    for (; position < hunk.end; position += 1) counterparts.push(hunk.isPair ? hunk.from : -1);
    shift = hunk.to - hunk.end;
  }
  for (; position < base.length; position += 1) counterparts.push(position + shift);
  return { hunks, counterparts };
}

/** Cuts a hunk at the pairs of blocks that resemble each other, in order. */
function refine(base: readonly Block[], side: readonly Block[], hunk: Hunk): BlockHunk[] {
  const pieces: BlockHunk[] = [];
  let { start, from } = hunk;
  const pushRest = (end: number, to: number) => {
    if (start < end || from < to) pieces.push({ start, end, from, to, isPair: false });
  };
  for (const [left, right] of resemblingPairs(base, side, hunk)) {
    pushRest(left, right);
    pieces.push({ start: left, end: left + 1, from: right, to: right + 1, isPair: true });
    start = left + 1;
    from = right + 1;
  }
  pushRest(hunk.end, hunk.to);
  return pieces;
}

/** The pairs, rising on both sides, with the greatest similarity in all. */
function resemblingPairs(base: readonly Block[], side: readonly Block[], hunk: Hunk) {
  const rows = hunk.end - hunk.start;
  const columns = hunk.to - hunk.from;
  const pairs: [number, number][] = [];
  if (rows === 0 || columns === 0 || rows * columns > maxComparisons) return pairs;

  const left = base.slice(hunk.start, hunk.end);
  const right = side.slice(hunk.from, hunk.to);
  const rightWords = right.map((block) => countWords(block.text));
  const width = columns + 1;
  const similarities = new Float64Array(rows * columns);
  const best = new Float64Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    const block = left[row];
    const words = countWords(block?.text ?? '');
    for (let column = columns - 1; column >= 0; column -= 1) {
      const isSameKind = block?.kind === right[column]?.kind;
      const likeness = isSameKind ? similarityOf(words, rightWords[column] ?? new Map()) : 0;
      const counted = likeness >= leastSimilarity ? likeness : 0;
      similarities[row * columns + column] = counted;
      best[row * width + column] = Math.max(
        best[(row + 1) * width + column] ?? 0,
        best[row * width + column + 1] ?? 0,
        counted === 0 ? 0 : counted + (best[(row + 1) * width + column + 1] ?? 0),
      );
    }
  }
  let row = 0;
  let column = 0;
  while (row < rows && column < columns) {
    const here = best[row * width + column] ?? 0;
    const likeness = similarities[row * columns + column] ?? 0;
    if (likeness > 0 && here === likeness + (best[(row + 1) * width + column + 1] ?? 0)) {
      pairs.push([hunk.start + row, hunk.from + column]);
      row += 1;
      column += 1;
    } else if (here === (best[(row + 1) * width + column] ?? 0)) {
      row += 1;
    } else {
      column += 1;
    }
  }
  return pairs;
}
