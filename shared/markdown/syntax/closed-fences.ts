/** Formulas and comments that stand on lines of their own, between two `$$` or two `%%`. */
type Sign = '$' | '%';

// What containers put before a line: quotes' signs, list markers, footnotes' labels, indents.
const fence =
  /^((?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^(?:\\.|[^\]\\\r\n])+\]:)*)(\$\$(?!\$)|%%(?!%))/gm;
const runs = { $: /\\[^]|\$+/g, '%': /%+/g } as const;

/**
 * Where (at which offset) a `$$` or `%%` at the start of a line begins a block: only where it is
 * closed, at the end of a line. Without looking ahead one stray `$$` would take in the rest of the page.
 */
export function closedFences(text: string): ReadonlySet<number> {
  const starts = new Set<number>();
  if (!text.includes('$$') && !text.includes('%%')) return starts;
  for (const match of text.matchAll(fence)) {
    const [, before = '', sign = ''] = match;
    const start = match.index + before.length;
    if (isClosed(text, start, sign.charAt(0) === '$' ? '$' : '%', quotesIn(before))) {
      starts.add(start);
    }
  }
  return starts;
}

const quotesIn = (prefix: string): number => prefix.split('>').length - 1;

function isClosed(text: string, start: number, sign: Sign, quotes: number): boolean {
  const from = start + 2;
  const pattern = new RegExp(runs[sign]);
  pattern.lastIndex = from;
  let match = pattern.exec(text);
  while (match !== null && match[0] !== sign + sign) match = pattern.exec(text);
  if (match === null) return false;
  const inside = text.slice(from, match.index);
  const [, lineRest = ''] =
    /^([^\r\n]*)/.exec(text.slice(match.index + 2, match.index + 1000)) ?? [];
  if (lineRest.trim() !== '') return false;
  const [first = '', ...lines] = inside.split(/\r\n|\r|\n/);
  // On one line it stands among words, be they none.
  if (lines.length === 0) return false;
  if (lines.some((line) => quotesIn(/^[ \t>]*/.exec(line)?.[0] ?? '') < quotes)) return false;
  // A formula goes over a blank line only where nobody can mean anything else by its signs.
  const isAlone = first.trim() === '' && /^[ \t>]*$/.test(lines.at(-1) ?? '');
  return sign === '%' || isAlone || !lines.some((line) => /^[ \t>]*$/.test(line));
}
