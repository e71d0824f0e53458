import { alignBlocks, type Alignment, type BlockHunk } from './align.ts';
import type { Block } from './blocks.ts';
import { compareBytes } from './byte-order.ts';
import { mergeSpace, mergeText } from './merge-text.ts';

/** A merged block, or blocks among which a person must choose. */
export type MergedPiece =
  | {
      readonly kind: 'block';
      /** Its gap is the merged one. */
      readonly block: Block;
      /** Null for a block that only one side has. */
      readonly gaps: SideGaps | null;
    }
  | {
      readonly kind: 'overlap';
      readonly base: readonly Block[];
      readonly ours: readonly Block[];
      readonly theirs: readonly Block[];
    };

/** What follows one block in each version. */
export interface SideGaps {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

interface Side extends Alignment {
  readonly blocks: readonly Block[];
}

/** Hunks of both sides that can't be settled apart from each other. */
interface Group {
  start: number;
  end: number;
  readonly ours: BlockHunk[];
  readonly theirs: BlockHunk[];
}

/** Joins two edits of a page's blocks. Changes of different blocks never touch, even of neighbours. */
export function mergeBlocks(
  base: readonly Block[],
  ours: readonly Block[],
  theirs: readonly Block[],
): MergedPiece[] {
  const our: Side = { ...alignBlocks(base, ours), blocks: ours };
  const their: Side = { ...alignBlocks(base, theirs), blocks: theirs };
  const pieces: MergedPiece[] = [];
  let position = 0;
  const pushKept = (end: number) => {
    for (; position < end; position += 1) {
      const block = base[position];
      if (block !== undefined) pieces.push(joinedPiece(block, gapsOf(base, our, their, position)));
    }
  };
  for (const group of groupHunks(our.hunks, their.hunks)) {
    pushKept(group.start);
    for (const piece of settle(base, our, their, group)) push(pieces, piece);
    position = group.end;
  }
  pushKept(base.length);
  return pieces;
}

function newPiece(block: Block): MergedPiece {
  return { kind: 'block', block, gaps: null };
}

function joinedPiece(block: Omit<Block, 'gap'>, gaps: SideGaps): MergedPiece {
  const gap = mergeSpace(gaps.base, gaps.ours, gaps.theirs);
  return { kind: 'block', block: { kind: block.kind, text: block.text, gap }, gaps };
}

/** Rows and items that need a choice one after the other are one choice. */
function push(pieces: MergedPiece[], piece: MergedPiece): void {
  const last = pieces.at(-1);
  if (last?.kind === 'overlap' && piece.kind === 'overlap' && isFlat(last) && isFlat(piece)) {
    pieces[pieces.length - 1] = {
      kind: 'overlap',
      base: [...last.base, ...piece.base],
      ours: [...last.ours, ...piece.ours],
      theirs: [...last.theirs, ...piece.theirs],
    };
  } else {
    pieces.push(piece);
  }
}

function isFlat(piece: Extract<MergedPiece, { kind: 'overlap' }>): boolean {
  return [...piece.base, ...piece.ours, ...piece.theirs].every(isItemOrRow);
}

function isItemOrRow(block: Block): boolean {
  return block.kind === 'item' || block.kind === 'row';
}

function groupHunks(ours: readonly BlockHunk[], theirs: readonly BlockHunk[]): Group[] {
  const all = [
    ...ours.map((hunk) => ({ hunk, isOurs: true })),
    ...theirs.map((hunk) => ({ hunk, isOurs: false })),
  ].sort((a, b) => a.hunk.start - b.hunk.start || a.hunk.end - b.hunk.end);
  const groups: Group[] = [];
  for (const { hunk, isOurs } of all) {
    let group = groups.at(-1);
    if (group === undefined || !isJoined(group, hunk)) {
      group = { start: hunk.start, end: hunk.end, ours: [], theirs: [] };
      groups.push(group);
    }
    group.end = Math.max(group.end, hunk.end);
    (isOurs ? group.ours : group.theirs).push(hunk);
  }
  return groups;
}

/** Whether they share a block, insert at one place, or one inserts inside what the other replaces. */
function isJoined(group: Group, hunk: BlockHunk): boolean {
  if (group.start === group.end) return hunk.start === hunk.end && hunk.start === group.end;
  return hunk.start < group.end;
}

function settle(base: readonly Block[], our: Side, their: Side, group: Group): MergedPiece[] {
  const { ours, theirs, start, end } = group;
  if (theirs.length === 0) return take(our, ours, (index) => gapsOf(base, our, their, index));
  if (ours.length === 0) return take(their, theirs, (index) => gapsOf(base, our, their, index));

  const ourBlocks = blocksIn(our, start, end, ours);
  const theirBlocks = blocksIn(their, start, end, theirs);
  if (textOf(ourBlocks) === textOf(theirBlocks)) {
    return ourBlocks.map((block, index) => {
      const theirGap = theirBlocks[index]?.gap ?? block.gap;
      return joinedPiece(block, { base: '', ours: block.gap, theirs: theirGap });
    });
  }
  const overlap: MergedPiece = {
    kind: 'overlap',
    base: base.slice(start, end),
    ours: ourBlocks,
    theirs: theirBlocks,
  };
  if (start === end) {
    const previous = [
      our.blocks[(ours[0]?.from ?? 0) - 1],
      their.blocks[(theirs[0]?.from ?? 0) - 1],
    ];
    return uniteInserts(ourBlocks, theirBlocks, previous) ?? [overlap];
  }
  const hunks = [...ours, ...theirs];
  if (!hunks.every((hunk) => hunk.isPair || hunk.from === hunk.to)) return [overlap];
  return settleEach(base, our, their, group) ?? [overlap];
}

/** Only `side` changed here. */
function take(
  side: Side,
  hunks: readonly BlockHunk[],
  gapsAt: (index: number) => SideGaps,
): MergedPiece[] {
  return hunks.flatMap((hunk) => {
    const blocks = side.blocks.slice(hunk.from, hunk.to);
    if (!hunk.isPair) return blocks.map(newPiece);
    return blocks.map((block) => joinedPiece(block, gapsAt(hunk.start)));
  });
}

/** Block by block, where both only edited and deleted; null when one deleted what the other edited. */
function settleEach(base: readonly Block[], our: Side, their: Side, group: Group) {
  const pieces: MergedPiece[] = [];
  for (let index = group.start; index < group.end; index += 1) {
    const origin = base[index];
    const ours = our.blocks[our.counterparts[index] ?? -1];
    const theirs = their.blocks[their.counterparts[index] ?? -1];
    if (origin === undefined) continue;
    if (ours === undefined || theirs === undefined) {
      const left = ours ?? theirs;
      if (left !== undefined && left.text !== origin.text) return null;
      continue;
    }
    const text = mergeText(origin.kind, origin.text, ours.text, theirs.text);
    pieces.push(
      text === null
        ? { kind: 'overlap', base: [origin], ours: [ours], theirs: [theirs] }
        : joinedPiece({ kind: origin.kind, text }, gapsOf(base, our, their, index)),
    );
  }
  return pieces;
}

/** What a side holds in place of `base[start, end)`. */
function blocksIn(side: Side, start: number, end: number, hunks: readonly BlockHunk[]): Block[] {
  const blocks: Block[] = [];
  let position = start;
  const pushEqual = (to: number) => {
    for (; position < to; position += 1) {
      const block = side.blocks[side.counterparts[position] ?? -1];
      if (block !== undefined) blocks.push(block);
    }
  };
  for (const hunk of hunks) {
    pushEqual(hunk.start);
    blocks.push(...side.blocks.slice(hunk.from, hunk.to));
    position = hunk.end;
  }
  pushEqual(end);
  return blocks;
}

function textOf(blocks: readonly Block[]): string {
  return blocks.map((block) => block.text).join('\n');
}

function gapsOf(base: readonly Block[], our: Side, their: Side, index: number): SideGaps {
  const origin = base[index]?.gap ?? '';
  const gapIn = (side: Side) => side.blocks[side.counterparts[index] ?? -1]?.gap ?? origin;
  return { base: origin, ours: gapIn(our), theirs: gapIn(their) };
}

/**
 * Both sides' new blocks at one place: one of them when it holds the other, or both runs in byte
 * order when they are only list items or only table rows. Null when a person must choose.
 */
function uniteInserts(
  ours: readonly Block[],
  theirs: readonly Block[],
  previous: readonly (Block | undefined)[],
): MergedPiece[] | null {
  if (isSubsequence(theirs, ours)) return ours.map(newPiece);
  if (isSubsequence(ours, theirs)) return theirs.map(newPiece);
  const all = [...ours, ...theirs];
  const kind = all[0]?.kind;
  if (!all.every((block) => isItemOrRow(block) && block.kind === kind)) return null;
  const runs = [ours, theirs].sort((a, b) => compareBytes(textOf(a), textOf(b)));
  const [first = [], second = []] = runs;
  // A nested item has its meaning from the item above it, so nested runs stay whole.
  const isNested = new Set(all.map((block) => /^\s*/.exec(block.text)?.[0])).size > 1;
  const known = new Set(first.map((block) => block.text));
  const rest = isNested ? second : second.filter((block) => !known.has(block.text));
  // The blank line after a list or table must not end up inside it.
  const before = previous.flatMap((block) =>
    block !== undefined && block.kind === kind ? [block.gap] : [],
  );
  const gaps = all.map((block) => block.gap).sort(compareGaps);
  const inner = before.sort(compareGaps)[0] ?? gaps[0] ?? '';
  const outer = gaps.at(-1) ?? '';
  const united = [...first, ...rest];
  return united.map((block, index) => {
    const isEnd = index === first.length - 1 || index === united.length - 1;
    if (!isEnd) return newPiece(block);
    return newPiece({ ...block, gap: index === united.length - 1 ? outer : inner });
  });
}

function compareGaps(left: string, right: string): number {
  return left.length - right.length || compareBytes(left, right);
}

function isSubsequence(shorter: readonly Block[], longer: readonly Block[]): boolean {
  let found = 0;
  for (const block of longer) if (block.text === shorter[found]?.text) found += 1;
  return found === shorter.length;
}
