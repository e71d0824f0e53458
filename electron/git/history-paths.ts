import { randomBytes } from 'node:crypto';
import { asBuffer } from './oid.ts';
import { decodeName, encodeName } from './tree.ts';

// Paths of one hash cost a look each: from another start in every process, nobody can make many.
const firstHash = randomBytes(4).readInt32LE(0);
const hashFactor = 0x2c1b3c6d;
const slash = 0x2f;

/** A folder on the way to a path: its bytes with a slash at the end. */
export interface Folder {
  readonly bytes: Uint8Array;
  readonly hash: number;
}

export const rootFolder: Folder = { bytes: new Uint8Array(0), hash: firstHash };

/** The folder of that name, which stands in a tree's bytes, in another one. */
export function folderIn(parent: Folder, tree: Uint8Array, start: number, end: number): Folder {
  const bytes = new Uint8Array(parent.bytes.length + end - start + 1);
  bytes.set(parent.bytes);
  bytes.set(tree.subarray(start, end), parent.bytes.length);
  bytes[bytes.length - 1] = slash;
  return {
    bytes,
    hash: hashOn(hashOn(parent.hash, tree, start, end), bytes, bytes.length - 1, bytes.length),
  };
}

function hashOn(hash: number, bytes: Uint8Array, start: number, end: number): number {
  let on = hash;
  for (let at = start; at < end; at += 1) {
    on = Math.imul(on ^ (bytes[at] ?? 0), hashFactor);
    on ^= on >>> 15;
  }
  return on;
}

/**
 * Paths by number, kept as bytes: a history names the same paths a million times, and to make a text
 * for each time would cost more than to find what changed.
 */
export class PathTable {
  /** The paths one after another, a zero byte after each. */
  #bytes = new Uint8Array(4096);
  #starts = new Int32Array(256);
  #hashes = new Int32Array(256);
  /** By hash: the number of a path and one; 0 where there is none. */
  #slots = new Int32Array(1024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  at(path: number): string {
    if (path >= this.#count) return '';
    return decodeName(asBuffer(this.#bytes), this.#starts[path] ?? 0, this.#endOf(path));
  }

  find(text: string): number | undefined {
    const bytes = encodeName(text);
    const hash = hashOn(firstHash, bytes, 0, bytes.length);
    const known = this.#slots[this.#slotOf(hash, rootFolder, bytes, 0, bytes.length)] ?? 0;
    return known === 0 ? undefined : known - 1;
  }

  /** The number of a path whose last name stands in a tree's bytes; a new one for a new path. */
  intern(folder: Folder, tree: Uint8Array, start: number, end: number): number {
    const hash = hashOn(folder.hash, tree, start, end);
    const slot = this.#slotOf(hash, folder, tree, start, end);
    const known = this.#slots[slot] ?? 0;
    return known === 0 ? this.#add(slot, hash, folder, tree, start, end) : known - 1;
  }

  /** The paths from one number to another, a zero byte after each; good until the next is added. */
  bytes(from: number, to: number): Buffer {
    return asBuffer(this.#bytes).subarray(this.#starts[from], this.#starts[to]);
  }

  /** Adds paths as `bytes` gave them, from `start` on, at most `count`; gives where it came to. */
  addSome(bytes: Uint8Array, start: number, count: number): number {
    let at = start;
    for (let left = count; left > 0 && at < bytes.length; left -= 1) {
      const end = bytes.indexOf(0, at);
      if (end === -1) return bytes.length;
      this.intern(rootFolder, bytes, at, end);
      at = end + 1;
    }
    return at;
  }

  /** Forgets all paths but the first `count`, the last added first: so no path is cut off from its slot. */
  forgetFrom(count: number): void {
    const mask = this.#slots.length - 1;
    for (let path = this.#count - 1; path >= count; path -= 1) {
      let slot = (this.#hashes[path] ?? 0) & mask;
      while (this.#slots[slot] !== path + 1) slot = (slot + 1) & mask;
      this.#slots[slot] = 0;
    }
    this.#count = Math.min(this.#count, count);
  }

  #add(
    slot: number,
    hash: number,
    folder: Folder,
    tree: Uint8Array,
    start: number,
    end: number,
  ): number {
    const path = this.#count;
    const from = this.#starts[path] ?? 0;
    const nameFrom = from + folder.bytes.length;
    const next = nameFrom + end - start + 1;
    this.#reserve(next);
    this.#bytes.set(folder.bytes, from);
    for (let at = start; at < end; at += 1) this.#bytes[nameFrom + at - start] = tree[at] ?? 0;
    this.#starts[path + 1] = next;
    this.#hashes[path] = hash;
    this.#slots[slot] = path + 1;
    this.#count += 1;
    if (this.#count * 2 > this.#slots.length) this.#spread();
    return path;
  }

  #endOf(path: number): number {
    return (this.#starts[path + 1] ?? 1) - 1;
  }

  /** Where the path is, or would be put. */
  #slotOf(hash: number, folder: Folder, tree: Uint8Array, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const known = slots[slot] ?? 0;
      if (known === 0) return slot;
      if (this.#hashes[known - 1] === hash && this.#isAt(known - 1, folder, tree, start, end)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  #isAt(path: number, folder: Folder, tree: Uint8Array, start: number, end: number): boolean {
    const bytes = this.#bytes;
    const prefix = folder.bytes;
    let at = this.#starts[path] ?? 0;
    if (this.#endOf(path) - at !== prefix.length + end - start) return false;
    for (let own = 0; own < prefix.length; own += 1, at += 1) {
      if (bytes[at] !== prefix[own]) return false;
    }
    for (let own = start; own < end; own += 1, at += 1) if (bytes[at] !== tree[own]) return false;
    return true;
  }

  #reserve(length: number): void {
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    if (this.#count + 2 <= this.#starts.length) return;
    this.#starts = doubled(this.#starts);
    this.#hashes = doubled(this.#hashes);
  }

  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let path = 0; path < this.#count; path += 1) {
      let slot = (this.#hashes[path] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = path + 1;
    }
    this.#slots = slots;
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
