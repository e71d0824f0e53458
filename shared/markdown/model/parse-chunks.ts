import type { List, Nodes, RootContent, Table } from 'mdast';
import type { Directive } from '../syntax/directive-syntax.ts';
import { type KnownLabels, labelsIn, labelsOf } from '../syntax/known-labels.ts';
import { type Fences, fencesFrom, fencesOf, parseMarkdownSafely } from '../parse.ts';
import { keepPieces, type KnownPiece, pieceKey, takePiece } from './known-pieces.ts';
import { endsOpen } from './open-end.ts';
import { freshnessAt, pieceStarts } from './piece-starts.ts';
import { lineStart } from './container-lines.ts';

/**
 * Parses a long text in pieces. The parser's time grows faster than the text; and of a text that was
 * parsed before only the pieces that changed are parsed again.
 *
 * A piece ends before a line that can't belong to what stands above it. What is still open there (a
 * fence, a comment) shows as a last block that reaches the end; then the next piece is taken in. One
 * long list is cut between its items, and a table between its rows, and put together again.
 */
const pieceLength = 1_000;

/**
 * The children of a page's root, as one parse of the whole gives them; null if it can't be parsed safely.
 *
 * Pieces of a long text that were parsed before are the same nodes as then, moved: use them before the
 * next parse. What a node says is the same then, a long directive's aside.
 */
export function parseInChunks(text: string, length = pieceLength): RootContent[] | null {
  return parseAll(text, { length, isShared: true });
}

/** The same with nodes of its own, while those of another parse are in use. */
export function parseApart(text: string): RootContent[] | null {
  return parseAll(text, { length: pieceLength, isShared: false });
}

/** The same of a part of a page, which has these definitions somewhere. */
export function parsePart(text: string, definitions: string): RootContent[] | null {
  return parseWith(text, definitions, { length: pieceLength, isShared: true });
}

interface Ways {
  readonly length: number;
  readonly isShared: boolean;
}

function parseAll(text: string, ways: Ways): RootContent[] | null {
  const nodes = parseWith(text, '', ways);
  if (nodes === null || !mayDefine(text)) return nodes;
  // References need the definitions of the whole page.
  const definitions = definitionsOf(nodes, text);
  return definitions === '' ? nodes : parseWith(text, definitions, ways);
}

function parseWith(text: string, definitions: string, ways: Ways): RootContent[] | null {
  const fences = fencesOf(text);
  const labels = labelsOf(definitions);
  if (text.length <= ways.length * 4) return parsePiece(text, labelsIn(text, labels), fences);
  const read: KnownPiece[] = [];
  const nodes = parsePieces({ text, labels, fences, read, ...ways }, 0, text.length);
  // Only now: the same piece may stand in it twice.
  if (ways.isShared) keepPieces(read);
  return nodes;
}

const definitionLike = /^[ \t>*+\-\d.)]*\[(?:[^[\]\\]|\\[^])+\]:/m;

let lastLookedAt = { text: '', isLike: false };

/** Whether a text may hold definitions: false is certain. */
export function mayDefine(text: string): boolean {
  if (lastLookedAt.text !== text) lastLookedAt = { text, isLike: definitionLike.test(text) };
  return lastLookedAt.isLike;
}

const isMarker = /^(?:[-*+]|\d+[.)])/;

interface Whole extends Ways {
  readonly text: string;
  readonly labels: KnownLabels;
  readonly fences: Fences | null;
  /** Pieces that may be used again, in the next parse. */
  readonly read: KnownPiece[];
}

