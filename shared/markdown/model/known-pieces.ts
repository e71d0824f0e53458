import type { RootContent } from 'mdast';
import type { Fences } from '../parse.ts';

/** A piece of a text as it was parsed, and where in its text it stood. */
interface KnownPiece {
  readonly nodes: readonly RootContent[];
  readonly at: number;
}

// About two long pages, each with its definitions and without.
const maxLength = 1_200_000;

let length = 0;
const pieces = new Map<string, KnownPiece>();

/** All that the parse of a piece depends on. */
export function pieceKey(piece: string, definitions: string, fences: Fences | null): string {
  const signs = fences === null ? [] : [...piece.matchAll(/\$\$|%%|:{3,}/g)];
  const closed = signs.map(({ index }) => [
    index,
    fences?.hasSign(index) === true,
    fences?.endOfDirective(index) ?? null,
  ]);
  return `${definitions}\n${closed.length === 0 ? '' : JSON.stringify(closed)}\n${piece}`;
}

/**
 * A piece that was parsed before, which is no longer known then: its nodes are to be moved to where it
 * stands now, and a text may hold the same piece twice.
 */
export function takePiece(key: string): KnownPiece | undefined {
  const known = pieces.get(key);
  if (known !== undefined) forget(key);
  return known;
}

/** Keeps pieces for the next parse; the ones that were kept longest make room. */
export function keepPieces(parsed: ReadonlyMap<string, KnownPiece>): void {
  for (const [key, piece] of parsed) {
    if (pieces.has(key)) forget(key);
    pieces.set(key, piece);
    length += key.length;
  }
  for (const key of pieces.keys()) {
    if (length <= maxLength) break;
    forget(key);
  }
}

function forget(key: string): void {
  if (pieces.delete(key)) length -= key.length;
}
