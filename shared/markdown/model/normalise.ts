import {
  aroundMarks as attention,
  mark,
  type Block,
  type Inline,
  type LineBreak,
  type LinkPart,
  type List,
  type ListItem,
  type Table,
  type TextRun,
} from './blocks.ts';
import { isCalloutType } from '../callouts.ts';
import { cleanHead } from '../directives.ts';
import { parseMarkdownSafely } from '../parse.ts';
import { cleanTarget, normaliseDefinition } from './clean-definition.ts';
import { cleanLines, cleanRun, wellFormed } from './clean-text.ts';
import { serialiseBlock } from './serialise.ts';
import { defaultStyle } from './style.ts';
import { cellParts } from './table-cells.ts';

const known = attention | mark.code;
const breakNode: LineBreak = { kind: 'break' };

/** The one form of what markdown can say: no space at edges, no mark on a space at its edge, no empty run. */
export function normaliseBlock(block: Block): Block {
  switch (block.kind) {
    case 'paragraph':
      return { kind: 'paragraph', children: normaliseInlines(block.children) };
    case 'heading':
      return {
        kind: 'heading',
        level: block.level,
        children: normaliseInlines(withoutBreaks(block.children)),
      };
    case 'list':
      return normaliseList(block);
    case 'quote':
      return { kind: 'quote', children: normaliseBlocks(block.children) };
    case 'callout':
      return {
        kind: 'callout',
        type: isCalloutType(block.type) ? block.type : 'note',
        fold: block.fold,
        title: normaliseInlines(withoutBreaks(block.title)),
        children: normaliseBlocks(block.children),
      };
    case 'footnote':
      return {
        kind: 'footnote',
        label: cleanLabel(block.label),
        children: withinLastNote(normaliseBlocks(block.children)),
      };
    case 'directive':
      return {
        kind: 'directive',
        head: cleanHead(wellFormed(block.head)),
        children: normaliseBlocks(block.children),
      };
    case 'code':
      return { kind: 'code', info: cleanInfo(block.info), text: cleanLines(block.text) };
    case 'formula':
      return { kind: 'formula', text: cleanFormula(block.text) };
    case 'definition':
      return normaliseDefinition(block);
    case 'rule':
      return { kind: 'rule' };
    case 'table':
      return normaliseTable(block);
    case 'opaque':
      return { kind: 'opaque', source: closed(cleanLines(block.source)) };
  }
}

/** Normalises each block and leaves out empty paragraphs, which markdown can't hold. */
function normaliseBlocks(blocks: readonly Block[]): Block[] {
  return blocks
    .map(normaliseBlock)
    .filter((block) => !isBlank(block))
    .map((block): Block => {
      const source = block.kind === 'paragraph' ? htmlOf(block.children) : null;
      return source === null ? block : { kind: 'opaque', source: closed(source) };
    });
}

// To the parser all that follows a footnote in a footnote belongs to the inner one.
function withinLastNote(children: readonly Block[]): Block[] {
  const index = children.findIndex(({ kind }) => kind === 'footnote');
  const inner = children[index];
  if (inner?.kind !== 'footnote') return [...children];
  const taken = withinLastNote([...inner.children, ...children.slice(index + 1)]);
  return [...children.slice(0, index), { ...inner, children: taken }];
}

/** Whether markdown has no way to write the (normalised) block. */
export function isBlank(block: Block): boolean {
  if (block.kind === 'paragraph') return block.children.length === 0;
  if (block.kind === 'list') return block.items.length === 0;
  if (block.kind === 'table') return block.align.length === 0 || block.rows.length === 0;
  if (block.kind === 'definition') return block.label === '';
  return block.kind === 'opaque' && block.source.trim() === '';
}

function normaliseList(list: List): List {
  return {
    kind: 'list',
    isOrdered: list.isOrdered,
    start: list.isOrdered ? Math.min(Math.max(0, Math.trunc(list.start)), 999_999_999) : 1,
    items: list.items.map(normaliseItem),
  };
}

function normaliseItem({ checked, children, lists, body }: ListItem): ListItem {
  const text = normaliseOnce(children, false);
  const html = checked === null ? htmlOf(text) : null;
  if (html !== null) {
    const block: Block = { kind: 'opaque', source: html };
    return normaliseItem({ checked, children: [], lists, body: [block, ...body] });
  }
  const below = normaliseBlocks([...body, ...lists]);
  // An item's first paragraph is its text.
  const [first, ...others] = below;
  const isText = text.length === 0 && checked === null && first?.kind === 'paragraph';
  const rest = isText ? others : below;
  const only = rest.filter((block) => block.kind === 'list');
  const isOnlyLists = only.length === rest.length;
  return {
    checked,
    children: isText ? first.children : text,
    lists: isOnlyLists ? only : [],
    body: isOnlyLists ? [] : rest,
  };
}

