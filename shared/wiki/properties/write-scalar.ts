import { isScalar, isSeq, parseDocument, type ParsedNode, Scalar } from 'yaml';

/** How a text is written: bare, or between quotes. */
type Quoting = 'plain' | 'single' | 'double';

/** After a name or a dash, or between brackets. */
type ScalarPlace = 'block' | 'flow';

export function quotingOf(node: ParsedNode | null): Quoting {
  if (!isScalar(node)) return 'plain';
  if (node.type === Scalar.QUOTE_DOUBLE) return 'double';
  return node.type === Scalar.QUOTE_SINGLE ? 'single' : 'plain';
}

// What breaks a line somewhere, or can't be seen.
// eslint-disable-next-line no-control-regex -- these are what it looks for
const special = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;
const specials = new RegExp(special.source, 'g');
// Text to YAML 1.2, but a truth value or a number to the many readers of YAML 1.1.
const ambiguous =
  /^(?:y|n|yes|no|on|off|[-+]?[\d_]*_[\d_.]*|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?)$/i;

/** A text as YAML on one line: as it was written before where that can hold it. */
export function scalarSource(text: string, like: Quoting, place: ScalarPlace): string {
  if (like === 'plain' && canBePlain(text, place)) return text;
  if (like === 'single' && !special.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const escape = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(specials, escape);
}

function canBePlain(text: string, place: ScalarPlace): boolean {
  if (text === '' || special.test(text) || ambiguous.test(text)) return false;
  // Most of what is written needs no parser.
  if (/^\p{L}[\p{L}\p{M}\p{N} ]*$/u.test(text) && !/ $|^(?:null|true|false)$/i.test(text)) {
    return true;
  }
  const source = place === 'flow' ? `[${text}]` : `key: ${text}`;
  const document = parseDocument(source, { schema: 'core', logLevel: 'silent' });
  if (document.errors.length > 0) return false;
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (place === 'block') return JSON.stringify(value) === JSON.stringify({ key: text });
  return isSeq(document.contents) && JSON.stringify(value) === JSON.stringify([text]);
}

/** How much further in than its name a literal block stands. */
export const literalIndent = '  ';

/**
 * A text of several lines as a literal block, from its `|` to its last line's end; null where that
 * can't hold it.
 *
 * @param indent before each line
 */
export function literalBlock(text: string, indent: string, eol: string): string | null {
  const lines = text.split('\n');
  const body = text.replace(/\n+$/, '');
  if (body === '' || lines.some((line) => special.test(line.replaceAll('\t', '')))) return null;
  const ends = text.length - body.length;
  const keeping = ends === 0 ? '-' : ends === 1 ? '' : '+';
  const width = /^\n*[ \t]/.test(body) ? String(literalIndent.length) : '';
  const written = body.split('\n').map((line) => (line === '' ? '' : indent + line));
  const blank = Array<string>(Math.max(0, ends - 1)).fill('');
  return `|${width}${keeping}${eol}${[...written, ...blank].join(eol)}${eol}`;
}
