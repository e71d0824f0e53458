import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Oid } from '../../shared/contract/values.ts';
import { deflateObject } from './deflate.ts';
import type { ObjectSink, ObjectStore } from './object-store.ts';
import { hashObject, type ObjectType } from './oid.ts';
import { closePack, putPack, writeAt, writePackIndex } from './pack-file.ts';
import { entryHeader, typeCode } from './pack-format.ts';
import { packIndexBytes, sortedByOid, type PackedObjects } from './pack-index-write.ts';
import { removeLeftoverPacks, withTemporaryPack } from './temporary-pack.ts';

const flushBytes = 1024 * 1024;

/**
 * Lets `work` write objects that go into the store as one pack, synced once: thousands of single
 * files would each wait for the disk.
 *
 * The store holds all of them when this returns, and none when `work` fails. An object that a pack
 * of the store holds already is not written again.
 */
export async function writeAsPack<Result>(
  objects: ObjectStore,
  work: (sink: ObjectSink) => Promise<Result>,
): Promise<Result> {
  const packs = `${objects.dir}/pack`;
  await mkdir(packs, { recursive: true });
  await removeLeftoverPacks(objects);
  return withTemporaryPack(packs, async (packPath, indexPath) => {
    const file = await open(packPath, 'wx+', 0o444);
    let name: string | null;
    let result: Result;
    try {
      const builder = new PackBuilder(objects, file);
      result = await work(builder);
      name = await builder.finish(indexPath);
    } finally {
      await file.close();
    }
    if (name !== null) {
      await putPack(packs, name, packPath, indexPath);
      objects.refresh();
    }
    return result;
  });
}

class PackBuilder implements ObjectSink {
  readonly #store: ObjectStore;
  readonly #file: FileHandle;
  readonly #oids = new Set<Oid>();
  readonly #places: { readonly oid: Oid; readonly offset: number; readonly crc: number }[] = [];
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #writtenBytes = 0;
  /** Resolves when all that was handed to the disk is written. */
  #written: Promise<void> = Promise.resolve();

  constructor(store: ObjectStore, file: FileHandle) {
    this.#store = store;
    this.#file = file;
    this.#put(Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1'));
  }

  readAs(type: ObjectType, oid: Oid): Promise<Uint8Array> {
    return this.#store.readAs(type, oid);
  }

  async write(type: ObjectType, body: Uint8Array): Promise<Oid> {
    const oid = hashObject(type, body);
    if (this.#oids.has(oid) || (await this.#store.isPacked(oid))) return oid;
    // Two equal files of one batch: the first one's turn is not over yet.
    if (this.#oids.has(oid)) return oid;
    this.#oids.add(oid);
    const header = entryHeader(typeCode[type], body.length);
    const compressed = await deflateObject(type, body);
    const offset = this.#writtenBytes + this.#waitingBytes;
    this.#places.push({ oid, offset, crc: crc32(compressed, crc32(header)) });
    this.#put(header);
    this.#put(compressed);
    if (this.#waitingBytes >= flushBytes) this.#flush();
    await this.#written;
    return oid;
  }

  /** Completes the pack and writes its index; returns its name, null when nothing was written into it. */
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