/** The source of a line that begins with a tag where markdown reads it as a block of HTML; else null. */
function htmlOf(children: readonly Inline[]): string | null {
  const [first] = children;
  if (first?.kind !== 'atom' || first.type !== 'html') return null;
  const source = serialiseBlock({ kind: 'paragraph', children }, defaultStyle);
  const parsed = parseMarkdownSafely(source);
  return parsed.kind === 'ok' && parsed.root.children[0]?.type === 'html' ? source : null;
}

function normaliseTable({ align, rows }: Table): Table {
  return {
    kind: 'table',
    align: [...align],
    rows: rows.map((row) => align.map((_, column) => normaliseOnce(row[column] ?? [], true))),
  };
}

const openings: readonly (readonly [begins: RegExp, ends: RegExp, end: string])[] = [
  [/^ {0,3}<!--/, /-->/, '-->'],
  [/^ {0,3}<\?/, /\?>/, '?>'],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/, ']]>'],
  [/^ {0,3}<![a-z]/i, />/, '>'],
  [/^ {0,3}<script(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</script>'],
  [/^ {0,3}<pre(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</pre>'],
  [/^ {0,3}<style(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</style>'],
  [/^ {0,3}<textarea(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</textarea>'],
];

/** HTML that would take in all that follows it, with its end. */
function closed(source: string): string {
  const open = openings.find(([begins, ends]) => begins.test(source) && !ends.test(source));
  return open === undefined ? source : `${source}\n${open[2]}`;
}

// Two dollars in it would end it.
function cleanFormula(text: string): string {
  return cleanLines(text)
    .replace(/\${2,}/g, (run) => `${'$ '.repeat(run.length - 1)}$`)
    .trim();
}

function cleanLabel(label: string): string {
  if (/^(?:[^\s[\]\\]|\\[\\[\]])+$/.test(label)) return label;
  return label.replace(/[\s[\]\\]/g, '-') || '1';
}

function cleanInfo(info: string): string {
  return wellFormed(info)
    .replace(/[\r\n]+/g, ' ')
    .trim();
}

function withoutBreaks(inlines: readonly Inline[]): Inline[] {
  const space: TextRun = { kind: 'text', text: ' ', marks: 0 };
  const part = (inline: LinkPart): LinkPart => {
    if (inline.kind === 'break') return space;
    if (inline.kind !== 'atom') return inline;
    return { ...inline, source: inline.source.replace(/\s*[\r\n]\s*/g, ' ') };
  };
  return inlines.map((inline) =>
    inline.kind === 'link' ? { ...inline, children: inline.children.map(part) } : part(inline),
  );
}

// Of a long list or table an editor hands over the same objects, but for what somebody changed.
const ofItems = new WeakMap<readonly Inline[], readonly Inline[]>();
const ofCells = new WeakMap<readonly Inline[], readonly Inline[]>();

function normaliseOnce(inlines: readonly Inline[], isCell: boolean): readonly Inline[] {
  const known = isCell ? ofCells : ofItems;
  const before = known.get(inlines);
  if (before !== undefined) return before;
  const made = isCell ? normaliseInlines(cellParts(inlines), true) : normaliseInlines(inlines);
  known.set(inlines, made);
  return made;
}

/** The normal form of what stands in a paragraph, a heading, an item or, with its outer breaks, a cell. */
function normaliseInlines(inlines: readonly Inline[], isCell = false): Inline[] {
  const links = inlines.flatMap((inline): Inline[] => {
    if (inline.kind !== 'link') return [inline];
    const children = joinRuns(trimBreaks(markedSpaces(keptApart(inline.children))));
    // A link of nothing but line ends is read as source; of the tags that they are in a cell as a link.
    const isShown = isCell ? children.length > 0 : children.some(({ kind }) => kind !== 'break');
    if (!isShown) return children;
    const link = { kind: 'link', ...cleanTarget(inline), children } as const;
    return [inline.reference === undefined ? link : { ...link, reference: inline.reference }];
  });
  return joinRuns(trimLines(markedSpaces(keptApart(links)), isCell));
}

/** With a space between signs that would run into each other, as in `$x$$y$`. */
function keptApart<Part extends Inline>(all: readonly Part[]): (Part | TextRun)[] {
  const parts = all.filter((part) => part.kind !== 'text' || part.text !== '');
  return parts.flatMap((part, index) => {
    const isTight = isTouching(parts[index - 1], part);
    return isTight ? [{ kind: 'text', text: ' ', marks: 0 } as const, part] : [part];
  });
}

function isTouching(left: Inline | undefined, right: Inline): boolean {
  if (left === undefined || right.kind !== 'atom') return false;
  if (right.type === 'comment' && left.kind === 'text') return /[0-9A-Za-z]$/.test(left.text);
  const isSigned = right.type === 'comment' || right.type === 'formula';
  return isSigned && left.kind === 'atom' && left.type === right.type;
}

function marksOf(inline: Inline | undefined): number {
  if (inline === undefined || inline.kind === 'break') return 0;
  if (inline.kind === 'link')
    return inline.children.reduce((marks, child) => marks & marksOf(child), attention);
  return inline.marks & attention;
}

const isSpace = (inline: Inline | undefined): inline is TextRun =>
  inline?.kind === 'text' && (inline.marks & mark.code) === 0 && /^\s+$/.test(inline.text);

/** Cut at spaces, which keep only the marks that both words beside them have. */
function markedSpaces<Part extends Inline>(parts: readonly Part[]): Part[];
function markedSpaces(parts: readonly Inline[]): Inline[] {
  const pieces = parts.flatMap(splitAtSpaces);
  return pieces.map((piece, index): Inline => {
    if (!isSpace(piece)) return piece;
    const before = marksOf(nearestWord(pieces, index, -1));
    const after = marksOf(nearestWord(pieces, index, 1));
    return { ...piece, marks: piece.marks & before & after };
  });
}

function splitAtSpaces(inline: Inline): Inline[] {
  if (inline.kind === 'link' || inline.kind === 'break') return [inline];
  if (inline.kind === 'atom') {
    // At the start of a line a comment over several lines would be a block.
    const source =
      inline.type === 'comment' ? inline.source.replace(/\s*[\r\n]\s*/g, ' ') : inline.source;
    return [{ ...inline, source, marks: inline.marks & attention }];
  }
  const text = cleanRun(inline.text);
  if (text === '') return [];
  const marks = inline.marks & known;
  if ((marks & mark.code) !== 0) return [{ kind: 'text', text, marks }];
  return (text.match(/\s+|\S+/g) ?? []).map((piece) => ({ kind: 'text', text: piece, marks }));
}

function nearestWord(pieces: readonly Inline[], from: number, step: 1 | -1): Inline | undefined {
  let index = from + step;
  while (isSpace(pieces[index]) || pieces[index]?.kind === 'break') index += step;
  return pieces[index];
}

function linesAt<Part extends Inline>(pieces: readonly Part[]): Part[][] {
  const lines: Part[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'break') lines.push([]);
    else lines.at(-1)?.push(piece);
  }
  return lines;
}

const trimStart = <Part extends Inline>(line: readonly Part[]): Part[] =>
  trimEdge(line, 0, /^[ \t]+/);
const trimEnd = <Part extends Inline>(line: readonly Part[]): Part[] =>
  trimEdge(line, -1, /[ \t]+$/);

/** A link's parts: what is at its own edges stays. */
function trimBreaks(pieces: readonly LinkPart[]): LinkPart[] {
  const lines = linesAt(pieces);
  return lines.flatMap((line, index) => {
    const begun = index === 0 ? line : [breakNode, ...trimStart(line)];
    return index === lines.length - 1 ? begun : trimEnd(begun);
  });
}

// Markdown drops spaces and breaks at the edges of a block, and spaces around a break. In a cell a
// break is a tag, which stays where it is.
function trimLines(pieces: readonly Inline[], hasOuterBreaks: boolean): Inline[] {
  const trimmed = linesAt(pieces).map((line) => trimEnd(trimStart(line)));
  const isFilled = (line: readonly Inline[]): boolean => hasOuterBreaks || line.length > 0;
  const first = trimmed.findIndex(isFilled);
  const last = trimmed.findLastIndex(isFilled);
  if (first === -1) return [];
  return trimmed
    .slice(first, last + 1)
    .flatMap((line, index) => (index === 0 ? line : [breakNode, ...line]));
}

function trimEdge<Part extends Inline>(line: readonly Part[], at: 0 | -1, spaces: RegExp): Part[];
function trimEdge(line: readonly Inline[], at: 0 | -1, spaces: RegExp): Inline[] {
  const edge = line.at(at);
  if (edge?.kind !== 'text' || (edge.marks & mark.code) !== 0) return [...line];
  const text = edge.text.replace(spaces, '');
  const rest = at === 0 ? line.slice(1) : line.slice(0, -1);
  if (text === '') return trimEdge(rest, at, spaces);
  const kept: Inline = { ...edge, text };
  return at === 0 ? [kept, ...rest] : [...rest, kept];
}

function joinRuns<Part extends Inline>(pieces: readonly Part[]): Part[];
function joinRuns(pieces: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text' && last.marks === piece.marks) {
      joined[joined.length - 1] = {
        kind: 'text',
        text: last.text + piece.text,
        marks: piece.marks,
      };
    } else if (piece.kind === 'text') {
      joined.push({ kind: 'text', text: piece.text, marks: piece.marks });
    } else joined.push(piece);
  }
  return joined;
}
