import type { Oid } from '../../../../shared/contract/values.ts';
import type { ObjectStore } from '../../object-store.ts';
import { oidAt } from '../../oid.ts';
import { typeCode } from '../../pack-format.ts';
import { emptyTreeOid } from '../../tree.ts';
import type { Indexing } from './indexing.ts';
import type { PackTable } from './pack-table.ts';
import { malformed } from '../pkt-line.ts';

/**
 * Proves that a history with this pack in it has no holes: everything that any object of the pack
 * names is in the pack, with the type it is named as, or in the store, whose objects were proved
 * in the same way when they came. The tips must be there and be commits.
 *
 * @throws AppError REMOTE_INVALID
 */
export async function checkConnected(
  indexing: Indexing,
  order: Uint32Array,
  tips: readonly Oid[],
  objects: ObjectStore,
): Promise<void> {
  const { table, links } = indexing;
  for (let index = 0; index < table.count; index += 1)
    if (table.codes[index] === 0) throw malformed();
  for (const tip of tips) links.addHex(tip, typeCode.commit);
  const find = finder(table, order);
  for (const { id, codes } of links.entries()) {
    const index = find(id);
    if (index >= 0) {
      if (codes !== 1 << (table.codes[index] ?? 0)) throw malformed();
    } else {
      const oid = oidAt(Buffer.from(id), 0);
      if (oid !== emptyTreeOid && !(await objects.has(oid))) throw malformed();
    }
    if (indexing.breather.isDue) await indexing.breathe();
  }
}

/** Index of an id's object in the table, or -1. */
function finder(table: PackTable, order: Uint32Array): (id: Uint8Array) => number {
  const starts = new Uint32Array(257);
  for (const index of order) {
    const bucket = (table.oids[index * 20] ?? 0) + 1;
    starts[bucket] = (starts[bucket] ?? 0) + 1;
  }
  for (let first = 1; first <= 256; first += 1) {
    starts[first] = (starts[first] ?? 0) + (starts[first - 1] ?? 0);
  }
  return (id) => {
    const first = id[0] ?? 0;
    let low = starts[first] ?? 0;
    let high = (starts[first + 1] ?? 0) - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const index = order[middle] ?? 0;
      const difference = compareIds(table.oids, index * 20, id);
      if (difference === 0) return index;
      if (difference < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
}

function compareIds(ids: Uint8Array, start: number, id: Uint8Array): number {
  for (let at = 0; at < 20; at += 1) {
    const difference = (ids[start + at] ?? 0) - (id[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
