import { diff3, type Region } from '../../merge/diff3.ts';
import { hunksBetween } from '../../merge/edits.ts';

// Fine pieces: a word, a run of blanks, a line end, or one sign. (Unlike a merge of two people's
// edits, a wrong choice here is caught: the result is parsed and compared.)
const piece = /\r\n|\r|\n|[ \t]+|[\p{L}\p{M}\p{N}]+|[\s\S]/gu;
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
  for (const pattern of [piece, line]) {
    const regions = diff3(cut(before, pattern), cut(source, pattern), cut(after, pattern));
    const joined = (resolve: (overlap: Overlap) => readonly string[]): string =>
      regions
        .map((region) => (region.kind === 'merged' ? region.tokens : resolve(region)).join(''))
        .join('');
    yield joined((overlap) => sideBySide(overlap) ?? overlap.theirs);
    if (regions.some((region) => region.kind === 'overlap')) {
      yield joined((overlap) => overlap.theirs);
      yield joined((overlap) => overlap.ours);
    }
  }
  yield after;
}

type Overlap = Extract<Region, { kind: 'overlap' }>;

/** Both changes, where they only touch (a wider space, then another word); null where they cross. */
function sideBySide({ base, ours, theirs }: Overlap): string[] | null {
  const changes = [
    ...hunksBetween(base, ours).map((hunk) => ({
      ...hunk,
      tokens: ours.slice(hunk.from, hunk.to),
    })),
    ...hunksBetween(base, theirs).map((hunk) => ({
      ...hunk,
      tokens: theirs.slice(hunk.from, hunk.to),
    })),
  ].sort((left, right) => left.start - right.start || left.end - right.end);
  const tokens: string[] = [];
  let at = 0;
  for (const { start, end, tokens: now } of changes) {
    if (start < at) return null;
    tokens.push(...base.slice(at, start), ...now);
    at = end;
  }
  return [...tokens, ...base.slice(at)];
}

function cut(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}
