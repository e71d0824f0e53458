import { mkdir, open, type FileHandle } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import { deflateObject } from './deflate.ts';
import type { ObjectSink, ObjectStore } from './object-store.ts';
import { hashObject, type ObjectType } from './oid.ts';
import { PackEntries } from './pack-entries.ts';
import { putPack } from './pack-file.ts';
import { entryHeader, typeCode } from './pack-format.ts';
import { removeLeftoverPacks, withTemporaryPack } from './temporary-pack.ts';

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
  readonly #entries: PackEntries;
  readonly #oids = new Set<Oid>();

  constructor(store: ObjectStore, file: FileHandle) {
    this.#store = store;
    this.#entries = new PackEntries(file);
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
    const compressed = await deflateObject(type, body);
    await this.#entries.add(oid, entryHeader(typeCode[type], body.length), compressed);
    return oid;
  }

  finish(indexPath: string): Promise<string | null> {
    return this.#entries.finish(indexPath);
  }
}