/** What stands between two lines of a text as if it were all there is, with positions in the text. */
function parsePieces(whole: Whole, start: number, end: number): RootContent[] | null {
  const { text, read } = whole;
  const starts = pieceStarts(text, start, end, whole.length);
  const nodes: RootContent[] = [];
  let from = start;
  let index = 1;
  while (from < end) {
    while ((starts[index] ?? Infinity) <= from) index += 1;
    let to = starts[index] ?? end;
    const isBelowTable = nodes.at(-1)?.type === 'table' && freshnessAt(text, from) === 'row';
    let piece = readPiece(whole, from, to, isBelowTable);
    // Takes in more each time, so that one open fence over a long text is not parsed a hundred times.
    for (let more = 1; piece !== null && to < end && !isWhole(piece, text, to); more *= 2) {
      read.push(piece);
      index += more;
      to = starts[index] ?? end;
      piece = readPiece(whole, from, to, isBelowTable);
    }
    if (piece === null) return null;
    const last = piece.nodes.at(-1);
    if (isLong(last)) {
      const next = readLong(last, whole, end);
      if (next === null) return null;
      to = next;
      // What goes on below its piece is changed by what is read there.
    } else read.push(piece);
    append(nodes, piece.nodes, text, from, isBelowTable);
    from = to;
  }
  return nodes;
}

const isWhole = ({ nodes }: KnownPiece, text: string, to: number): boolean =>
  isLong(nodes.at(-1)) || isCut(nodes.at(-1), text, to);

// A row says the same below any header, and all that begins a piece below an empty line.
const header = '|a|\n|-|\n';
const emptyLine = '\n';
// At the start of a text the parser leaves it out, and counts without it.
const byteOrderMark = 0xfeff;

function readPiece(
  { text, labels, fences, isShared }: Whole,
  from: number,
  to: number,
  isBelowTable: boolean,
): KnownPiece | null {
  const isMarked = from > 0 && text.charCodeAt(from) === byteOrderMark;
  const above = isBelowTable ? header : isMarked ? emptyLine : '';
  const source = above + text.slice(from, to);
  const at = from - above.length;
  const inPiece = fencesFrom(fences, at);
  const own = labelsIn(source, labels);
  const key = pieceKey(source, own, inPiece);
  const before = isShared ? takePiece(key) : undefined;
  const nodes = before?.nodes ?? parsePiece(source, own, inPiece);
  if (nodes === null) return null;
  for (const node of nodes) shift(node, at - (before?.at ?? 0));
  return { key, nodes, at };
}

/** Whether it is a directive that goes on below its piece, and stands in nothing. */
function isLong(last: RootContent | undefined): last is Directive {
  return last?.type === 'directive' && !last.isClosed && last.position?.start.column === 1;
}

/**
 * Reads what a directive holds in pieces too.
 *
 * @returns where it ends; null if it can't be parsed safely
 */
function readLong(node: Directive, whole: Whole, end: number): number | null {
  const { text, fences } = whole;
  const start = node.position?.start.offset ?? 0;
  const last = fences?.endOfDirective(start) ?? end;
  // Its options stand on lines of their own.
  const from = node.head.split('\n').reduce((offset) => nextLine(text, offset), start);
  const to = nextLine(text, last);
  const children = parsePieces(whole, from, lineStart(text, last));
  if (children === null) return null;
  const lineEnd = /(?:\r\n|\r|\n)$/.exec(text.slice(last, to))?.[0] ?? '';
  if (node.position?.end !== undefined) node.position.end.offset = to - lineEnd.length;
  node.isClosed = last < end;
  node.children = children.filter(isInside);
  return to;
}

// Nothing else stands in blocks.
const isInside = (node: RootContent): node is Directive['children'][number] =>
  !['root', 'listItem', 'tableRow', 'tableCell', 'text'].includes(node.type);

/** Where the line below begins. */
function nextLine(text: string, offset: number): number {
  const end = /\r\n|\r|\n/g;
  end.lastIndex = offset;
  return end.exec(text) === null ? text.length : end.lastIndex;
}

function parsePiece(
  text: string,
  labels: KnownLabels,
  fences: Fences | null,
): RootContent[] | null {
  const parsed = parseMarkdownSafely(text, fences, labels);
  return parsed.kind === 'ok' ? parsed.root.children : null;
}

