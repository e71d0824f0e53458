import { malformed } from '../pkt-line.ts';

/** What is known of a pack's objects, by their place in it. Typed arrays: a wiki may have millions. */
export class PackTable {
  count: number;
  /** Start of each entry; one more for the end of the last. */
  offsets: Float64Array;
  crcs: Uint32Array;
  oids: Buffer;
  /** Type number; 0 while a delta is not resolved. */
  codes: Uint8Array;
  /** First of the deltas on this object, and the next delta on the same base; -1 ends. */
  firstChild: Int32Array;
  nextSibling: Int32Array;
  /** Of the deltas that the first pass resolved: the object below, and the steps to a whole one. */
  bases: Int32Array;
  depths: Uint16Array;
  /** Deltas whose base is named by id (hex), until that id is found. */
  readonly waiting = new Map<string, number[]>();

  constructor(count: number) {
    this.count = count;
    this.offsets = new Float64Array(count + 1);
    this.crcs = new Uint32Array(count);
    this.oids = Buffer.alloc(count * 20);
    this.codes = new Uint8Array(count);
    this.firstChild = new Int32Array(count).fill(-1);
    this.nextSibling = new Int32Array(count).fill(-1);
    this.bases = new Int32Array(count).fill(-1);
    this.depths = new Uint16Array(count);
  }

  /** The entry that starts at a place in the pack, among the first `known`. */
  indexAtOffset(offset: number, known: number): number {
    let low = 0;
    let high = known - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const start = this.offsets[middle] ?? 0;
      if (start === offset) return middle;
      if (start < offset) low = middle + 1;
      else high = middle - 1;
    }
    throw malformed();
  }

  addChild(base: number, child: number): void {
    this.nextSibling[child] = this.firstChild[base] ?? -1;
    this.firstChild[base] = child;
  }

  /** Sets an object's id and type; deltas that waited for the id become its children. */
  identify(index: number, code: number, oid: string): void {
    this.codes[index] = code;
    this.oids.write(oid, index * 20, 'hex');
    if (this.waiting.size === 0) return;
    for (const child of this.waiting.get(oid) ?? []) this.addChild(index, child);
    this.waiting.delete(oid);
  }

  oidAt(index: number): string {
    return this.oids.toString('hex', index * 20, index * 20 + 20);
  }

  /** Notes what a delta was resolved on, for whoever must make its object once more. */
  setBase(child: number, base: number): void {
    this.bases[child] = base;
    this.depths[child] = this.depthOf(base) + 1;
  }

  depthOf(index: number): number {
    return this.depths[index] ?? 0;
  }

  /** Makes room for more objects after the last one. */
  reserve(extra: number): void {
    const room = this.count + extra;
    this.offsets = extended(this.offsets, new Float64Array(room + 1));
    this.crcs = extended(this.crcs, new Uint32Array(room));
    this.oids = extended(this.oids, Buffer.alloc(room * 20));
    this.codes = extended(this.codes, new Uint8Array(room));
    this.firstChild = extended(this.firstChild, new Int32Array(room).fill(-1));
    this.bases = extended(this.bases, new Int32Array(room).fill(-1));
    this.depths = extended(this.depths, new Uint16Array(room));
    this.nextSibling = extended(this.nextSibling, new Int32Array(room).fill(-1));
  }

  /** Adds an object, within the room reserved, that starts where the last one ended. */
  append(oid: string, code: number, crc: number, end: number): number {
    const index = this.count;
    this.count += 1;
    this.offsets[this.count] = end;
    this.crcs[index] = crc;
    this.identify(index, code, oid);
    return index;
  }
}

function extended<
  Values extends Float64Array | Uint32Array | Uint16Array | Uint8Array | Int32Array,
>(old: Values, larger: Values): Values {
  larger.set(old);
  return larger;
}
