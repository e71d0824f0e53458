import type { RootContent } from 'mdast';
import type { Fences } from '../parse.ts';
import type { KnownLabels } from '../syntax/known-labels.ts';

/** A piece of a text as it was parsed, and where in its text it stood. */
export interface KnownPiece {
  readonly key: string;
  readonly nodes: readonly RootContent[];
  readonly at: number;
}

// About two long pages, each with its definitions and without.
const maxLength = 1_200_000;

let length = 0;
// A text may hold the same piece more than once, each with nodes of its own.
const pieces = new Map<string, KnownPiece[]>();

/** All that the parse of a piece depends on. */
export function pieceKey(
  piece: string,
  { links, notes }: KnownLabels,
  fences: Fences | null,
): string {
  const signs = fences === null ? [] : [...piece.matchAll(/\$\$|%%|:{3,}/g)];
  const closed = signs.map(({ index }) => [
    index,
    fences?.hasSign(index) === true,
    fences?.endOfDirective(index) ?? null,
  ]);
  const isPlain = closed.length + links.size + notes.size === 0;
  return `${isPlain ? '' : JSON.stringify([closed, [...links], [...notes]])}\n${piece}`;
}

/**
 * A piece that was parsed before, which is no longer known then: its nodes are to be moved to where it
 * stands now.
 */
export function takePiece(key: string): KnownPiece | undefined {
  const piece = pieces.get(key)?.pop();
  if (piece !== undefined) forget(key);
  return piece;
}

/** Keeps pieces for the next parse; the ones that were kept longest make room. */
export function keepPieces(parsed: readonly KnownPiece[]): void {
  for (const piece of parsed) {
    const { key } = piece;
    const alike = pieces.get(key) ?? [];
    pieces.delete(key);
    pieces.set(key, [...alike, piece]);
    length += key.length;
  }
  for (const [key, alike] of pieces) {
    if (length <= maxLength) break;
    pieces.delete(key);
    length -= key.length * alike.length;
  }
}

function forget(key: string): void {
  length -= key.length;
  if (pieces.get(key)?.length === 0) pieces.delete(key);
}
