import type { Cell, Table } from './blocks.ts';
import { canonicalCell, says } from './canonical.ts';
import type { Scope } from './read-page.ts';
import type { Style } from './style.ts';
import { columnsOf, delimiterCell, rawCell, textInCell, type Column } from './table-columns.ts';
import { cutCell, cutLine, isBlankText, joinLine, rowLine, type TableLine } from './table-lines.ts';
import { pairUp } from './table-pairs.ts';
import { mergeOnto } from './token-merge.ts';

/** A table's source with what it says, and what it is to say. */
interface TableChange {
  readonly source: string;
  readonly before: Table;
  readonly after: Table;
  readonly style: Style;
  readonly scope: Scope;
  readonly eol: string;
}

/**
 * The source with the lines of changed rows written anew, of those only the changed cells; null where
 * that can't be. What is written anew was parsed and says what it should: a line says the same below
 * any header, so those that stay are not parsed again.
 */
export function mergeTable(change: TableChange): string | null {
  const { before, after } = change;
  const { lines, cut } = linesOf(change.source);
  const isOneLineEach =
    lines.length === before.rows.length + 1 &&
    cut.every(({ cells }, index) =>
      index < 2 ? cells.length === before.align.length : cells.length <= before.align.length,
    );
  if (!isOneLineEach) return null;
  const [top, delimiters, ...others] = cut;
  if (top === undefined || delimiters === undefined) return null;
  const oldRows = before.rows.map(printRow);
  const newRows = after.rows.map(printRow);
  const rowFrom = rowPairs(oldRows, newRows);
  const columns = columnsOf({
    from: columnPairs(oldRows, newRows, rowFrom, after.align.length),
    before,
    after,
    lines: cut,
  });
  const rows: readonly TableLine[] = [top, ...others];
  const isSameColumns =
    columns.length === before.align.length && columns.every(({ from }, index) => from === index);
  const isKept = (from: number, index: number): boolean =>
    isSameColumns &&
    (index > 0 || rows[from]?.cells.length === columns.length) &&
    newRows[index]?.all === oldRows[from]?.all;
  for (const isStrict of [false, true]) {
    const [header, ...body] = after.rows.map((row, index): NewLine => {
      const from = rowFrom[index] ?? null;
      const line = from === null ? undefined : lines[from === 0 ? 0 : from + 1];
      if (line !== undefined && isKept(from ?? 0, index))
        return { ...line, row, isNew: from === 0 };
      const text = rowText(change, columns, { row, index, from, rows, rowFrom, isStrict });
      return { text, eol: line?.eol ?? '', row, isNew: true };
    });
    if (header === undefined) return null;
    const signs = { text: delimiterText(delimiters, columns), eol: lines[1]?.eol ?? '' };
    const head = isStrict ? plainTop(change, columns, header, signs) : [header, signs];
    const written = body.filter(({ isNew }) => isNew);
    const table = { ...after, rows: [header.row, ...written.map(({ row }) => row)] };
    if (says(joinLines([...head, ...written], '\n'), [table], change.scope)) {
      return joinLines([...head, ...body], change.eol);
    }
  }
  return null;
}

interface Line {
  readonly text: string;
  /** Empty in the last line. */
  readonly eol: string;
}

interface NewLine extends Line {
  readonly row: readonly Cell[];
  /** Not a row's line that is one in the source. */
  readonly isNew: boolean;
}

interface CutLines {
  readonly source: string;
  readonly lines: readonly Line[];
  readonly cut: readonly TableLine[];
}

// A table that is written on is merged again and again, always from the same source.
let lastCut: CutLines | null = null;

function linesOf(source: string): CutLines {
  if (lastCut?.source === source) return lastCut;
  const all = source.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g);
  const lines = Array.from(all, ([, text = '', eol = '']) => ({ text, eol })).filter(
    ({ text, eol }) => text !== '' || eol !== '',
  );
  lastCut = { source, lines, cut: lines.map(({ text }) => cutLine(text)) };
  return lastCut;
}

function joinLines(lines: readonly Line[], eol: string): string {
  return lines
    .map((line, index) => line.text + (index === lines.length - 1 ? '' : line.eol || eol))
    .join('');
}

