import {
  aroundMarks as attention,
  mark,
  type Inline,
  type LineBreak,
  type LinkPart,
  type TextRun,
} from './blocks.ts';
import { cleanTarget } from './clean-definition.ts';
import { cleanRun } from './clean-text.ts';
import { createOnce } from './once.ts';
import { cellParts } from './table-cells.ts';

const known = attention | mark.code;
const breakNode: LineBreak = { kind: 'break' };

/** The inlines on one line. */
export function withoutBreaks(inlines: readonly Inline[]): Inline[] {
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

const normalOnce = createOnce<readonly Inline[]>();
const normalCellOnce = createOnce<readonly Inline[]>();

/** The normal form of what stands in an item, worked out once for each object. */
export function normaliseText(inlines: readonly Inline[]): readonly Inline[] {
  return normalOnce(inlines, () => normaliseInlines(inlines));
}

/** The same of what stands in a cell. */
export function normaliseCell(inlines: readonly Inline[]): readonly Inline[] {
  return normalCellOnce(inlines, () => normaliseInlines(cellParts(inlines), true));
}

/** The normal form of what stands in a paragraph, a heading, an item or, with its outer breaks, a cell. */
export function normaliseInlines(inlines: readonly Inline[], isCell = false): Inline[] {
  const links = inlines.flatMap((inline): Inline[] => {
    if (inline.kind !== 'link') return [inline];
    const children = joinRuns(trimBreaks(markedSpaces(noPageName(keptApart(inline.children)))));
    // A link of nothing but line ends is read as source; of the tags that they are in a cell as a link.
    const isShown = isCell ? children.length > 0 : children.some(({ kind }) => kind !== 'break');
    if (!isShown) return children;
    const link = { kind: 'link', ...cleanTarget(inline), children } as const;
    return [inline.reference === undefined ? link : { ...link, reference: inline.reference }];
  });
  return joinRuns(trimLines(markedSpaces(keptApart(links)), isCell));
}

// `[[^1]](address)` would begin with a link to a page of that name.
function noPageName(parts: readonly LinkPart[]): readonly LinkPart[] {
  const [only] = parts;
  const isNote = parts.length === 1 && only?.kind === 'atom' && only.type === 'footnote';
  return isNote ? [{ kind: 'text', text: ' ', marks: 0 }, only] : parts;
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
  // `[^1]:tada:` and `[label]:tada:` would begin a note and a definition.
  if (right.type === 'emoji') return isLabel(left);
  if (right.type === 'comment' && left.kind === 'text') return /[0-9A-Za-z]$/.test(left.text);
  const isSigned = right.type === 'comment' || right.type === 'formula';
  return isSigned && left.kind === 'atom' && left.type === right.type;
}

function isLabel(inline: Inline): boolean {
  if (inline.kind === 'atom') return /^\[[^[][^]*\]$/.test(inline.source);
  return inline.kind === 'link' && inline.reference !== undefined;
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
