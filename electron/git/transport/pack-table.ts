import { malformed } from './pkt-line.ts';

/** What is known of a pack's objects, by their place in it. Typed arrays: a wiki may have millions. */
export class PackTable {
  count: number;
  /** Start of each entry; one more for the end of the last. */
  offsets: Float64Array;
  crcs: Uint32Array;
  oids: Uint8Array;
  /** Type number; 0 while a delta is not resolved. */
  codes: Uint8Array;
  /** First of the deltas on this object, and the next delta on the same base; -1 ends. */
  firstChild: Int32Array;
  nextSibling: Int32Array;
  /** Deltas whose base is named by id (hex), until that id is found. */
  readonly waiting = new Map<string, number[]>();

  constructor(count: number) {
    this.count = count;
    this.offsets = new Float64Array(count + 1);
    this.crcs = new Uint32Array(count);
    this.oids = new Uint8Array(count * 20);
    this.codes = new Uint8Array(count);
    this.firstChild = new Int32Array(count).fill(-1);
    this.nextSibling = new Int32Array(count).fill(-1);
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
  identify(index: number, code: number, id: Uint8Array): void {
    this.codes[index] = code;
    this.oids.set(id, index * 20);
    if (this.waiting.size === 0) return;
    const hex = Buffer.from(id).toString('hex');
    for (const child of this.waiting.get(hex) ?? []) this.addChild(index, child);
    this.waiting.delete(hex);
  }

  idAt(index: number): Uint8Array {
    return this.oids.subarray(index * 20, index * 20 + 20);
  }

  /** Makes room for more objects after the last one. */
  reserve(extra: number): void {
    const room = this.count + extra;
    this.offsets = extended(this.offsets, new Float64Array(room + 1));
    this.crcs = extended(this.crcs, new Uint32Array(room));
    this.oids = extended(this.oids, new Uint8Array(room * 20));
    this.codes = extended(this.codes, new Uint8Array(room));
    this.firstChild = extended(this.firstChild, new Int32Array(room).fill(-1));
    this.nextSibling = extended(this.nextSibling, new Int32Array(room).fill(-1));
  }

  /** Adds an object, within the room reserved, that starts where the last one ended. */
  append(id: Uint8Array, code: number, crc: number, end: number): number {
    const index = this.count;
    this.count += 1;
    this.offsets[this.count] = end;
    this.crcs[index] = crc;
    this.identify(index, code, id);
    return index;
  }
}

function extended<Values extends Float64Array | Uint32Array | Uint8Array | Int32Array>(
  old: Values,
  larger: Values,
): Values {
  larger.set(old);
  return larger;
}
