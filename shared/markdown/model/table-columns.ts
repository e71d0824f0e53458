import type { Alignment, Table } from './blocks.ts';
import { cutCell, delimiterOf, isBlankText, type TableLine } from './table-lines.ts';

/** A column now, and how the source writes its cells. */
export interface Column {
  /** Which column it was; null: it is new. */
  readonly from: number | null;
  readonly align: Alignment;
  /** How it stood before. */
  readonly before: Alignment;
  /** How wide every cell is, blanks and all, in a source that lines its pipes up; else null. */
  readonly width: number | null;
  /** What stands at least between a pipe and a text. */
  readonly gap: '' | ' ';
}

interface Columns {
  readonly from: readonly (number | null)[];
  readonly before: Table;
  readonly after: Table;
  /** All of the source's. */
  readonly lines: readonly TableLine[];
}

export function columnsOf({ from, before, after, lines }: Columns): Column[] {
  const gap = gapOf(lines);
  const widths = before.align.map((_, column) => widthOf(lines, column));
  const isLinedUp = widths.every((width) => width !== null);
  return from.map((column, index): Column => {
    const align = after.align[index] ?? null;
    if (column === null) {
      const width = isLinedUp ? newWidth(after, index, gap) : null;
      return { from: null, align, before: null, width, gap };
    }
    return {
      from: column,
      align,
      before: before.align[column] ?? null,
      width: widths[column] ?? null,
      gap,
    };
  });
}

function gapOf(lines: readonly TableLine[]): '' | ' ' {
  let [filled, spaced] = [0, 0];
  for (const { cells } of lines) {
    for (const cell of cells) {
      if (isBlankText(cell)) continue;
      filled += 1;
      if (isBlankText(cell.charAt(0)) || isBlankText(cell.slice(-1))) spaced += 1;
    }
  }
  return spaced * 2 >= filled ? ' ' : '';
}

function widthOf(lines: readonly TableLine[], column: number): number | null {
  const width = lines[0]?.cells[column]?.length;
  if (width === undefined) return null;
  return lines.every(({ cells }) => cells[column]?.length === width) ? width : null;
}

// As long as its texts are when nothing in them is written with signs.
function newWidth(table: Table, column: number, gap: string): number {
  const lengths = table.rows.map((row) =>
    (row[column] ?? []).reduce(
      (sum, inline) => sum + (inline.kind === 'text' ? inline.text.length : 0),
      0,
    ),
  );
  return Math.max(3, ...lengths) + 2 * gap.length;
}

/**
 * A cell as it stood between its pipes, for another place in a line: behind a pipe it needs a gap
 * that it did without at a line's edge. Undefined where there was none.
 */
export function rawCell(
  line: TableLine,
  { from, gap }: Column,
  isFirst: boolean,
  isLast: boolean,
): string | undefined {
  const cell = from === null ? undefined : line.cells[from];
  if (cell === undefined) return undefined;
  const [before, text, after] = cutCell(cell);
  const wasFirst = from === 0 && !line.start.includes('|');
  const wasLast = from === line.cells.length - 1 && line.end === '';
  const left = isFirst === wasFirst ? before : isFirst ? '' : gap;
  const right = isLast === wasLast ? after : isLast ? '' : gap;
  return left + text + right;
}

/** A cell's text with the blanks around it that it had, or that its column lines up by. */
export function textInCell(
  text: string,
  raw: string | undefined,
  { width, align, gap }: Column,
  isFirst: boolean,
  isLast: boolean,
): string {
  const [before, old, after] = cutCell(raw ?? '');
  if (raw !== undefined && text === old) return raw;
  const left = old === '' ? (isFirst ? '' : gap) : before;
  const right = old === '' ? (isLast ? '' : gap) : after;
  if (width === null || isLast) return left + text + right;
  const least = {
    left: Math.min(left.length, gap.length),
    right: Math.min(right.length, gap.length),
  };
  const free = width - text.length - least.left - least.right;
  if (free <= 0) return ' '.repeat(least.left) + text + ' '.repeat(least.right);
  const lean = old === '' ? align : leanOf(before, after, align);
  const more =
    lean === 'right'
      ? free
      : lean === 'center'
        ? Math.floor(free / 2)
        : Math.min(free, left.length - least.left);
  return ' '.repeat(least.left + more) + text + ' '.repeat(least.right + free - more);
}

// A column of numbers may stand to the left in its source, whatever its sign says.
function leanOf(before: string, after: string, align: Alignment): Alignment {
  if (align === 'right' && before.length >= after.length) return 'right';
  return align === 'center' && Math.abs(before.length - after.length) <= 1 ? 'center' : null;
}

/** What stands between the pipes of the delimiter row, as wide as it was. */
export function delimiterCell(
  column: Column,
  raw: string | undefined,
  isFirst: boolean,
  isLast: boolean,
): string {
  const { align, before, gap, width } = column;
  if (raw === undefined) {
    const text = delimiterOf(align, width === null ? 3 : width - 2 * gap.length);
    return (isFirst ? '' : gap) + text + (isLast ? '' : gap);
  }
  if (align === before) return raw;
  const [left, text, right] = cutCell(raw);
  const now = delimiterOf(align, text.length);
  const growth = now.length - text.length;
  const room = right.length - growth >= gap.length ? growth : 0;
  return left + now + right.slice(room);
}
