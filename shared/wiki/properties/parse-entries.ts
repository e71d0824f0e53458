import {
  type CST,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
  type Pair,
  type ParsedNode,
} from 'yaml';

/** A name of the frontmatter and what stands after it, with their places in the YAML. */
export interface Entry {
  readonly key: string;
  readonly pair: Pair<ParsedNode, ParsedNode | null>;
  /** Where the comment right above it begins, else its line. */
  readonly from: number;
  readonly keyFrom: number;
  readonly keyTo: number;
  /** Right after the colon. */
  readonly colonTo: number;
  /** After the last line of its value. */
  readonly contentTo: number;
}

export type ParsedEntries =
  | {
      readonly kind: 'entries';
      readonly entries: readonly Entry[];
      readonly document: Document.Parsed;
      /** Before each name. */
      readonly indent: string;
    }
  | Unreadable;

/** It can be shown as source only. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** Of the page, from 1; null: no line is to blame. */
  readonly line: number | null;
  /** In words, without a full stop. */
  readonly reason: string;
}

const maxYamlLength = 100_000;

/** What stands between the fences, name by name. Never throws. */
export function parseEntries(yaml: string): ParsedEntries {
  if (yaml.length > maxYamlLength) {
    return { kind: 'unreadable', line: null, reason: 'They are longer than 100,000 characters' };
  }
  try {
    return entriesOf(yaml);
  } catch (error) {
    // Nesting that overflows the stack.
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'unreadable', line: null, reason: 'They are nested too deep' };
  }
}

function entriesOf(yaml: string): ParsedEntries {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, {
    schema: 'core',
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: true,
    lineCounter,
  });
  const unreadableAt = (offset: number, reason: string): Unreadable => ({
    kind: 'unreadable',
    // The fence above is the page's first line.
    line: lineCounter.linePos(Math.min(offset, yaml.length)).line + 1,
    reason,
  });
  const [error] = document.errors;
  if (error !== undefined) return unreadableAt(error.pos[0], wordsOf(error));
  const map = document.contents;
  if (map === null || (isScalar(map) && map.value === null && map.source === '')) {
    return { kind: 'entries', entries: [], document, indent: '' };
  }
  if (!isMap(map)) return unreadableAt(map.range[0], 'There is no name before this');
  if (map.flow === true) return unreadableAt(map.range[0], 'They are written in braces');
  const indents = new Set<string>();
  const entries: Entry[] = [];
  for (const pair of map.items) {
    const { key } = pair;
    const colon = tokenOf(pair.srcToken?.sep, 'map-value-ind');
    const isPlainKey = isScalar(key) && key.value !== null && typeof key.value !== 'object';
    const keyLine = lineStart(yaml, key.range[0]);
    const before = yaml.slice(keyLine, key.range[0]);
    if (!isPlainKey || colon === null || !/^ *$/.test(before)) {
      return unreadableAt(key.range[0], 'This name is written in a way that only the source shows');
    }
    indents.add(before);
    const valueTo = Math.max(colon.offset + 1, endOfPair(pair));
    entries.push({
      key: String(key.value),
      pair,
      from: leadStart(yaml, entries.at(-1)?.contentTo ?? 0, keyLine),
      keyFrom: key.range[0],
      keyTo: key.range[1],
      colonTo: colon.offset + 1,
      contentTo: nextLine(yaml, valueTo),
    });
  }
  return { kind: 'entries', entries, document, indent: [...indents][0] ?? '' };
}

function wordsOf({ code, message }: { code: string; message: string }): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This name is here twice';
    case 'TAB_AS_INDENT':
      return 'A tab stands where only spaces may';
    case 'BAD_INDENT':
      return 'This line is not as far in as the lines around it';
    case 'MISSING_CHAR':
      return 'A quote, a bracket or a colon is missing';
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'A name and its colon are not on one line';
    case 'BAD_ALIAS':
      return 'This leads to a name that is not there';
    case 'UNEXPECTED_TOKEN':
      return 'Something stands here that does not fit';
    default:
      return message.replace(/\.$/, '');
  }
}

export function tokenOf(
  tokens: readonly CST.SourceToken[] | undefined,
  type: CST.SourceToken['type'],
): CST.SourceToken | null {
  return tokens?.find((token) => token.type === type) ?? null;
}

/** Whether nothing at all is written: `key:`. */
export function isNothing(node: ParsedNode | null | undefined): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && node.value === null && node.source === '';
}

/** Where what is written of a node ends, apart from comments and blank lines after it. */
export function endOfNode(node: ParsedNode): number {
  if (!isCollection(node) || node.flow === true) return node.range[1];
  const last: unknown = node.items.at(-1);
  if (isMap(node)) {
    const pair = node.items.at(-1);
    return pair === undefined ? node.range[1] : endOfPair(pair);
  }
  if (isPair(last)) return node.range[1];
  const item = node.items.at(-1);
  const token = node.srcToken;
  const indicators =
    token?.type === 'block-seq'
      ? token.items.flatMap(({ start }) => tokenOf(start, 'seq-item-ind') ?? [])
      : [];
  const dash = indicators.at(-1);
  if (item === undefined || isPair(item) || isNothing(item)) {
    return dash === undefined ? node.range[1] : dash.offset + 1;
  }
  return endOfNode(item);
}

export function endOfPair(pair: Pair<ParsedNode, ParsedNode | null>): number {
  const colon = tokenOf(pair.srcToken?.sep, 'map-value-ind');
  if (pair.value === null || isNothing(pair.value)) {
    return colon === null ? pair.key.range[1] : colon.offset + 1;
  }
  return endOfNode(pair.value);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The start of the line after the one that an offset ends in. */
export function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Where the comment lines right above a line begin. */
function leadStart(text: string, floor: number, line: number): number {
  let start = line;
  while (start > floor) {
    const above = lineStart(text, start - 1);
    if (above < floor || !/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}
