import { needsBlankLine, type Block } from './blocks.ts';
import type { MergedPiece, SideGaps } from './merge-blocks.ts';
import type { MergePart } from './parts.ts';

type Overlap = Extract<MergedPiece, { kind: 'overlap' }>;

/**
 * The text of merged blocks and of each side's blocks where they overlap, with line ends added
 * wherever two blocks came together that never stood so and would run into one.
 */
export function partsOfPieces(
  pieces: readonly MergedPiece[],
  pages: readonly (readonly Block[])[],
): MergePart[] {
  const neighbours = new Neighbours(pages);
  const noLead: SideGaps = { base: '', ours: '', theirs: '' };
  let lead = noLead;
  return pieces.map((piece, index) => {
    const next = pieces[index + 1];
    const following = firstBlocks(pieces, index + 1);
    if (piece.kind === 'overlap') {
      const textOf = (blocks: readonly Block[]) => neighbours.textOf(blocks, following);
      const part: MergePart = {
        kind: 'overlap',
        base: lead.base + textOf(piece.base),
        ours: lead.ours + textOf(piece.ours),
        theirs: lead.theirs + textOf(piece.theirs),
      };
      lead = noLead;
      return part;
    }
    const { block } = piece;
    if (next?.kind !== 'overlap') {
      return { kind: 'merged', text: neighbours.textOf([block], following) };
    }
    const afterNext = firstBlocks(pieces, index + 2);
    const gapBefore = (blocks: readonly Block[], gap: string) =>
      neighbours.widened({ ...block, gap }, blocks.length > 0 ? blocks.slice(0, 1) : afterNext);
    const gaps = gapsBefore(next, piece.gaps ?? fill(block.gap), gapBefore);
    const shared = sharedStart(gaps.base, sharedStart(gaps.ours, gaps.theirs));
    lead = {
      base: gaps.base.slice(shared.length),
      ours: gaps.ours.slice(shared.length),
      theirs: gaps.theirs.slice(shared.length),
    };
    return { kind: 'merged', text: block.text + shared };
  });
}

/** Each side keeps its own gap before an overlap: a blank line there can end a table or a list. */
function gapsBefore(
  next: Overlap,
  gaps: SideGaps,
  gapBefore: (blocks: readonly Block[], gap: string) => string,
): SideGaps {
  return {
    base: gapBefore(next.base, gaps.base),
    ours: gapBefore(next.ours, gaps.ours),
    theirs: gapBefore(next.theirs, gaps.theirs),
  };
}

function fill(gap: string): SideGaps {
  return { base: gap, ours: gap, theirs: gap };
}

function sharedStart(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}

/** The blocks that may come next, from piece `index` on: the first of each side of an overlap. */
function firstBlocks(pieces: readonly MergedPiece[], index: number): Block[] {
  const firsts: Block[] = [];
  for (let next = index; next < pieces.length; next += 1) {
    const piece = pieces[next];
    if (piece === undefined) break;
    if (piece.kind === 'block') return [...firsts, piece.block];
    const sides = [piece.base, piece.ours, piece.theirs];
    firsts.push(...sides.flatMap((blocks) => blocks.slice(0, 1)));
    if (sides.every((blocks) => blocks.length > 0)) break;
  }
  return firsts;
}

/** Knows which blocks stood next to each other in a page as it came: those are left as they were. */
class Neighbours {
  readonly #pages: readonly (readonly Block[])[];
  #seen: Set<string> | null = null;

  constructor(pages: readonly (readonly Block[])[]) {
    this.#pages = pages;
  }

  textOf(blocks: readonly Block[], following: readonly Block[]): string {
    return blocks
      .map((block, index) => {
        const next = blocks[index + 1];
        return block.text + this.widened(block, next === undefined ? following : [next]);
      })
      .join('');
  }

  /** The block's gap with as many line ends as any of the blocks that may follow needs. */
  widened(block: Block, following: readonly Block[]): string {
    const present = block.gap.split('\n').length - 1;
    const needed = Math.max(0, ...following.map((next) => this.#lineEnds(block, next)));
    return block.gap + '\n'.repeat(Math.max(0, needed - present));
  }

  #lineEnds(block: Block, next: Block): number {
    if (!needsBlankLine(block.kind, next)) return 1;
    this.#seen ??= new Set(
      this.#pages.flatMap((blocks) =>
        blocks.flatMap((each, index) => {
          const other = blocks[index + 1];
          return other === undefined ? [] : [`${each.text}\n${other.text}`];
        }),
      ),
    );
    return this.#seen.has(`${block.text}\n${next.text}`) ? 1 : 2;
  }
}
