/** `before[start, end)` became `after[from, to)`. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Room for the ways that were tried, to be used again for the next comparison.
 *
 * By number of edits, then by diagonal (old tokens passed less new ones) in steps of two: twice one
 * more than the old tokens passed by the furthest way, plus one where it came by adding. 0: no way.
 */
export class EditTable {
  #cells = new Int32Array(256);

  clearedRow(edits: number): Int32Array {
    const row = rowOf(edits);
    if (row + edits >= this.#cells.length) {
      const larger = new Int32Array(this.#cells.length * 4);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    return this.#cells.fill(0, row, row + edits + 1);
  }
}

/**
 * The shortest way from `before[start, end)` to `after[from, to)` by Myers' greedy algorithm, as hunks
 * in order that never touch each other; null when it takes more than `maxEdits` tokens added or removed.
 *
 * Of several shortest ways it takes the one that the package `diff` takes. Which one must never
 * change, or peers of different versions would merge the same pair differently.
 */
export function shortestEdit(
  before: Int32Array,
  after: Int32Array,
  { start, end, from, to }: Hunk,
  maxEdits: number,
  table = new EditTable(),
): Hunk[] | null {
  const oldLength = end - start;
  const newLength = to - from;
  const most = Math.min(oldLength + newLength, maxEdits);
  let lowest = -most;
  let highest = most;
  for (let edits = 0; edits <= most; edits += 1) {
    const cells = table.clearedRow(edits);
    const row = rowOf(edits);
    const above = rowOf(edits - 1);
    const first = Math.max(lowest, -edits);
    for (let diagonal = first; diagonal <= Math.min(highest, edits); diagonal += 2) {
      const index = (diagonal + edits) >> 1;
      const removing = index === 0 ? 0 : (cells[above + index - 1] ?? 0) >> 1;
      const adding = index === edits ? 0 : (cells[above + index] ?? 0) >> 1;
      const canRemove = removing > 0 && removing <= oldLength;
      const canAdd = adding > 0 && adding - 1 - diagonal <= newLength;
      if (!canRemove && !canAdd && edits > 0) continue;
      const isAdded = canAdd && (!canRemove || removing < adding);
      let oldAt = start + (edits === 0 ? 0 : isAdded ? adding - 1 : removing);
      let newAt = oldAt - start - diagonal + from;
      while (oldAt < end && newAt < to && before[oldAt] === after[newAt]) {
        oldAt += 1;
        newAt += 1;
      }
      cells[row + index] = ((oldAt - start + 1) << 1) | Number(isAdded);
      if (oldAt === end && newAt === to) return hunksOf(cells, edits, diagonal, start, from);
      // Past an edge there is nothing to find.
      if (oldAt === end) highest = diagonal - 1;
      if (newAt === to) lowest = diagonal + 1;
    }
  }
  return null;
}

function rowOf(edits: number): number {
  return (edits * (edits + 1)) >> 1;
}

/** Follows the way that ended on `diagonal` back to its start. */
function hunksOf(
  cells: Int32Array,
  edits: number,
  diagonal: number,
  start: number,
  from: number,
): Hunk[] {
  const hunks: Hunk[] = [];
  for (let left = edits; left > 0; left -= 1) {
    const cell = cells[rowOf(left) + ((diagonal + left) >> 1)] ?? 0;
    const isAdded = (cell & 1) === 1;
    const before = isAdded ? diagonal + 1 : diagonal - 1;
    const passed = ((cells[rowOf(left - 1) + ((before + left - 1) >> 1)] ?? 0) >> 1) - 1;
    const oldAt = start + passed;
    const newAt = from + passed - before;
    const end = isAdded ? oldAt : oldAt + 1;
    const to = isAdded ? newAt + 1 : newAt;
    const last = hunks.at(-1);
    if (last?.start === end && last.from === to) {
      hunks[hunks.length - 1] = { ...last, start: oldAt, from: newAt };
    } else {
      hunks.push({ start: oldAt, end, from: newAt, to });
    }
    diagonal = before;
  }
  return hunks.reverse();
}
