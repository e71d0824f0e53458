import { open, type FileHandle } from 'node:fs/promises';
import { applyDelta } from './delta.ts';
import { inflateExactly, inflateIfWhole, inflateInPool, inPoolFromBytes } from './inflate.ts';
import { damaged, maxDeltaDepth, maxObjectBytes, objectTooLarge } from './limits.ts';
import type { LruCache } from './lru-cache.ts';
import type { ObjectType } from './oid.ts';
import type { PackIndex } from './pack-index.ts';

export interface StoredObject {
  readonly type: ObjectType;
  /** Shared with the store's cache: read it, never write into it. */
  readonly body: Uint8Array;
}

const windowBytes = 128 * 1024;
const headerReach = 64;
/** Shorter than this no stream of zlib is. */
const leastStreamBytes = 8;
const refDelta = 7;
const offsetDelta = 6;
const plainTypes: readonly (ObjectType | null)[] = [null, 'commit', 'tree', 'blob', 'tag'];

/** Numbers as keys: a text for each read would cost more than the look-up. */
const placesInPack = 2 ** 36;
let packsOpened = 0;

interface PackEntry {
  readonly code: number;
  readonly sizeBytes: number;
  /** Where the compressed bytes begin. */
  readonly start: number;
  /** Where the delta's base begins; null for whole objects. */
  readonly base: number | null;
}

/** What a reading has to wait for. */
type Wait =
  | { readonly kind: 'closed' }
  | { readonly kind: 'bytes'; readonly start: number; readonly length: number }
  | { readonly kind: 'inflate'; readonly bytes: Buffer; readonly sizeBytes: number };

type Step = Wait | { readonly kind: 'found'; readonly object: StoredObject };

const nothing = Buffer.alloc(0);

/** How far the reading of one object has come. */
class Reading {
  /** The entries passed on the way to a whole object, to be applied to it last first. */
  readonly deltas: { readonly at: number; readonly entry: PackEntry }[] = [];
  at: number;
  found: StoredObject | null = null;
  /** The whole object at the chain's end, while its bytes are waited for. */
  entry: PackEntry | null = null;
  /** What was waited for last: a part of the pack, and where it begins … */
  bytes: Buffer = nothing;
  bytesStart = 0;
  /** … or what came out of the thread pool. */
  inflated: Buffer | null = null;

  constructor(offset: number) {
    this.at = offset;
  }
}

