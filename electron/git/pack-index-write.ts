import { createHash } from 'node:crypto';

const idBytes = 20;
const largeOffset = 0x80000000;

/** The objects of a pack, in the order in which they stand in it. */
export interface PackedObjects {
  readonly count: number;
  /** Start of each entry; more may follow. */
  readonly offsets: Float64Array;
  readonly crcs: Uint32Array;
  /** Twenty bytes each. */
  readonly oids: Uint8Array;
}

/** The objects of a pack in the order of their ids. */
export function sortedByOid(table: PackedObjects): Uint32Array {
  const { oids, count } = table;
  const view = Buffer.from(oids.buffer, oids.byteOffset, oids.byteLength);
  const firsts = new Uint32Array(count);
  const order = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    firsts[index] = view.readUInt32BE(index * idBytes);
    order[index] = index;
  }
  return order.sort(
    (a, b) =>
      (firsts[a] ?? 0) - (firsts[b] ?? 0) ||
      view.compare(view, b * idBytes, (b + 1) * idBytes, a * idBytes, (a + 1) * idBytes),
  );
}

/** A pack's index, version 2. */
export function packIndexBytes(table: PackedObjects, order: Uint32Array, packSum: Buffer): Buffer {
  const count = order.length;
  const large = table.offsets.subarray(0, count).filter((offset) => offset >= largeOffset).length;
  const names = 8 + 256 * 4;
  const crcs = names + count * idBytes;
  const offsets = crcs + count * 4;
  const larges = offsets + count * 4;
  const bytes = Buffer.alloc(larges + large * 8 + 2 * idBytes);
  bytes.writeUInt32BE(0xff744f63, 0);
  bytes.writeUInt32BE(2, 4);

  const fanout = new Uint32Array(256);
  let largeCount = 0;
  order.forEach((index, at) => {
    const id = table.oids.subarray(index * idBytes, (index + 1) * idBytes);
    const first = id[0] ?? 0;
    fanout[first] = (fanout[first] ?? 0) + 1;
    bytes.set(id, names + at * idBytes);
    bytes.writeUInt32BE(table.crcs[index] ?? 0, crcs + at * 4);
    const offset = table.offsets[index] ?? 0;
    if (offset < largeOffset) {
      bytes.writeUInt32BE(offset, offsets + at * 4);
    } else {
      bytes.writeUInt32BE(largeOffset + largeCount, offsets + at * 4);
      bytes.writeBigUInt64BE(BigInt(offset), larges + largeCount * 8);
      largeCount += 1;
    }
  });
  let upTo = 0;
  fanout.forEach((inBucket, first) => {
    upTo += inBucket;
    bytes.writeUInt32BE(upTo, 8 + first * 4);
  });
  packSum.copy(bytes, bytes.length - 2 * idBytes);
  const body = bytes.subarray(0, bytes.length - idBytes);
  createHash('sha1').update(body).digest().copy(bytes, body.length);
  return bytes;
}
