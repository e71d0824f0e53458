import type { List, Nodes, RootContent } from 'mdast';
import type { Directive } from '../syntax/directive-syntax.ts';
import { type Fences, fencesFrom, fencesOf, parseMarkdownSafely } from '../parse.ts';
import { keepPieces, pieceKey, takePiece } from './known-pieces.ts';
import { lineStart } from './container-lines.ts';

/**
 * Parses a long text in pieces. The parser's time grows faster than the text: 280 kB in one go took
 * ten times as long as in pieces of 8 kB.
 *
 * A piece ends before a line that can't belong to what stands above it. What is still open there (a
 * fence, a comment) shows as a last block that reaches the end; then the next piece is taken in. One
 * long list is cut between its items, and put together again.
 */
const pieceLength = 8_000;

/**
 * The children of a page's root, as one parse of the whole gives them; null if it can't be parsed safely.
 *
 * Pieces of a long text that were parsed before are the same nodes as then, moved: use them before the
 * next parse.
 */
export function parseInChunks(text: string, length = pieceLength): RootContent[] | null {
  if (text.length <= length * 2) return parsePiece(text, '', fencesOf(text));
  const pieces = piecesOf(text, length);
  const nodes = parsePieces(text, pieces, '');
  if (nodes === null || !mayDefine(text)) return nodes;
  // References need the definitions of the whole page around them.
  const definitions = definitionsOf(nodes, text);
  return definitions === '' ? nodes : parsePieces(text, pieces, definitions);
}

/** The same of a part of a page, which has these definitions somewhere. */
export function parsePart(text: string, definitions: string): RootContent[] | null {
  if (text.length <= pieceLength * 2) return parsePiece(text, definitions, fencesOf(text));
  return parsePieces(text, piecesOf(text, pieceLength), definitions);
}

const definitionLike = /^[ \t>*+\-\d.)]*\[[^\]\n]+\]:/m;

/** Whether a text may hold definitions: false is certain. */
export function mayDefine(text: string): boolean {
  return definitionLike.test(text);
}

// After a blank line, a letter or a heading's sign at the margin ends every list and quote above it. A
// marker there ends every item above it: below a list, without a blank line, it is the next item.
const freshLine =
  /(?:\n[ \t]*\n|\r\n[ \t]*\r\n)(?=#{1,6} |\p{L})|(?<=[^\s]\r?\n)(?=(?:[-*+]|\d{1,9}[.)])[ \t]+[^\s*_-])/gu;
const isMarker = /^(?:[-*+]|\d+[.)])/;

function piecesOf(text: string, length: number): number[] {
  const starts = [0];
  let last = 0;
  for (const match of text.matchAll(freshLine)) {
    const at = match.index + match[0].length;
    if (at - last < length) continue;
    starts.push(at);
    last = at;
  }
  return starts;
}

function parsePieces(
  text: string,
  starts: readonly number[],
  definitions: string,
  fences = fencesOf(text),
  isKept = true,
): RootContent[] | null {
  const nodes: RootContent[] = [];
  const known = new Map<string, { readonly nodes: readonly RootContent[]; readonly at: number }>();
  const parseAt = (from: number, to: number): readonly RootContent[] | null => {
    const inPiece = fencesFrom(fences, from);
    const key = pieceKey(text.slice(from, to), definitions, inPiece);
    const before = takePiece(key);
    const parsed = before?.nodes ?? parsePiece(text.slice(from, to), definitions, inPiece);
    if (parsed === null) return null;
    for (const node of parsed) shift(node, from - (before?.at ?? 0));
    // What goes on below its piece is changed by what is read there.
    if (isKept && !isLong(parsed.at(-1))) known.set(key, { nodes: parsed, at: from });
    return parsed;
  };
  let from = 0;
  let index = 1;
  while (from < text.length) {
    while ((starts[index] ?? Infinity) <= from) index += 1;
    let to = starts[index] ?? text.length;
    let parsed = parseAt(from, to);
    // Takes in more each time, so that one open fence over a long text is not parsed a hundred times.
    for (
      let more = 1;
      parsed !== null &&
      to < text.length &&
      !isLong(parsed.at(-1)) &&
      !isCut(parsed.at(-1), text, to);
      more *= 2
    ) {
      index += more;
      to = starts[index] ?? text.length;
      parsed = parseAt(from, to);
    }
    if (parsed === null) return null;
    const last = parsed.at(-1);
    if (isLong(last)) {
      const end = readLong(last, last.position?.start.offset ?? 0, text, definitions, fences);
      if (end === null) return null;
      to = end;
    }
    const joined = joinedList(nodes.at(-1), parsed[0], text, from);
    if (joined !== null) nodes.splice(-1, 1, joined);
    nodes.push(...(joined === null ? parsed : parsed.slice(1)));
    from = to;
  }
  keepPieces(known);
  return nodes;
}

/** Whether it is a directive that goes on below its piece, and stands in nothing. */
function isLong(last: RootContent | undefined): last is Directive {
  return last?.type === 'directive' && !last.isClosed && last.position?.start.column === 1;
}

/**
 * Reads what a directive holds in pieces too.
 *
 * @param start where it begins
 * @returns where it ends; null if it can't be parsed safely
 */
