/**
 * The cells of text as a spreadsheet copies it: a line for each row, a tab between cells, quotes around
 * a cell with line ends in it.
 */
export function readSpreadsheet(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A quoted cell, or all up to a tab or a line end; then what ends it.
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/g;
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
  for (const [, quoted, plain = '', end] of lines.matchAll(cell)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== '\t') {
      rows.push(row);
      row = [];
    }
    if (end === '') break;
  }
  return rows;
}

/** Whether text is more likely from a spreadsheet than prose or code with tabs in it. */
export function isSpreadsheet(text: string): boolean {
  const rows = readSpreadsheet(text);
  const columns = rows[0]?.length ?? 0;
  return (
    rows.length > 1 &&
    columns > 1 &&
    rows.every((row) => row.length === columns) &&
    rows.some((row) => row[0] !== '')
  );
}
