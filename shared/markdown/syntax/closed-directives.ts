import { readDirective } from '../directives.ts';

/** A line that begins or ends a directive, or code. */
interface FenceLine {
  /** Where its signs begin. */
  readonly offset: number;
  readonly sign: string;
  readonly size: number;
  readonly rest: string;
  readonly column: number;
  readonly quotes: number;
}

// What containers put before a line: quotes' signs, list markers, footnotes' labels, indents.
const before = String.raw`(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^(?:\\.|[^\]\\\r\n])+\]:)*`;
const fenceLine = new RegExp(
  String.raw`(?<=^|[\r\n])(${before})(:{3,}|~{3,}|` + '`{3,})([^\\r\\n]*)',
  'g',
);
const colonLine = new RegExp(String.raw`(?<=^|\n)${before}(:{3,})`, 'g');
/** Those deeper inside each other are no directives: each is read again with all that is around it. */
const maxDepth = 10;
/** So many that are not closed may stand in one that is. */
const maxUnclosed = 100;

/**
 * Where (at which offset) directives begin, each with where the line of colons begins that ends it. One
 * that is not closed is none: it would take in the rest of the page.
 *
 * Such a line ends the last directive that is open, as in Pandoc, or one around it that has just as many
 * colons. Code holds neither.
 */
export function closedDirectives(text: string): ReadonlyMap<number, number> {
  const pairs: (readonly [from: number, to: number])[] = [];
  if (!text.includes(':::')) return new Map();
  const lines = linesOf(text);
  const longest = longestBelow(lines);
  const open: FenceLine[] = [];
  let code: FenceLine | null = null;
  lines.forEach((line, index) => {
    if (code !== null && line.quotes >= code.quotes) {
      if (endsCode(line, code)) code = null;
      return;
    }
    code = null;
    if (line.sign !== ':') {
      if (beginsCode(line) && (longest[index]?.[line.sign] ?? 0) >= line.size) code = line;
      return;
    }
    while (open.length > 0 && !mayHold(open.at(-1), line)) open.pop();
    const opening = isBare(line) ? openingOf(line, open) : null;
    if (opening !== null) {
      pairs.push([opening.offset, line.offset]);
      open.length = open.lastIndexOf(opening);
    } else if (!isBare(line) && readDirective(line.rest) !== null) open.push(line);
  });
  return withinDepth(pairs);
}

/** The most colons in a row that a line begins with, of lines that end in `\n`. */
export function longestColons(text: string): number {
  if (!text.includes(':::')) return 0;
  return Math.max(0, ...Array.from(text.matchAll(colonLine), ([, colons = '']) => colons.length));
}

function linesOf(text: string): FenceLine[] {
  return Array.from(
    text.matchAll(fenceLine),
    ({ 1: prefix = '', 2: run = '', 3: rest = '', index }) => ({
      offset: index + prefix.length,
      sign: run.charAt(0),
      size: run.length,
      rest,
      // A footnote's text stands in by four, whatever its label.
      column: prefix.replace(/\[\^.*\]:[ \t]*/, '    ').length,
      quotes: prefix.split('>').length - 1,
    }),
  );
}

type Sizes = Readonly<Record<string, number>>;

/** How long the longest line below each is that could end code, by its sign. */
function longestBelow(lines: readonly FenceLine[]): readonly Sizes[] {
  let longest: Sizes = {};
  const below = lines.toReversed().map((line) => {
    const known = longest;
    if (isBare(line) && line.size > (known[line.sign] ?? 0))
      longest = { ...known, [line.sign]: line.size };
    return known;
  });
  return below.toReversed();
}

const isBare = ({ rest }: FenceLine): boolean => /^[ \t]*$/.test(rest);

const beginsCode = ({ sign, rest }: FenceLine): boolean => sign === '~' || !rest.includes('`');

const endsCode = (line: FenceLine, code: FenceLine): boolean =>
  line.sign === code.sign && line.size >= code.size && isBare(line);

/** Not a line outside of a quote or an item that the directive stands in. */
const mayHold = (opening: FenceLine | undefined, line: FenceLine): boolean =>
  opening !== undefined &&
  (line.quotes > opening.quotes ||
    (line.quotes === opening.quotes && line.column > opening.column - 4));

function openingOf(line: FenceLine, open: readonly FenceLine[]): FenceLine | null {
  const last = open.at(-1);
  if (last === undefined || !endsWith(last, line)) return null;
  const near = open.slice(-maxUnclosed);
  const alike = near.findLast((each) => each.size === line.size && endsWith(each, line));
  return alike ?? (last.size < line.size ? last : null);
}

const endsWith = (opening: FenceLine, line: FenceLine): boolean =>
  line.quotes === opening.quotes && Math.abs(line.column - opening.column) < 4;

function withinDepth(
  pairs: readonly (readonly [from: number, to: number])[],
): ReadonlyMap<number, number> {
  const ends: number[] = [];
  const kept = [...pairs]
    .sort(([left], [right]) => left - right)
    .filter(([from, to]) => {
      while ((ends.at(-1) ?? Infinity) < from) ends.pop();
      ends.push(to);
      return ends.length <= maxDepth;
    });
  return new Map(kept);
}
