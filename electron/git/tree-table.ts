import { damaged } from './limits.ts';
import { asBuffer } from './oid.ts';

/** A folder object with the place of every entry, so that a name is found without a walk. */
export interface TreeTable {
  readonly bytes: Buffer;
  /** Where each entry begins, and as its last element where the last one ends. */
  readonly starts: Int32Array;
  readonly count: number;
  /** False for a tree that another program wrote out of order: its names are looked for one by one. */
  readonly isSorted: boolean;
}

const tables = new WeakMap<Uint8Array, TreeTable>();
const slash = 0x2f;

/** The table of a tree's bytes, made once as long as these bytes are kept in memory. */
export function treeTable(body: Uint8Array): TreeTable {
  const known = tables.get(body);
  if (known !== undefined) return known;
  const table = locateEntries(asBuffer(body));
  tables.set(body, table);
  return table;
}

/** Keeps the table of a tree that was made out of another one. */
export function knowTable(table: TreeTable): void {
  tables.set(table.bytes, table);
}

function locateEntries(bytes: Buffer): TreeTable {
  const places: number[] = [];
  let isSorted = true;
  for (let at = 0; at < bytes.length;) {
    const nameStart = nameStartAt(bytes, at);
    const nameEnd = bytes.indexOf(0, nameStart);
    const end = nameEnd + 21;
    if (nameEnd === -1 || end > bytes.length) throw damaged('a folder object is cut short');
    const previous = places.at(-1);
    if (previous !== undefined && isSorted) {
      const isTree = isTreeAt(bytes, at);
      isSorted = compareEntry(bytes, previous, at - 21, bytes, nameStart, nameEnd, isTree) < 0;
    }
    places.push(at);
    at = end;
  }
  const count = places.length;
  places.push(bytes.length);
  return { bytes, starts: Int32Array.from(places), count, isSorted };
}

function nameStartAt(bytes: Buffer, start: number): number {
  for (let at = start; at < start + 7; at += 1) {
    const digit = bytes[at];
    if (digit === 0x20 && at > start) return at + 1;
    if (digit === undefined || digit < 0x30 || digit > 0x37) break;
  }
  throw damaged('a folder object is malformed');
}

/** Whether the mode that begins here is a folder's: `40000`, by some old tools `040000`. */
function isTreeAt(bytes: Buffer, start: number): boolean {
  const first = bytes[start] === 0x30 ? start + 1 : start;
  return bytes[first] === 0x34 && bytes[first + 5] === 0x20;
}

/** git's order: by bytes, a folder's name as if it ended with a slash. By hand: names are short. */
function compareEntry(
  bytes: Buffer,
  start: number,
  nameEnd: number,
  other: Buffer,
  otherStart: number,
  otherEnd: number,
  isOtherTree: boolean,
): number {
  let at = nameStartAt(bytes, start);
  let otherAt = otherStart;
  for (; at < nameEnd && otherAt < otherEnd; at += 1, otherAt += 1) {
    const order = (bytes[at] ?? 0) - (other[otherAt] ?? 0);
    if (order !== 0) return order;
  }
  const next = at < nameEnd ? (bytes[at] ?? 0) : isTreeAt(bytes, start) ? slash : 0;
  const otherNext = otherAt < otherEnd ? (other[otherAt] ?? 0) : isOtherTree ? slash : 0;
  return next - otherNext;
}

function compareAt(table: TreeTable, at: number, name: Buffer, isTree: boolean): number {
  const { bytes, starts } = table;
  const nameEnd = (starts[at + 1] ?? 0) - 21;
  return compareEntry(bytes, starts[at] ?? 0, nameEnd, name, 0, name.length, isTree);
}

/** The first entry that does not come before one of this name. */
export function placeOf(table: TreeTable, name: Buffer, isTree: boolean): number {
  if (!table.isSorted) {
    for (let at = 0; at < table.count; at += 1) {
      if (compareAt(table, at, name, isTree) >= 0) return at;
    }
    return table.count;
  }
  let low = 0;
  let high = table.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareAt(table, middle, name, isTree) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every entry of this name, in order: one, unless the tree is malformed. */
export function entriesNamed(table: TreeTable, name: Buffer): number[] {
  const found: number[] = [];
  const isNamed = (at: number): boolean =>
    at < table.count &&
    (compareAt(table, at, name, false) === 0 || compareAt(table, at, name, true) === 0);
  if (!table.isSorted) {
    for (let at = 0; at < table.count; at += 1) if (isNamed(at)) found.push(at);
    return found;
  }
  for (const isTree of [false, true]) {
    const at = placeOf(table, name, isTree);
    if (isNamed(at) && !found.includes(at)) found.push(at);
  }
  return found;
}