const printOf = (cell: Cell): string => (cell.length === 0 ? '' : JSON.stringify(cell));

interface PrintedRow {
  readonly cells: readonly string[];
  readonly all: string;
}

// Nearly all rows of a long table are the same objects as when it was written last.
const printedRows = new WeakMap<readonly Cell[], PrintedRow>();

function printRow(row: readonly Cell[]): PrintedRow {
  const before = printedRows.get(row);
  if (before !== undefined) return before;
  const cells = row.map(printOf);
  const print = { cells, all: cells.join() };
  printedRows.set(row, print);
  return print;
}

type Prints = readonly PrintedRow[];

function rowPairs(before: Prints, after: Prints): (number | null)[] {
  // A column more or less makes all rows others: compare what the header has on both sides.
  const headers = pairUp(before[0]?.cells ?? [], after[0]?.cells ?? [], () => 0);
  const kept = headers.flatMap((from, column) => (from === null ? [] : [{ from, column }]));
  const isWhole = before[0]?.cells.length === after[0]?.cells.length;
  const oldTexts = before.map(({ all, cells }) =>
    isWhole ? all : kept.map(({ from }) => cells[from] ?? '').join(),
  );
  const newTexts = after.map(({ all, cells }) =>
    isWhole ? all : kept.map(({ column }) => cells[column] ?? '').join(),
  );
  const sets = new Map<number, ReadonlySet<string>>();
  const setOf = (row: number): ReadonlySet<string> => {
    const set = sets.get(row) ?? new Set(before[row]?.cells.filter((cell) => cell !== ''));
    sets.set(row, set);
    return set;
  };
  return pairUp(
    oldTexts,
    newTexts,
    (old, now) => (after[now]?.cells ?? []).filter((cell) => setOf(old).has(cell)).length,
  );
}

function columnPairs(
  before: Prints,
  after: Prints,
  rowFrom: readonly (number | null)[],
  count: number,
): (number | null)[] {
  const pairs = rowFrom.flatMap((from, index) => (from === null ? [] : [[from, index] as const]));
  const isSameCount = before[0]?.cells.length === count;
  // As many columns as before are the same columns, unless they stand in another order.
  const isMoved = (rows: readonly Pair[]): boolean => {
    const [old, now] = columnTexts(before, after, rows, count);
    return JSON.stringify([...old].sort()) === JSON.stringify([...now].sort());
  };
  const changed = pairs.filter(([from, index]) => before[from]?.all !== after[index]?.all);
  if (isSameCount && !(changed.length > 0 && isMoved(changed) && isMoved(pairs))) {
    return Array.from({ length: count }, (_, column) => column);
  }
  const [old, now] = columnTexts(before, after, pairs, count);
  return pairUp(
    old,
    now,
    (from, column) =>
      pairs.filter(([row, index]) => {
        const cell = after[index]?.cells[column] ?? '';
        return cell !== '' && cell === before[row]?.cells[from];
      }).length,
  );
}

/** Which row it was, and which it is. */
type Pair = readonly [from: number, index: number];

function columnTexts(
  before: Prints,
  after: Prints,
  pairs: readonly Pair[],
  count: number,
): readonly [old: string[], now: string[]] {
  const textsOf = (columns: number, cellIn: (pair: Pair, column: number) => string | undefined) =>
    Array.from({ length: columns }, (_, column) =>
      pairs.map((pair) => cellIn(pair, column) ?? '').join(),
    );
  return [
    textsOf(before[0]?.cells.length ?? 0, ([from], column) => before[from]?.cells[column]),
    textsOf(count, ([, index], column) => after[index]?.cells[column]),
  ];
}

interface Place {
  readonly row: readonly Cell[];
  /** Which row now. */
  readonly index: number;
  /** Which row before; null: none. */
  readonly from: number | null;
  /** The lines of the rows before. */
  readonly rows: readonly TableLine[];
  readonly rowFrom: readonly (number | null)[];
  readonly isStrict: boolean;
}

