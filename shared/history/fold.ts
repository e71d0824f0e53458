/** Rows to show, or a stretch of unchanged ones that is folded away until a reader opens it. */
export type Folded<Row> =
  | { readonly kind: 'shown'; readonly row: Row }
  | { readonly kind: 'fold'; readonly rows: readonly Row[] };

/** Folds unchanged rows that are more than `context` away from every change. */
export function foldUnchanged<Row>(
  rows: readonly Row[],
  isUnchanged: (row: Row) => boolean,
  context: number,
): Folded<Row>[] {
  const isNear = new Array<boolean>(rows.length).fill(false);
  rows.forEach((row, index) => {
    if (isUnchanged(row)) return;
    const end = Math.min(rows.length, index + context + 1);
    for (let near = Math.max(0, index - context); near < end; near += 1) isNear[near] = true;
  });
  const folded: Folded<Row>[] = [];
  let hidden: Row[] = [];
  const endFold = () => {
    // A fold of one row is longer than the row.
    if (hidden.length > 1) folded.push({ kind: 'fold', rows: hidden });
    else for (const row of hidden) folded.push({ kind: 'shown', row });
    hidden = [];
  };
  rows.forEach((row, index) => {
    if (isNear[index] !== true) {
      hidden.push(row);
      return;
    }
    endFold();
    folded.push({ kind: 'shown', row });
  });
  endFold();
  return folded;
}
