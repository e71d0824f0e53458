import { open, type FileHandle } from 'node:fs/promises';
import { applyDelta } from './delta.ts';
import { inflateExactly } from './inflate.ts';
import { damaged, maxDeltaDepth, maxObjectBytes, objectTooLarge } from './limits.ts';
import type { LruCache } from './lru-cache.ts';
import type { ObjectType } from './oid.ts';
import type { PackIndex } from './pack-index.ts';

export interface StoredObject {
  readonly type: ObjectType;
  /** Shared with the store's cache: read it, never write into it. */
  readonly body: Uint8Array;
}

const windowBytes = 256 * 1024;
const headerReach = 64;
const refDelta = 7;
const offsetDelta = 6;
const plainTypes: readonly (ObjectType | null)[] = [null, 'commit', 'tree', 'blob', 'tag'];

/** Numbers as keys: a text for each read would cost more than the look-up. */
const placesInPack = 2 ** 36;
let packsOpened = 0;

interface PackEntry {
  readonly kind: number;
  readonly sizeBytes: number;
  /** Where the compressed bytes begin. */
  readonly start: number;
  /** Where the delta's base begins; null for whole objects. */
  readonly base: number | null;
}

/** One pack file. Reads go through windows of it, so that neighbours cost one read of the disk. */
export class PackReader {
  readonly index: PackIndex;
  readonly path: string;
  readonly #windows: LruCache<number, Buffer>;
  readonly #bases: LruCache<number, StoredObject>;
  readonly #firstPlace = packsOpened * placesInPack;
  #file: Promise<{ readonly handle: FileHandle; readonly sizeBytes: number }> | null = null;

  constructor(
    path: string,
    index: PackIndex,
    caches: {
      readonly windows: LruCache<number, Buffer>;
      readonly bases: LruCache<number, StoredObject>;
    },
  ) {
    packsOpened += 1;
    this.path = path;
    this.index = index;
    this.#windows = caches.windows;
    this.#bases = caches.bases;
  }

  /** The object that begins at `offset`, its chain of deltas resolved. */
  async readAt(offset: number): Promise<StoredObject> {
    const deltas: { readonly at: number; readonly entry: PackEntry }[] = [];
    let at = offset;
    let found: StoredObject | undefined;
    while (found === undefined) {
      found = this.#bases.get(this.placeOf(at));
      if (found !== undefined) break;
      const entry = await this.#entryAt(at);
      if (entry.base === null) {
        const type = plainTypes[entry.kind];
        if (type === undefined || type === null)
          throw damaged('a pack holds an unknown object type');
        found = { type, body: await this.#inflate(at, entry) };
        if (deltas.length > 0) this.#bases.set(this.placeOf(at), found, found.body.length + 64);
        break;
      }
      deltas.push({ at, entry });
      if (deltas.length > maxDeltaDepth) throw damaged('a chain of deltas does not end');
      at = entry.base;
    }
    for (let step = deltas.length - 1; step >= 0; step -= 1) {
      const delta = deltas[step];
      if (delta === undefined) break;
      const body = applyDelta(found.body, await this.#inflate(delta.at, delta.entry));
      found = { type: found.type, body };
      if (step > 0) this.#bases.set(this.placeOf(delta.at), found, body.length + 64);
    }
    return found;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    const opened = await file.catch(() => null);
    await opened?.handle.close();
  }

  /** The offset as a number that no other pack of this process has. */
  placeOf(offset: number): number {
    return this.#firstPlace + offset;
  }

  async #entryAt(offset: number): Promise<PackEntry> {
    const { sizeBytes: packBytes } = await this.#opened();
    const reach = Math.min(headerReach, packBytes - 20 - offset);
    if (offset < 12 || reach < 2) throw damaged('the index of a pack points outside the pack');
    const header = this.#bytesAtHand(offset, reach) ?? (await this.#bytes(offset, reach));
    let at = 0;
    const next = (): number => {
      const byte = header[at];
      if (byte === undefined) throw damaged('an object of a pack is cut short');
      at += 1;
      return byte;
    };
    let byte = next();
    const kind = (byte >> 4) & 7;
    let sizeBytes = byte & 15;
    for (let scale = 16; byte >= 0x80; scale *= 128) {
      byte = next();
      sizeBytes += (byte & 0x7f) * scale;
    }
    if (sizeBytes > maxObjectBytes) throw objectTooLarge(sizeBytes);
    let base: number | null = null;
    if (kind === offsetDelta) {
      byte = next();
      let distance = byte & 0x7f;
      while (byte >= 0x80) {
        byte = next();
        distance = (distance + 1) * 128 + (byte & 0x7f);
      }
      base = offset - distance;
      if (distance <= 0 || base < 12) throw damaged('a delta names a base outside its pack');
    } else if (kind === refDelta) {
      if (at + 20 > header.length) throw damaged('an object of a pack is cut short');
      base = this.index.find(header.subarray(at, at + 20));
      at += 20;
      if (base === null) throw damaged('a delta names a base that its pack lacks');
    }
    return { kind, sizeBytes, start: offset + at, base };
  }

  async #inflate(offset: number, entry: PackEntry): Promise<Buffer> {
    const { sizeBytes: packBytes } = await this.#opened();
    const length = this.index.nextOffset(offset, packBytes - 20) - entry.start;
    const bytes =
      this.#bytesAtHand(entry.start, length) ?? (await this.#bytes(entry.start, length));
    return inflateExactly(bytes, entry.sizeBytes);
  }

  #bytesAtHand(start: number, length: number): Buffer | null {
    const first = Math.floor(start / windowBytes);
    const from = start - first * windowBytes;
    const window = this.#windows.get(this.placeOf(first));
    if (window === undefined || from + length > window.length) return null;
    return window.subarray(from, from + length);
  }

  async #bytes(start: number, length: number): Promise<Buffer> {
    const first = Math.floor(start / windowBytes);
    if (Math.floor((start + length - 1) / windowBytes) !== first) return this.#pread(start, length);
    const key = this.placeOf(first);
    let window = this.#windows.get(key);
    if (window === undefined) {
      window = await this.#pread(first * windowBytes, windowBytes, true);
      this.#windows.set(key, window, windowBytes);
    }
    const from = start - first * windowBytes;
    const bytes = window.subarray(from, from + length);
    if (bytes.length < length) throw damaged('a pack is cut short');
    return bytes;
  }

  async #pread(start: number, length: number, mayEndEarly = false): Promise<Buffer> {
    const { handle, sizeBytes } = await this.#opened();
    const wanted = mayEndEarly ? Math.min(length, sizeBytes - start) : length;
    if (wanted < 0 || start + wanted > sizeBytes) throw damaged('a pack is cut short');
    const buffer = Buffer.allocUnsafeSlow(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await handle.read(buffer, filled, wanted - filled, start + filled);
      if (bytesRead === 0) throw damaged('a pack is cut short');
      filled += bytesRead;
    }
    return buffer;
  }

  #opened(): Promise<{ readonly handle: FileHandle; readonly sizeBytes: number }> {
    this.#file ??= this.#open();
    return this.#file;
  }

  async #open(): Promise<{ readonly handle: FileHandle; readonly sizeBytes: number }> {
    const handle = await open(this.path, 'r').catch((cause: unknown) => {
      this.#file = null;
      throw cause;
    });
    const { size } = await handle.stat();
    return { handle, sizeBytes: size };
  }
}