function readLong(
  node: Directive,
  start: number,
  text: string,
  definitions: string,
  fences: Fences | null,
): number | null {
  const last = fences?.endOfDirective(start) ?? text.length;
  // Its options stand on lines of their own.
  const from = node.head.split('\n').reduce((offset) => nextLine(text, offset), start);
  const inside = text.slice(from, lineStart(text, last));
  const pieces = piecesOf(inside, pieceLength);
  // They are moved to where they stand on the page, and could not be moved again from here.
  const children = parsePieces(inside, pieces, definitions, fencesFrom(fences, from), false);
  if (children === null) return null;
  for (const child of children) shift(child, from);
  const to = nextLine(text, last);
  const lineEnd = /(?:\r\n|\r|\n)$/.exec(text.slice(last, to))?.[0] ?? '';
  if (node.position?.end !== undefined) node.position.end.offset = to - lineEnd.length;
  node.isClosed = last < text.length;
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
  definitions: string,
  fences: Fences | null,
): RootContent[] | null {
  if (definitions === '') return parseWith(text, '', fences)?.inside ?? null;
  const parsed = parseWith(text, `\n\n${definitions}`, fences);
  if (parsed?.reachesOut !== true) return parsed?.inside ?? null;
  // An open block goes on to where what holds it ends: a line that begins at the margin.
  const close = parseWith(text, `\n${definitions}`, fences);
  if (close?.reachesOut === false && close.inside.length === parsed.inside.length)
    return close.inside;
  // Or it swallowed the definitions. It needs none, being code, HTML or the like; what stands above may.
  const bare = parseWith(text, '', fences)?.inside ?? null;
  const last = bare?.at(-1);
  const above = text.slice(0, last?.position?.start.offset ?? 0);
  const before = above.trim() === '' ? [] : parsePiece(above, definitions, fences);
  return last === undefined || before?.length !== (bare?.length ?? 0) - 1
    ? bare
    : [...before, last];
}

function parseWith(
  text: string,
  more: string,
  fences: Fences | null,
): { readonly inside: RootContent[]; readonly reachesOut: boolean } | null {
  const parsed = parseMarkdownSafely(text + more, fences);
  if (parsed.kind !== 'ok') return null;
  const inside = parsed.root.children.filter(
    (node) => (node.position?.start.offset ?? 0) < text.length,
  );
  return { inside, reachesOut: (inside.at(-1)?.position?.end.offset ?? 0) > text.length };
}

/** Whether the text up to `to` means the same without what follows. */
function isCut(last: RootContent | undefined, text: string, to: number): boolean {
  if (isOpen(last, text, to)) return false;
  if (last !== undefined && 'children' in last && endsInSource(last)) return false;
  return last?.type === 'list' || !isMarker.test(text.slice(to, to + 12));
}

/** Code and the like, which may go on to where what holds it ends. */
function endsInSource(node: Nodes): boolean {
  if (node.type === 'directive') return !node.isClosed;
  const last = 'children' in node ? node.children.at(-1) : undefined;
  if (last !== undefined) return endsInSource(last);
  return ['code', 'html', 'math', 'comment'].includes(node.type);
}

/** The list that two pieces cut in two; null: the second begins with something else. */
function joinedList(
  before: RootContent | undefined,
  after: RootContent | undefined,
  text: string,
  at: number,
): List | null {
  if (before?.type !== 'list' || after?.type !== 'list') return null;
  const isFresh = !isMarker.test(text.slice(at, at + 12));
  if (isFresh || signOf(before, text) !== signOf(after, text)) return null;
  return {
    ...before,
    spread: before.spread === true || after.spread === true,
    children: [...before.children, ...after.children],
    ...(before.position !== undefined &&
      after.position !== undefined && {
        position: { start: before.position.start, end: after.position.end },
      }),
  };
}

/** The last character of its first marker: lists with the same one are one. */
function signOf({ position }: List, text: string): string | undefined {
  const start = position?.start.offset ?? 0;
  return isMarker.exec(text.slice(start, start + 12))?.[0].at(-1);
}

function isOpen(last: RootContent | undefined, text: string, to: number): boolean {
  if (last?.type === 'directive') return !last.isClosed;
  const isFenced = last?.type === 'math' || last?.type === 'comment';
  if (last?.type !== 'code' && last?.type !== 'html' && !isFenced) return false;
  return text.slice(last.position?.end.offset ?? 0, to).trim() === '';
}

function shift(node: Nodes, by: number): void {
  if (by === 0) return;
  if (node.position !== undefined) {
    for (const point of [node.position.start, node.position.end]) {
      if (point.offset !== undefined) point.offset += by;
    }
  }
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
    if ('children' in node) for (const child of node.children) visit(child);
  };
  for (const node of nodes) visit(node);
  return definitionsInOrder(lines);
}

/** One definition a line. Right below a footnote a link's would be a line of its text. */
export function definitionsInOrder(lines: readonly string[]): string {
  const isNote = (line: string): boolean => line.startsWith('[^');
  return [...lines.filter((line) => !isNote(line)), ...lines.filter((line) => isNote(line))].join(
    '\n',
  );
}
