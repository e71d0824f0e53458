import type { Block } from './blocks.ts';
import { wordsOf } from './words-of.ts';
import type { Entry } from './write-page.ts';

interface OldBlock {
  readonly model: Block;
}

/** A run of blocks now that is written in one go, and the run of the page's blocks it came from. */
export interface Piece {
  readonly entries: readonly Entry[];
  /** Index of the first entry. */
  readonly at: number;
  /** The page's blocks `[from, to)`; an empty range for new text. */
  readonly from: number;
  readonly to: number;
  readonly isClean: boolean;
}

/**
 * Pairs blocks now with the page's blocks. Clean blocks that kept their order are anchors, and so are
 * tables, which nobody splits; what changed between two anchors is one piece, so that splitting and
 * joining blocks keeps their bytes.
 */
export function planPieces(
  entries: readonly Entry[],
  reprinted: ReadonlySet<number>,
  blocks: readonly OldBlock[],
): Piece[] {
  const anchors = new Set(risingAnchors(entries));
  const pieces: Piece[] = [];
  const taken = new Set(entries.flatMap((entry) => (isAnchor(entry) ? [entry.origin] : [])));
  let index = 0;
  let lastAnchor = -1;
  while (index < entries.length) {
    const entry = entries[index];
    if (entry === undefined) break;
    if (anchors.has(index)) {
      const from = entry.origin ?? 0;
      pieces.push({ entries: [entry], at: index, from, to: from + 1, isClean: entry.isClean });
      lastAnchor = from;
      index += 1;
      continue;
    }
    let end = index;
    while (end < entries.length && !anchors.has(end)) end += 1;
    const next = entries[end]?.origin ?? blocks.length;
    const group = entries.slice(index, end);
    pieces.push(...piecesBetween(group, index, lastAnchor, next, taken, reprinted, blocks));
    index = end;
  }
  return pieces;
}

function piecesBetween(
  group: readonly Entry[],
  at: number,
  after: number,
  before: number,
  taken: ReadonlySet<number | null>,
  reprinted: ReadonlySet<number>,
  blocks: readonly OldBlock[],
): Piece[] {
  const origins = group.map((entry) => entry.origin);
  const isInside = (origin: number | null): boolean =>
    origin !== null && origin > after && origin < before;
  const known = origins.filter((origin) => origin !== null && isInside(origin)) as number[];
  const isRising = known.every((origin, place) => place === 0 || origin > (known[place - 1] ?? 0));
  const isMoved = group.some(
    (entry) => entry.isClean || (entry.origin !== null && !isInside(entry.origin)),
  );
  const isReprinted = group.some((_, place) => reprinted.has(at + place));
  const first = known[0];
  if (isMoved || isReprinted || !isRising || first === undefined) {
    return group.map((entry, place) => single(entry, at + place));
  }
  if (known.length === group.length) {
    const isFree = (index: number): boolean =>
      index > after && index < before && !taken.has(index) && !known.includes(index);
    return group.map((entry, place) => withTakenIn(single(entry, at + place), blocks, isFree));
  }
  // Some blocks are new or gone: take in the page's blocks that nothing else claims.
  let from = first;
  while (from - 1 > after && !taken.has(from - 1)) from -= 1;
  let to = (known.at(-1) ?? first) + 1;
  while (to < before && !taken.has(to)) to += 1;
  return [{ entries: group, at, from, to, isClean: false }];
}

function single(entry: Entry, at: number): Piece {
  const from = entry.origin ?? 0;
  const to = entry.origin === null ? from : from + 1;
  return { entries: [entry], at, from, to, isClean: entry.isClean };
}

/** The piece with the page's blocks beside its own whose words now stand in it. */
function withTakenIn(
  piece: Piece,
  blocks: readonly OldBlock[],
  isFree: (index: number) => boolean,
): Piece {
  let { from, to } = piece;
  if (!isFree(from - 1) && !isFree(to)) return piece;
  const words = piece.entries.map(({ model }) => wordsOf(model)).join('');
  const isTakenIn = (index: number): boolean => {
    const block = isFree(index) ? blocks[index] : undefined;
    const own = block === undefined ? '' : wordsOf(block.model);
    return own !== '' && words.includes(own);
  };
  while (isTakenIn(from - 1)) from -= 1;
  while (isTakenIn(to)) to += 1;
  return { ...piece, from, to };
}

function isAnchor(entry: Entry): boolean {
  return entry.isClean || (entry.origin !== null && entry.model.kind === 'table');
}

/** Indexes of the longest run of anchors whose origins rise. */
function risingAnchors(entries: readonly Entry[]): number[] {
  const tails: number[] = [];
  const previous = new Map<number, number>();
  const originAt = (index: number | undefined): number =>
    index === undefined ? -1 : (entries[index]?.origin ?? -1);
  entries.forEach((entry, index) => {
    if (!isAnchor(entry) || entry.origin === null) return;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (originAt(tails[middle]) < entry.origin) low = middle + 1;
      else high = middle;
    }
    const before = tails[low - 1];
    if (before !== undefined) previous.set(index, before);
    tails[low] = index;
  });
  const anchors: number[] = [];
  for (let index = tails.at(-1); index !== undefined; index = previous.get(index)) {
    anchors.push(index);
  }
  return anchors.reverse();
}