function rowText(change: TableChange, columns: readonly Column[], place: Place): string {
  const { row, index, from } = place;
  const old = from === null ? [] : (change.before.rows[from] ?? []);
  const own = from === null ? undefined : place.rows[from];
  // A row that leaves out its last cells goes on to do so.
  const isShort = index > 0 && own !== undefined && own.cells.length < change.before.align.length;
  const texts: string[] = [];
  columns.forEach((column, place) => {
    const cell = row[place] ?? [];
    const isLeftOut = isShort && row.slice(place).every(({ length }) => length === 0);
    const source = column.from === null ? undefined : own?.cells[column.from];
    if (source === undefined && isLeftOut) return;
    const before = column.from === null ? [] : (old[column.from] ?? []);
    texts.push(cellText(change, cutCell(source ?? '')[1], before, cell));
  });
  const model = modelLine(place);
  const cells = columns.slice(0, texts.length).map((column, place) => {
    const isFirst = place === 0 && !model.start.includes('|');
    const isLast = place === texts.length - 1 && model.end === '';
    const raw = own === undefined ? undefined : rawCell(own, column, isFirst, isLast);
    return textInCell(texts[place] ?? '', raw, column, isFirst, isLast);
  });
  const line = joinLine(closed({ ...model, cells }));
  if (!place.isStrict || saysRow(line, row, change.scope)) return line;
  const plain = rowLine(texts);
  return saysRow(plain, row, change.scope) ? plain : canonicalRow(row, change);
}

function canonicalRow(row: readonly Cell[], { style, scope }: TableChange): string {
  return rowLine(row.map((cell) => canonicalCell(cell, style, scope).text));
}

/** Whose pipes at the edges a row's line takes: its own before, else of the row above it. */
function modelLine({ index, rows, rowFrom }: Place): TableLine {
  for (let above = index; above >= 0; above -= 1) {
    const from = rowFrom[above] ?? null;
    const line = from === null ? undefined : rows[from];
    if (line !== undefined) return line;
  }
  return rows[0] ?? { start: '|', cells: [], end: '|' };
}

// A blank cell at an edge is one only beside a pipe.
function closed({ start, cells, end }: TableLine): TableLine {
  return {
    start: !start.includes('|') && isBlankText(cells[0] ?? '') ? `${start}|` : start,
    cells,
    end: end === '' && isBlankText(cells.at(-1) ?? '') ? '|' : end,
  };
}

/** A cell's text now, as near as can be to its text before. */
function cellText(change: TableChange, source: string, before: Cell, cell: Cell): string {
  const { style, scope } = change;
  if (printOf(before) === printOf(cell)) return source;
  const after = canonicalCell(cell, style, scope);
  if (source === '' || cell.length === 0) return after.text;
  const least = Math.max(after.caution, canonicalCell(before, style, scope).caution);
  const [was, is] = [before, cell].map((each) => canonicalCell(each, style, scope, least).text);
  for (const candidate of mergeOnto(source, was ?? '', is ?? '')) {
    if (saysRow(rowLine([candidate]), [cell], scope)) return candidate;
  }
  return after.text;
}

function saysRow(line: string, row: readonly Cell[], scope: Scope): boolean {
  const align = row.map(() => null);
  const blank = row.map(() => []);
  const text = [rowLine(row.map(() => '')), rowLine(row.map(() => '-')), line].join('\n');
  return says(text, [{ kind: 'table', align, rows: [blank, row] }], scope);
}

function delimiterText(line: TableLine, columns: readonly Column[]): string {
  const cells = columns.map((column, index) => {
    const isFirst = index === 0 && !line.start.includes('|');
    const isLast = index === columns.length - 1 && line.end === '';
    return delimiterCell(column, rawCell(line, column, isFirst, isLast), isFirst, isLast);
  });
  return joinLine({ ...line, cells });
}

/** The first two lines, in the plainest form where they make no table as they stand. */
function plainTop(
  change: TableChange,
  columns: readonly Column[],
  header: Line,
  signs: Line,
): Line[] {
  const { align, rows } = change.after;
  const [row = []] = rows;
  const isTable = says(
    `${header.text}\n${signs.text}`,
    [{ kind: 'table', align, rows: [row] }],
    change.scope,
  );
  if (isTable) return [header, signs];
  const delimiters = rowLine(
    columns.map((column) => delimiterCell({ ...column, from: null }, undefined, true, true)),
  );
  return [
    { ...header, text: canonicalRow(row, change) },
    { ...signs, text: delimiters },
  ];
}
