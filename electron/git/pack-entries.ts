import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Oid } from '../../shared/contract/values.ts';
import { closePack, writeAt, writePackIndex } from './pack-file.ts';
import { packIndexBytes, sortedByOid, type PackedObjects } from './pack-index-write.ts';

const flushBytes = 1024 * 1024;

/** A pack that is being written, entry by entry; what is written so far waits in memory for a moment only. */
export class PackEntries {
  readonly #file: FileHandle;
  readonly #places: { readonly oid: Oid; readonly offset: number; readonly crc: number }[] = [];
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #writtenBytes = 0;
  /** Resolves when all that was handed to the disk is written. */
  #written: Promise<void> = Promise.resolve();

  constructor(file: FileHandle) {
    this.#file = file;
    this.#put(Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1'));
  }

  /** Where the next entry begins. */
  get end(): number {
    return this.#writtenBytes + this.#waitingBytes;
  }

  /** Takes in an entry at once, and resolves when there is room for more. */
  async add(oid: Oid, header: Buffer, compressed: Buffer): Promise<void> {
    this.#places.push({ oid, offset: this.end, crc: crc32(compressed, crc32(header)) });
    this.#put(header);
    this.#put(compressed);
    if (this.#waitingBytes >= flushBytes) this.#flush();
    await this.#written;
  }

  /** Completes the pack and writes its index, both synced; returns its name, null when it has no entry. */
  async finish(indexPath: string): Promise<string | null> {
    const count = this.#places.length;
    if (count === 0) return null;
    this.#flush();
    await this.#written;
    const sum = await closePack(this.#file, count, this.#writtenBytes, () => Promise.resolve());
    await this.#file.sync();
    const table = this.#table();
    await writePackIndex(indexPath, packIndexBytes(table, sortedByOid(table), sum));
    return sum.toString('hex');
  }

  #put(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#waiting, this.#waitingBytes);
    const position = this.#writtenBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#writtenBytes += bytes.length;
    this.#written = this.#written.then(() => writeAt(this.#file, bytes, position));
  }

  #table(): PackedObjects {
    const count = this.#places.length;
    const oids = Buffer.alloc(count * 20);
    for (const [at, { oid }] of this.#places.entries()) oids.write(oid, at * 20, 'hex');
    return {
      count,
      offsets: Float64Array.from(this.#places, ({ offset }) => offset),
      crcs: Uint32Array.from(this.#places, ({ crc }) => crc),
      oids,
    };
  }
}
