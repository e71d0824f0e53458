import { diff3, type Region } from '../../merge/diff3.ts';
import { hunksBetween } from '../../merge/edits.ts';

// Fine pieces: a word, a run of blanks, a line end, or one sign. (Unlike a merge of two people's
// edits, a wrong choice here is caught: the result is parsed and compared.)
const piece = /\r\n|\r|\n|[ \t]+|[\p{L}\p{M}\p{N}]+|[\s\S]/gu;
// The same, a line's end with the margin and the marker of the next: two lines that are joined lose all of it.
const pieceOrMargin =
  /(?:\r\n|\r|\n)(?:[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?|[ \t]+|[\p{L}\p{M}\p{N}]+|[\s\S]/gu;
const line = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;

/**
 * Applies the step from `before` to `after` onto `source`, which says what `before` says in its own
 * way. Yields candidates, the one nearest to the source first; none is checked.
 */
export function* mergeOnto(source: string, before: string, after: string): Generator<string> {
  if (source === before) {
    yield after;
    return;
  }
  const fine = regionsOf(source, before, after, piece);
  const isClear = !fine.some(isOverlap);
  const first = joined(fine, withOurs);
  if (isClear) yield first;
  const others = [
    fine,
    ...[pieceOrMargin, line].map((each) => regionsOf(source, before, after, each)),
  ];
  const candidates = new Set([...others.flatMap(waysOf), after]);
  if (isClear) candidates.delete(first);
  yield* fewestLinesFirst(source, [...candidates]);
}

function regionsOf(source: string, before: string, after: string, pattern: RegExp): Region[] {
  return diff3(cut(before, pattern), cut(source, pattern), cut(after, pattern));
}

function waysOf(regions: readonly Region[]): string[] {
  const clear = joined(regions, withOurs);
  if (!regions.some(isOverlap)) return [clear];
  const ways = [({ theirs }: Overlap) => theirs, ({ ours }: Overlap) => ours, withOursCut];
  return [clear, ...ways.map((resolve) => joined(regions, resolve))];
}

function joined(
  regions: readonly Region[],
  resolve: (overlap: Overlap) => readonly string[],
): string {
  return regions
    .map((region) => (isOverlap(region) ? resolve(region) : region.tokens).join(''))
    .join('');
}

/**
 * By how many lines are not as in the source, where two that are joined are no better than two that are
 * changed; those alike in it stay in order.
 */
function fewestLinesFirst(source: string, candidates: readonly string[]): string[] {
  const lines = source.split(/\r\n|\r|\n/);
  return candidates
    .map((text) => ({ text, changed: linesChanged(lines, text.split(/\r\n|\r|\n/)) }))
    .sort((left, right) => left.changed - right.changed)
    .map(({ text }) => text);
}

function linesChanged(before: readonly string[], after: readonly string[]): number {
  const left = new Map<string, number>();
  for (const text of before) left.set(text, (left.get(text) ?? 0) + 1);
  let kept = 0;
  for (const text of after) {
    const count = left.get(text) ?? 0;
    if (count > 0) kept += 1;
    left.set(text, count - 1);
  }
  return Math.max(before.length, after.length) - kept;
}

type Overlap = Extract<Region, { kind: 'overlap' }>;

const isOverlap = (region: Region): region is Overlap => region.kind === 'overlap';

/** Their changes, and ours that don't cross them: a wider space, then another word; a line's end below a marker that went. */
function withOurs(overlap: Overlap): string[] {
  const [ours, theirs] = hunksOf(overlap);
  const kept = ours.filter((hunk) => !crosses(hunk, theirs));
  return applied(overlap.base, [...kept, ...theirs]);
}

/** Their changes, and of ours that cross them what lies outside: signs before a line's end that went. */
function withOursCut(overlap: Overlap): string[] {
  const [ours, theirs] = hunksOf(overlap);
  return applied(overlap.base, [...ours.flatMap((hunk) => outside(hunk, theirs)), ...theirs]);
}

function outside(hunk: TokenHunk, others: readonly TokenHunk[]): TokenHunk[] {
  const other = others.find((each) => crosses(hunk, [each]));
  if (other === undefined) return [hunk];
  if (hunk.start <= other.start) return [{ ...hunk, end: other.start }];
  return hunk.end > other.end ? outside({ ...hunk, start: other.end }, others) : [];
}

interface TokenHunk {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly string[];
}

function hunksOf({
  base,
  ours,
  theirs,
}: Overlap): readonly [ours: TokenHunk[], theirs: TokenHunk[]] {
  const from = (side: readonly string[]): TokenHunk[] =>
    hunksBetween(base, side).map((hunk) => ({ ...hunk, tokens: side.slice(hunk.from, hunk.to) }));
  return [from(ours), from(theirs)];
}

function crosses(hunk: TokenHunk, others: readonly TokenHunk[]): boolean {
  return others.some((other) => hunk.start < other.end && other.start < hunk.end);
}

function applied(base: readonly string[], hunks: readonly TokenHunk[]): string[] {
  const tokens: string[] = [];
  let at = 0;
  for (const { start, end, tokens: now } of sorted(hunks)) {
    tokens.push(...base.slice(at, start), ...now);
    at = end;
  }
  return [...tokens, ...base.slice(at)];
}

const sorted = (hunks: readonly TokenHunk[]): TokenHunk[] =>
  [...hunks].sort((left, right) => left.start - right.start || left.end - right.end);

function cut(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}