/** One pack file. Reads go through windows of it, so that neighbours cost one read of the disk. */
export class PackReader {
  readonly index: PackIndex;
  readonly path: string;
  readonly #windows: LruCache<number, Buffer>;
  readonly #bases: LruCache<number, StoredObject>;
  readonly #firstPlace = packsOpened * placesInPack;
  #file: Promise<{ readonly handle: FileHandle; readonly sizeBytes: number }> | null = null;
  #sizeBytes: number | null = null;

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
    const reading = new Reading(offset);
    for (;;) {
      const step = this.#advance(reading);
      if (step.kind === 'found') return step.object;
      if (step.kind === 'closed') await this.#opened();
      else if (step.kind === 'inflate')
        reading.inflated = await inflateInPool(step.bytes, step.sizeBytes);
      else await this.#load(reading, step.start, step.length);
    }
  }

  /** As `readAt`, but null for an object that must be waited for: without promises, it takes half the time. */
  readNow(offset: number): StoredObject | null {
    const step = this.#advance(new Reading(offset));
    return step.kind === 'found' ? step.object : null;
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

  /** Goes on until the object is there, or something has to be waited for. */
  #advance(reading: Reading): Step {
    const { deltas } = reading;
    while (reading.found === null) {
      const known = this.#bases.get(this.placeOf(reading.at));
      if (known !== undefined) {
        reading.found = known;
        // Another reading was quicker with the same base.
        reading.inflated = null;
        break;
      }
      const entry = reading.entry ?? this.#entryAt(reading);
      if ('kind' in entry) return entry;
      if (entry.base === null) {
        const type = plainTypes[entry.code];
        if (type === undefined || type === null)
          throw damaged('a pack holds an unknown object type');
        reading.entry = entry;
        const body = this.#inflate(reading, entry);
        if (!(body instanceof Uint8Array)) return body;
        reading.found = { type, body };
        this.#keepBase(reading.at, reading.found, deltas.length > 0);
        break;
      }
      deltas.push({ at: reading.at, entry });
      if (deltas.length > maxDeltaDepth) throw damaged('a chain of deltas does not end');
      reading.at = entry.base;
    }
    for (let delta = deltas.at(-1); delta !== undefined; delta = deltas.at(-1)) {
      const change = this.#inflate(reading, delta.entry);
      if (!(change instanceof Uint8Array)) return change;
      deltas.pop();
      reading.found = { type: reading.found.type, body: applyDelta(reading.found.body, change) };
      this.#keepBase(delta.at, reading.found, deltas.length > 0);
    }
    return { kind: 'found', object: reading.found };
  }

  /** Folders are made out of each other: the next one asked for is likely to need this one. */
  #keepBase(at: number, object: StoredObject, isBase: boolean): void {
    if (!isBase && object.type !== 'tree') return;
    this.#bases.set(this.placeOf(at), object, object.body.length + 64);
  }

  #entryAt(reading: Reading): PackEntry | Wait {
    const packBytes = this.#sizeBytes;
    if (packBytes === null) return { kind: 'closed' };
    const offset = reading.at;
    const reach = Math.min(headerReach, packBytes - 20 - offset);
    if (offset < 12 || reach < 2) throw damaged('the index of a pack points outside the pack');
    const header = this.#bytesAtHand(reading, offset, reach);
    if (header === null) return { kind: 'bytes', start: offset, length: reach };
    let at = 0;
    const next = (): number => {
      const byte = header[at];
      if (byte === undefined) throw damaged('an object of a pack is cut short');
      at += 1;
      return byte;
    };
    let byte = next();
    const code = (byte >> 4) & 7;
    let sizeBytes = byte & 15;
    for (let scale = 16; byte >= 0x80; scale *= 128) {
      byte = next();
      sizeBytes += (byte & 0x7f) * scale;
    }
    if (sizeBytes > maxObjectBytes) throw objectTooLarge(sizeBytes);
    let base: number | null = null;
    if (code === offsetDelta) {
      byte = next();
      let distance = byte & 0x7f;
      while (byte >= 0x80) {
        byte = next();
        distance = (distance + 1) * 128 + (byte & 0x7f);
      }
      base = offset - distance;
      if (distance <= 0 || base < 12) throw damaged('a delta names a base outside its pack');
    } else if (code === refDelta) {
      if (at + 20 > header.length) throw damaged('an object of a pack is cut short');
      base = this.index.find(header.subarray(at, at + 20));
      at += 20;
      if (base === null) throw damaged('a delta names a base that its pack lacks');
    }
    return { code, sizeBytes, start: offset + at, base };
  }

  #inflate(reading: Reading, entry: PackEntry): Buffer | Wait {
    if (reading.inflated !== null) {
      const body = reading.inflated;
      reading.inflated = null;
      return body;
    }
    const packBytes = this.#sizeBytes;
    if (packBytes === null) return { kind: 'closed' };
    const { start, sizeBytes } = entry;
    if (packBytes - 20 - start < leastStreamBytes) throw damaged('a pack is cut short');
    const isSmall = sizeBytes < inPoolFromBytes;
    if (isSmall) {
      const rest = this.#restAtHand(reading, start);
      const body = rest === null ? null : inflateIfWhole(rest, sizeBytes);
      if (body !== null) return body;
      // As much as it takes, unless it was packed by something odd.
      const length = Math.min(packBytes - 20 - start, sizeBytes + (sizeBytes >>> 8) + 64);
      if (rest === null || rest.length < length) return { kind: 'bytes', start, length };
    }
    const length = this.index.nextOffset(start, packBytes - 20) - start;
    const bytes = this.#bytesAtHand(reading, start, length);
    if (bytes === null) return { kind: 'bytes', start, length };
    return isSmall ? inflateExactly(bytes, sizeBytes) : { kind: 'inflate', bytes, sizeBytes };
  }

  #bytesAtHand(reading: Reading, start: number, length: number): Buffer | null {
    const own = start - reading.bytesStart;
    if (own >= 0 && own + length <= reading.bytes.length) {
      return reading.bytes.subarray(own, own + length);
    }
    const first = Math.floor(start / windowBytes);
    const from = start - first * windowBytes;
    const window = this.#windows.get(this.placeOf(first));
    if (window === undefined || from + length > window.length) return null;
    return window.subarray(from, from + length);
  }

  /** What there is from `start` on: it may be more than one object, or the beginning of one. */
  #restAtHand(reading: Reading, start: number): Buffer | null {
    const own = start - reading.bytesStart;
    if (own >= 0 && own < reading.bytes.length) return reading.bytes.subarray(own);
    const first = Math.floor(start / windowBytes);
    return this.#windows.get(this.placeOf(first))?.subarray(start - first * windowBytes) ?? null;
  }

  /** Reads bytes of the pack for this object: their window, or only them when they cross its edge. */
  async #load(reading: Reading, start: number, length: number): Promise<void> {
    const first = Math.floor(start / windowBytes);
    if (Math.floor((start + length - 1) / windowBytes) !== first) {
      reading.bytes = await this.#pread(start, length);
      reading.bytesStart = start;
      return;
    }
    const window = await this.#pread(first * windowBytes, windowBytes, true);
    this.#windows.set(this.placeOf(first), window, windowBytes);
    // Others may push the window out before its turn comes.
    reading.bytes = window;
    reading.bytesStart = first * windowBytes;
    if (start + length > reading.bytesStart + window.length) throw damaged('a pack is cut short');
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
    this.#sizeBytes = size;
    return { handle, sizeBytes: size };
  }
}
