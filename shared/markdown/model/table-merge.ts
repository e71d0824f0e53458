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
  const lines = linesOf(change.source);
  const cut = lines.map(({ text }) => cutLine(text));
  const isOneLineEach =
    lines.length === before.rows.length + 1 &&
    cut.every(({ cells }, index) =>
      index < 2 ? cells.length === before.align.length : cells.length <= before.align.length,
    );
  if (!isOneLineEach) return null;
  const [top, delimiters, ...others] = cut;
  if (top === undefined || delimiters === undefined) return null;
  const oldCells = before.rows.map((row) => row.map(printOf));
  const newCells = after.rows.map((row) => row.map(printOf));
  const rowFrom = rowPairs(oldCells, newCells);
  const columns = columnsOf({
    from: columnPairs(oldCells, newCells, rowFrom, after.align.length),
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
    newCells[index]?.join() === oldCells[from]?.join();
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

function linesOf(source: string): Line[] {
  return Array.from(source.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g), ([, text = '', eol = '']) => ({
    text,
    eol,
  })).filter(({ text, eol }) => text !== '' || eol !== '');
}

function joinLines(lines: readonly Line[], eol: string): string {
  return lines
    .map((line, index) => line.text + (index === lines.length - 1 ? '' : line.eol || eol))
    .join('');
}

const printOf = (cell: Cell): string => (cell.length === 0 ? '' : JSON.stringify(cell));

type Prints = readonly (readonly string[])[];

function rowPairs(before: Prints, after: Prints): (number | null)[] {
  // A column more or less makes all rows others: compare what the header has on both sides.
  const headers = pairUp(before[0] ?? [], after[0] ?? [], () => 0);
  const kept = headers.flatMap((from, column) => (from === null ? [] : [{ from, column }]));
  const isWhole = before[0]?.length === after[0]?.length;
  const oldTexts = before.map((row) =>
    (isWhole ? row : kept.map(({ from }) => row[from] ?? '')).join(),
  );
  const newTexts = after.map((row) =>
    (isWhole ? row : kept.map(({ column }) => row[column] ?? '')).join(),
  );
  const sets = before.map((row) => new Set(row.filter((cell) => cell !== '')));
  return pairUp(
    oldTexts,
    newTexts,
    (old, now) => (after[now] ?? []).filter((cell) => sets[old]?.has(cell) === true).length,
  );
}

function columnPairs(
  before: Prints,
  after: Prints,
  rowFrom: readonly (number | null)[],
  count: number,
): (number | null)[] {
  const pairs = rowFrom.flatMap((from, index) => (from === null ? [] : [[from, index] as const]));
  const oldCount = before[0]?.length ?? 0;
  const old = columnTexts(
    before,
    pairs.map(([from]) => from),
    oldCount,
  );
  const now = columnTexts(
    after,
    pairs.map(([, index]) => index),
    count,
  );
  // As many columns as before are the same columns, unless they stand in another order.
  const isMoved = JSON.stringify([...old].sort()) === JSON.stringify([...now].sort());
  if (oldCount === count && !isMoved) return now.map((_, index) => index);
  return pairUp(
    old,
    now,
    (from, column) =>
      pairs.filter(([row, index]) => {
        const cell = after[index]?.[column] ?? '';
        return cell !== '' && cell === before[row]?.[from];
      }).length,
  );
}

function columnTexts(rows: Prints, indexes: readonly number[], count: number): string[] {
  return Array.from({ length: count }, (_, column) =>
    indexes.map((index) => rows[index]?.[column] ?? '').join(),
  );
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
