import type { IndexTable } from './index-file.ts';
import { encodeName } from './tree.ts';

/** The entry at a path, of an unfinished merge the last stage; null when there is none. */
export function findInIndex(table: IndexTable, path: string): number | null {
  const name = encodeName(path);
  let found: number | null = null;
  for (let at = lowerBound(table, name); at < table.count; at += 1) {
    if (compareName(table, at, name) !== 0) break;
    found = at;
  }
  return found;
}

/** The first entry whose path is not before `name`, stages aside. */
export function lowerBound(table: IndexTable, name: Buffer): number {
  let low = 0;
  let high = table.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareName(table, middle, name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function compareName(table: IndexTable, at: number, name: Buffer): number {
  return nameAt(table, at).compare(name);
}

export function nameAt(table: IndexTable, at: number): Buffer {
  const start = table.starts[at] ?? 0;
  const from = start + ((table.bytes.readUInt16BE(start + 60) & 0x4000) === 0 ? 62 : 64);
  return table.bytes.subarray(from, table.bytes.indexOf(0, from));
}
