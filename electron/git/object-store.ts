import { readdir } from 'node:fs/promises';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { damaged } from './limits.ts';
import { freshenLoose, readLoose, writeLoose } from './loose-objects.ts';
import { LruCache } from './lru-cache.ts';
import { hashObject, type ObjectType } from './oid.ts';
import { readPackIndex } from './pack-index.ts';
import { PackReader, type StoredObject } from './pack-reader.ts';
import { isAbsent, systemCode } from './whole-file.ts';

const objectCacheBytes = 32 * 1024 * 1024;
const windowCacheBytes = 32 * 1024 * 1024;
const baseCacheBytes = 48 * 1024 * 1024;

/** What making trees and commits needs: the store itself, or a pack that is being written into it. */
export type ObjectSink = Pick<ObjectStore, 'readAs' | 'write'>;

/** Every object of one repository: loose files and packs, read without git. */
export class ObjectStore {
  /** The folder `.git/objects`. */
  readonly dir: string;
  readonly #objects = new LruCache<Oid, StoredObject>(objectCacheBytes);
  readonly #packCaches = {
    windows: new LruCache<number, Buffer>(windowCacheBytes),
    bases: new LruCache<number, StoredObject>(baseCacheBytes),
  };
  #packs = new Map<string, PackReader>();
  /** The order in which packs are asked: the one that answered last comes first. */
  #order: PackReader[] = [];
  #scan: Promise<void> | null = null;
  /** Memory for the bytes of an oid, while its place is looked for. */
  readonly #name = Buffer.alloc(20);

  constructor(dir: string) {
    this.dir = dir;
  }

  /** @throws AppError `REPO_DAMAGED` when the object is absent or broken, `LIMIT` when it is too large */
  async read(oid: Oid): Promise<StoredObject> {
    const object = await this.find(oid);
    if (object === null) throw damaged(`object ${oid} is missing`);
    return object;
  }

  /** As `read`, for one type; another type under that oid is damage. */
  async readAs(type: ObjectType, oid: Oid): Promise<Uint8Array> {
    const object = await this.read(oid);
    if (object.type !== type) throw wrongType(oid, object.type, type);
    return object.body;
  }

  /** As `readAs`, but null for an object that must be waited for: then call that. */
  readNow(type: ObjectType, oid: Oid): Uint8Array | null {
    const object = this.#findNow(oid);
    if (object !== null && object.type !== type) throw wrongType(oid, object.type, type);
    return object?.body ?? null;
  }

  /** The object, or null when the repository lacks it. */
  async find(oid: Oid): Promise<StoredObject | null> {
    const atHand = this.#findNow(oid);
    if (atHand !== null) return atHand;
    const found =
      (await this.#fromPacks(oid)) ??
      (await readLoose(this.dir, oid)) ??
      // Another program may have packed the object since the packs were listed.
      (await this.#rescan(), (await this.#fromPacks(oid)) ?? (await readLoose(this.dir, oid)));
    if (found !== null) this.#objects.set(oid, found, found.body.length + 96);
    return found;
  }

  async has(oid: Oid): Promise<boolean> {
    if (this.#objects.get(oid) !== undefined) return true;
    await this.#scanned();
    if (this.#locate(oid) !== null || (await freshenLoose(this.dir, oid))) return true;
    await this.#rescan();
    return this.#locate(oid) !== null;
  }

  /** Whether a pack known here holds the object; loose objects and newer packs are not looked at. */
  async isPacked(oid: Oid): Promise<boolean> {
    await this.#scanned();
    return this.#locate(oid) !== null;
  }

  /** A number to sort by, for reading many objects in the order in which they are kept. */
  async placeOf(oid: Oid): Promise<number> {
    await this.#scanned();
    const place = this.#locate(oid);
    return place === null ? -1 : place.pack.placeOf(place.offset);
  }

  /**
   * Stores the object and returns its oid; nothing is written when it is there already.
   *
   * @param oid for a caller that has worked it out
   */
  async write(type: ObjectType, body: Uint8Array, oid = hashObject(type, body)): Promise<Oid> {
    if (!(await this.isPacked(oid)) && !(await freshenLoose(this.dir, oid))) {
      await writeLoose(this.dir, oid, type, body);
    }
    // The next commit is made out of this one's folders. A file's bytes stay its owner's.
    if (type !== 'blob') this.#objects.set(oid, { type, body }, body.length + 96);
    return oid;
  }

  /** Forgets the list of packs: call it after putting a pack in place. */
  refresh(): void {
    this.#scan = null;
  }

  /** The packs at hand, for copying between repositories. */
  async packs(): Promise<readonly PackReader[]> {
    await this.#rescan();
    return [...this.#packs.values()];
  }

  async close(): Promise<void> {
    const packs = [...this.#packs.values()];
    this.#packs = new Map();
    this.#order = [];
    this.#scan = null;
    await Promise.all(packs.map((pack) => pack.close()));
  }

  /** From memory, or from parts of a pack that are in memory. */
  #findNow(oid: Oid): StoredObject | null {
    const cached = this.#objects.get(oid);
    if (cached !== undefined) return cached;
    const place = this.#locate(oid);
    const found = place?.pack.readNow(place.offset) ?? null;
    if (found !== null) this.#objects.set(oid, found, found.body.length + 96);
    return found;
  }

  async #fromPacks(oid: Oid): Promise<StoredObject | null> {
    await this.#scanned();
    for (let attempt = 0; ; attempt += 1) {
      const place = this.#locate(oid);
      if (place === null) return null;
      try {
        return await place.pack.readAt(place.offset);
      } catch (error) {
        // A clean-up removed the pack between the look and the read; the object is elsewhere now.
        if (!isGone(error) || attempt === 2) throw error;
        await this.#rescan();
      }
    }
  }

  #locate(oid: Oid): { readonly pack: PackReader; readonly offset: number } | null {
    const name = this.#name;
    name.write(oid, 'hex');
    for (const [rank, pack] of this.#order.entries()) {
      const offset = pack.index.find(name);
      if (offset === null) continue;
      if (rank > 0) {
        this.#order.splice(rank, 1);
        this.#order.unshift(pack);
      }
      return { pack, offset };
    }
    return null;
  }

  #scanned(): Promise<void> {
    this.#scan ??= this.#list();
    return this.#scan;
  }

  #rescan(): Promise<void> {
    this.#scan = this.#list();
    return this.#scan;
  }

  async #list(): Promise<void> {
    const folder = `${this.dir}/pack`;
    const names = new Set(
      await readdir(folder).catch((error: unknown) => {
        if (isAbsent(error)) return [];
        throw error;
      }),
    );
    for (const name of names) {
      if (!name.endsWith('.idx') || this.#packs.has(name)) continue;
      const packName = `${name.slice(0, -'.idx'.length)}.pack`;
      if (!names.has(packName)) continue;
      try {
        const index = await readPackIndex(`${folder}/${name}`);
        if (this.#packs.has(name)) continue;
        const pack = new PackReader(`${folder}/${packName}`, index, this.#packCaches);
        this.#packs.set(name, pack);
        this.#order.push(pack);
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    }
    for (const [name, pack] of this.#packs) {
      if (names.has(name)) continue;
      this.#packs.delete(name);
      this.#order = this.#order.filter((kept) => kept !== pack);
      await pack.close();
    }
  }
}

function wrongType(oid: Oid, found: ObjectType, wanted: ObjectType): AppError {
  return damaged(`object ${oid} is a ${found}, not a ${wanted}`);
}

/** The pack was removed, or closed for that reason while it was read. */
function isGone(error: unknown): boolean {
  return isAbsent(error) || systemCode(error) === 'EBADF';
}
