import type { Alignment } from './blocks.ts';

/** A row's line: `start`, the cells with a pipe between, and `end` are its text. */
export interface TableLine {
  /** Blanks, and the pipe before the first cell if it has one. */
  readonly start: string;
  /** With the blanks around their text. */
  readonly cells: readonly string[];
  /** The pipe after the last cell and what follows it, if there is one. */
  readonly end: string;
}

/** Cuts a line where the parser does, which knows of no code or links when it looks for pipes. */
export function cutLine(line: string): TableLine {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const cells = line.slice(indent.length).split(/(?<=(?<!\\)(?:\\\\)*)\|/);
  const hasStart = cells.length > 1 && cells[0] === '';
  if (hasStart) cells.shift();
  const last = cells.at(-1) ?? '';
  const hasEnd = cells.length > 1 && isBlankText(last);
  if (hasEnd) cells.pop();
  return { start: hasStart ? `${indent}|` : indent, cells, end: hasEnd ? `|${last}` : '' };
}

/** Whether a text is nothing to a table: no-break spaces are something. */
export function isBlankText(text: string): boolean {
  return /^[ \t]*$/.test(text);
}

/** Blanks before, text, blanks after; a blank text is all before. */
export function cutCell(cell: string): [before: string, text: string, after: string] {
  const [, before = '', text = '', after = ''] = /^([ \t]*)(.*?)([ \t]*)$/s.exec(cell) ?? [];
  return [before, text, after];
}

export function joinLine({ start, cells, end }: TableLine): string {
  return start + cells.join('|') + end;
}

/** A row in the plainest form: `| a | b |`. */
export function rowLine(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}

/** What says how a column stands, as wide as asked for where that is wide enough. */
export function delimiterOf(align: Alignment, width: number): string {
  const left = align === 'left' || align === 'center' ? ':' : '';
  const right = align === 'right' || align === 'center' ? ':' : '';
  return left + '-'.repeat(Math.max(1, width - left.length - right.length)) + right;
}