/** Whether the text up to `to` means the same without what follows. */
function isCut(last: RootContent | undefined, text: string, to: number): boolean {
  if (last === undefined) return true;
  if (endsOpen(last, text)) return false;
  switch (freshnessAt(text, to)) {
    case 'blank':
    case 'heading':
      return true;
    case 'below':
      return last.type === 'heading' && isRightAbove(last, text, to);
    case 'item':
      return last.type === 'list';
    case 'row':
      return last.type === 'table' && isRightAbove(last, text, to);
    case null:
      return false;
  }
}

const isRightAbove = ({ position }: Nodes, text: string, at: number): boolean =>
  nextLine(text, position?.end.offset ?? 0) === at;

/** Adds what a piece holds; a list or a table that was cut in two is one again. */
function append(
  nodes: RootContent[],
  more: readonly RootContent[],
  text: string,
  at: number,
  isBelowTable: boolean,
): void {
  const [before, after] = [nodes.at(-1), more[0]];
  const joined = isBelowTable ? joinedTable(before, after) : joinedList(before, after, text, at);
  if (joined !== null) nodes.splice(-1, 1, joined);
  nodes.push(...(joined === null ? more : more.slice(1)));
}

function joinedTable(
  before: RootContent | undefined,
  after: RootContent | undefined,
): Table | null {
  if (before?.type !== 'table' || after?.type !== 'table') return null;
  const children = [...before.children, ...after.children.slice(1)];
  return { ...before, children, ...spanOf(before, after) };
}

/** The list that two pieces cut in two; null: the second begins with something else. */
function joinedList(
  before: RootContent | undefined,
  after: RootContent | undefined,
  text: string,
  at: number,
): List | null {
  if (before?.type !== 'list' || after?.type !== 'list') return null;
  if (signOf(before, text) !== signOf(after, text)) return null;
  const isParted = freshnessAt(text, at) === 'blank';
  return {
    ...before,
    spread: isParted || before.spread === true || after.spread === true,
    children: [...before.children, ...after.children],
    ...spanOf(before, after),
  };
}

function spanOf({ position: left }: Nodes, { position: right }: Nodes): Pick<Nodes, 'position'> {
  if (left === undefined || right === undefined) return {};
  return { position: { start: left.start, end: right.end } };
}

/** The last character of its first marker: lists with the same one are one. */
function signOf({ position }: List, text: string): string | undefined {
  const start = position?.start.offset ?? 0;
  return isMarker.exec(text.slice(start, start + 12))?.[0].at(-1);
}

function shift(node: Nodes, by: number): void {
  if (by === 0) return;
  const { position } = node;
  if (position?.start.offset !== undefined) position.start.offset += by;
  if (position?.end.offset !== undefined) position.end.offset += by;
  if ('children' in node) for (const child of node.children) shift(child, by);
}

/** Every definition of a tree as markdown that makes its label known, for parsing a part on its own. */
export function definitionsOf(nodes: readonly RootContent[], text: string): string {
  const known = new Set<string>();
  const lines: string[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') {
      const source = text.slice(node.position?.start.offset, node.position?.end.offset);
      const label = /^\[(?:[^\]\\]|\\[\s\S])*\]/.exec(source)?.[0];
      const key = `${node.type} ${node.identifier}`;
      if (label !== undefined && !known.has(key)) {
        known.add(key);
        const line = `[${label.slice(1, -1).replace(/\s+/g, ' ').trim()}]`;
        lines.push(`${line}: ${node.type === 'definition' ? '<x>' : 'x'}`);
      }
    }
    for (const child of blocksIn(node)) visit(child);
  };
  if (mayDefine(text)) for (const node of nodes) visit(node);
  return definitionsInOrder(lines);
}

/** What a node holds, where that is no words. */
export function blocksIn(node: Nodes): readonly Nodes[] {
  return 'children' in node && !holdWords.has(node.type) ? node.children : [];
}

const holdWords = new Set<Nodes['type']>(['paragraph', 'heading', 'table']);

/** One definition a line. Right below a footnote a link's would be a line of its text. */
export function definitionsInOrder(lines: readonly string[]): string {
  const isNote = (line: string): boolean => line.startsWith('[^');
  return [...lines.filter((line) => !isNote(line)), ...lines.filter((line) => isNote(line))].join(
    '\n',
  );
}
