import type { BlockKind } from './blocks.ts';
import { diff3, mergedTokens } from './diff3.ts';
import { keepsBothChanges, splitWords } from './words.ts';

/**
 * Joins two edits of one block: by lines, then by words; code and raw blocks by lines only.
 *
 * @returns the merged text, or null when the edits touch or the result would lose part of one
 */
export function mergeText(
  kind: BlockKind,
  base: string,
  ours: string,
  theirs: string,
): string | null {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  const byLines = joinLines(base, ours, theirs);
  if (byLines !== null && keepsBothChanges(base, ours, theirs, byLines, 'exact')) return byLines;
  if (kind === 'code' || kind === 'raw' || kind === 'frontmatter') return null;
  const words = mergedTokens(diff3(splitWords(base), splitWords(ours), splitWords(theirs)));
  if (words === null) return null;
  const byWords = words.join('');
  return keepsBothChanges(base, ours, theirs, byWords, 'exact') ? byWords : null;
}

function joinLines(base: string, ours: string, theirs: string): string | null {
  const lines = mergedTokens(diff3(base.split('\n'), ours.split('\n'), theirs.split('\n')));
  return lines === null ? null : lines.join('\n');
}

/** Joins two edits of white space: a change beats none, else the longer, else the later in byte order. */
export function mergeSpace(base: string, ours: string, theirs: string): string {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  if (ours.length !== theirs.length) return ours.length > theirs.length ? ours : theirs;
  return ours > theirs ? ours : theirs;
}
