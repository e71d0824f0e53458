import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { tooDeep, tooLargeObject, type Indexing } from './indexing.ts';
import { firstEntryOffset, ofsDeltaCode, readEntryHeader } from './pack-entry.ts';
import { inflateExactly } from './pack-inflate.ts';
import { malformed } from '../pkt-line.ts';

const trailerBytes = 20;
const windowBytes = 4 * 1024 * 1024;
/** Enough for an entry's header and most objects. */
const usualEntryBytes = 64 * 1024;

/**
 * First pass over a pack: finds every entry, identifies it where it is whole or its base is at
 * hand, and links the other deltas to their bases.
 */
export async function scanPack(
  indexing: Indexing,
  fd: number,
  packBytes: number,
  objectCount: number,
): Promise<void> {
  const { table } = indexing;
  const window = new FileWindow(fd, packBytes - trailerBytes);
  let offset = firstEntryOffset;
  for (let index = 0; index < objectCount; index += 1) {
    table.offsets[index] = offset;
    const header = readEntryHeader(window.at(offset, usualEntryBytes), offset);
    if (header.sizeBytes > indexing.limits.maxObjectBytes) throw tooLargeObject();
    const { body, consumedBytes } = inflateEntry(
      window,
      offset + header.headerBytes,
      header.sizeBytes,
    );
    const end = offset + header.headerBytes + consumedBytes;
    table.crcs[index] = crc32(window.at(offset, end - offset).subarray(0, end - offset));
    if (header.code === ofsDeltaCode) {
      onDelta(indexing, table.indexAtOffset(header.baseOffset, index), index, body);
    } else if (header.baseId) {
      const hex = header.baseId.toString('hex');
      const others = table.waiting.get(hex);
      if (others) others.push(index);
      else table.waiting.set(hex, [index]);
      indexing.keepDelta(index, body);
    } else {
      indexing.identify(index, header.code, body);
      indexing.keepBody(index, body);
    }
    offset = end;
    if (indexing.breather.isDue) await indexing.breathe();
  }
  indexing.forgetBodies();
  table.offsets[objectCount] = offset;
  if (offset !== packBytes - trailerBytes) throw malformed();
}

/** Resolves a delta whose base is at hand, as it mostly is; any other waits for the second pass. */
function onDelta(indexing: Indexing, base: number, index: number, delta: Buffer): void {
  const { table } = indexing;
  const baseBody = indexing.keptBody(base);
  if (baseBody === null) {
    table.addChild(base, index);
    indexing.keepDelta(index, delta);
    return;
  }
  table.setBase(index, base);
  if (table.depthOf(index) > indexing.limits.maxDeltaDepth) throw tooDeep();
  const body = indexing.apply(baseBody, delta);
  indexing.identify(index, table.codes[base] ?? 0, body);
  indexing.keepBody(index, body);
}

function inflateEntry(
  window: FileWindow,
  start: number,
  sizeBytes: number,
): { body: Buffer; consumedBytes: number } {
  for (let wanted = usualEntryBytes; ; wanted *= 4) {
    const input = window.at(start, wanted);
    const result = inflateExactly(input, sizeBytes);
    if (result.kind === 'whole') return result;
    if (result.kind === 'broken' || input.length < wanted) throw malformed();
  }
}

/** Reads a file from front to back in large steps. */
class FileWindow {
  readonly #fd: number;
  readonly #end: number;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(fd: number, end: number) {
    this.#fd = fd;
    this.#end = end;
  }

  /** At least `wanted` bytes from `position`, fewer only at the end of the file. */
  at(position: number, wanted: number): Buffer {
    const from = position - this.#start;
    const held = this.#bytes.length - from;
    const missing = Math.min(wanted, this.#end - position) > held;
    if (from < 0 || missing) {
      const size = Math.min(Math.max(wanted, windowBytes), this.#end - position);
      this.#bytes = readExactly(this.#fd, position, Math.max(size, 0));
      this.#start = position;
      return this.#bytes;
    }
    return this.#bytes.subarray(from);
  }
}

export function readExactly(fd: number, position: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0; at < size;) {
    const read = readSync(fd, bytes, at, size - at, position + at);
    if (read === 0) throw malformed();
    at += read;
  }
  return bytes;
}
