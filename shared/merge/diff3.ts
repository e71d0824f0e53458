import { hunksBetween } from './edits.ts';
import type { Hunk } from './shortest-edit.ts';

export type Region =
  | { readonly kind: 'merged'; readonly tokens: readonly string[] }
  | {
      readonly kind: 'overlap';
      readonly base: readonly string[];
      readonly ours: readonly string[];
      readonly theirs: readonly string[];
    };

/**
 * Joins two edits of one token sequence. Changes that touch each other and are not the same are an
 * overlap: between two merged changes stands at least one token that neither side changed.
 *
 * Swapping `ours` and `theirs` gives the same regions with the sides of each overlap swapped.
 */
export function diff3(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): Region[] {
  const regions: DraftRegion[] = [];
  const ourHunks = hunksBetween(base, ours);
  const theirHunks = hunksBetween(base, theirs);
  let position = 0;
  let ourNext = 0;
  let theirNext = 0;
  // How far each side's positions run ahead of the base's, after the hunks seen so far.
  let ourShift = 0;
  let theirShift = 0;

  for (;;) {
    const first = earlier(ourHunks[ourNext], theirHunks[theirNext]);
    if (first === undefined) break;
    const { start } = first;
    let { end } = first;
    const ourStart = start + ourShift;
    const theirStart = start + theirShift;
    for (;;) {
      const ourHunk = ourHunks[ourNext];
      const theirHunk = theirHunks[theirNext];
      if (ourHunk !== undefined && ourHunk.start <= end) {
        end = Math.max(end, ourHunk.end);
        ourShift = ourHunk.to - ourHunk.end;
        ourNext += 1;
      } else if (theirHunk !== undefined && theirHunk.start <= end) {
        end = Math.max(end, theirHunk.end);
        theirShift = theirHunk.to - theirHunk.end;
        theirNext += 1;
      } else break;
    }
    pushMerged(regions, base.slice(position, start));
    pushChange(
      regions,
      base.slice(start, end),
      ours.slice(ourStart, end + ourShift),
      theirs.slice(theirStart, end + theirShift),
    );
    position = end;
  }
  pushMerged(regions, base.slice(position));
  return regions;
}

/** The merged tokens; null when something overlaps. */
export function mergedTokens(regions: readonly Region[]): string[] | null {
  const tokens: string[] = [];
  for (const region of regions) {
    if (region.kind === 'overlap') return null;
    for (const token of region.tokens) tokens.push(token);
  }
  return tokens;
}

function earlier(ours: Hunk | undefined, theirs: Hunk | undefined): Hunk | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  return ours.start <= theirs.start ? ours : theirs;
}

type DraftRegion =
  { readonly kind: 'merged'; readonly tokens: string[] } | Extract<Region, { kind: 'overlap' }>;

function pushChange(
  regions: DraftRegion[],
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): void {
  if (isSame(ours, theirs) || isSame(base, theirs)) pushMerged(regions, ours);
  else if (isSame(base, ours)) pushMerged(regions, theirs);
  else regions.push({ kind: 'overlap', base, ours, theirs });
}

function pushMerged(regions: DraftRegion[], tokens: readonly string[]): void {
  if (tokens.length === 0) return;
  const last = regions.at(-1);
  if (last?.kind === 'merged') {
    for (const token of tokens) last.tokens.push(token);
  } else {
    regions.push({ kind: 'merged', tokens: [...tokens] });
  }
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((token, index) => token === right[index]);
}
