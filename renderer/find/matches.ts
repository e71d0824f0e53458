export interface FindQuery {
  readonly words: string;
  readonly isCaseKept: boolean;
  readonly isWholeWord: boolean;
  /** `words` is a regular expression. */
  readonly isPattern: boolean;
}

/** A stretch of one of the parts of a page. */
export interface Match {
  readonly part: number;
  readonly from: number;
  readonly to: number;
}

export interface Matches {
  readonly matches: readonly Match[];
  /** There are more than could be listed. */
  readonly isCut: boolean;
  /** What each is replaced by, where that was asked for. */
  readonly replacements: readonly string[];
}

// More can't be gone through by hand; replacing all of them takes several rounds.
export const maxMatches = 50_000;

const wordSign = '[\\p{L}\\p{M}\\p{N}_]';

/** @throws SyntaxError when `words` is no regular expression */
function expressionOf({ words, isCaseKept, isWholeWord, isPattern }: FindQuery): RegExp {
  const source = isPattern
    ? words
    : words.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\\-', '-');
  const whole = isWholeWord ? `(?<!${wordSign})(?:${source})(?!${wordSign})` : source;
  return new RegExp(whole, `gmu${isCaseKept ? '' : 'i'}`);
}

/**
 * Finds a query in the parts of a page; no match spans two parts, and none is empty. A pattern may take
 * for ever: call it where it can be stopped.
 *
 * @throws SyntaxError when the pattern is none
 */
export function findMatches(
  parts: readonly string[],
  query: FindQuery,
  replacement: string | null,
): Matches {
  const matches: Match[] = [];
  const replacements: string[] = [];
  if (query.words === '') return { matches, isCut: false, replacements };
  const expression = expressionOf(query);
  for (const [part, text] of parts.entries()) {
    for (const match of text.matchAll(expression)) {
      if (match[0] === '') continue;
      if (matches.length === maxMatches) return { matches, isCut: true, replacements };
      matches.push({ part, from: match.index, to: match.index + match[0].length });
      if (replacement !== null) {
        replacements.push(query.isPattern ? filledIn(replacement, match) : replacement);
      }
    }
  }
  return { matches, isCut: false, replacements };
}

/** `$1`, `$<name>` and `$&` stand for what was found, `$$` for a dollar sign. */
function filledIn(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:\$|&|(\d{1,2})|<([^>]*)>)/g,
    (whole, digits?: string, name?: string) => {
      if (digits !== undefined)
        return Number(digits) < match.length ? (match[Number(digits)] ?? '') : whole;
      if (name !== undefined)
        return match.groups === undefined ? whole : (match.groups[name] ?? '');
      return whole === '$$' ? '$' : match[0];
    },
  );
}

/** The first match at a place or after it, else the first of all; -1 when there is none. */
export function firstFrom(matches: readonly Match[], start: Pick<Match, 'part' | 'from'>): number {
  if (matches.length === 0) return -1;
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const match = matches[middle];
    const isBefore =
      match !== undefined &&
      (match.part < start.part || (match.part === start.part && match.from < start.from));
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low === matches.length ? 0 : low;
}

// Marks beyond the screen cost time and are not seen.
const maxDrawn = 2000;

/** The matches to draw: those around the current one. */
export function drawnAround(matches: readonly Match[], current: number): readonly Match[] {
  if (matches.length <= maxDrawn) return matches;
  const from = Math.max(0, current - maxDrawn / 2);
  return matches.slice(from, from + maxDrawn);
}
