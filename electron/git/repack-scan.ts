import { readdir, stat } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import { removeLeftovers } from './leftovers.ts';
import type { ObjectStore } from './object-store.ts';
import { isOid } from './oid.ts';
import type { PackReader } from './pack-reader.ts';
import { isAbsent } from './whole-file.ts';

/** A pack up to this size is written anew together with others; a larger one stays as it is. */
const smallPackBytes = 16 * 1024 * 1024;
/** With more small packs than this, looking for an object in each of them is felt. */
const manySmallPacks = 10;
const manyLooseObjects = 500;
const manyLooseBytes = 16 * 1024 * 1024;
/** More is left for the next time: what is worked out about each object stays in memory. */
const maxObjects = 100_000;

export interface SmallPack {
  readonly pack: PackReader;
  /** The pack's files without their endings. */
  readonly stem: string;
  readonly sizeBytes: number;
}

/** What a repack would put into one new pack. */
export interface Scattered {
  readonly loose: ReadonlyMap<Oid, number>;
  readonly looseBytes: number;
  readonly packs: readonly SmallPack[];
  /** Whether there is so much of it that a repack is worth its while. */
  readonly isMuch: boolean;
}

/** Looks for single objects and small packs, and clears away objects that killed processes left unfinished. Packs that are marked to be kept (`.keep`, promisor) are left out. */
export async function findScattered(objects: ObjectStore): Promise<Scattered> {
  const loose = await listLoose(objects.dir);
  const looseBytes = [...loose.values()].reduce((sum, size) => sum + size, 0);
  const small = await listSmallPacks(objects, loose.size);
  const isMuch = small.length > manySmallPacks;
  return {
    loose,
    looseBytes,
    packs: isMuch ? small : [],
    isMuch: isMuch || loose.size > manyLooseObjects || looseBytes > manyLooseBytes,
  };
}

async function listLoose(dir: string): Promise<Map<Oid, number>> {
  const found = new Map<Oid, number>();
  for (let first = 0; first < 256; first += 1) {
    const folder = first.toString(16).padStart(2, '0');
    const names = await namesIn(`${dir}/${folder}`);
    await removeLeftovers(`${dir}/${folder}`, { names });
    for (const name of names) {
      const oid = `${folder}${name}`;
      if (!isOid(oid)) continue;
      const size = await sizeOf(`${dir}/${folder}/${name}`);
      if (size !== null) found.set(oid, size);
      if (found.size === maxObjects) return found;
    }
  }
  return found;
}

async function listSmallPacks(objects: ObjectStore, already: number): Promise<SmallPack[]> {
  const small: SmallPack[] = [];
  const names = new Set(await namesIn(`${objects.dir}/pack`));
  // It names its packs one by one: to git, one that went would look lost.
  if (names.has('multi-pack-index')) return small;
  let count = already;
  for (const pack of await objects.packs()) {
    const stem = pack.path.slice(0, -'.pack'.length);
    const name = stem.slice(stem.lastIndexOf('/') + 1);
    if (['keep', 'promisor', 'mtimes'].some((ending) => names.has(`${name}.${ending}`))) continue;
    const sizeBytes = await sizeOf(pack.path);
    if (sizeBytes === null || sizeBytes > smallPackBytes) continue;
    count += pack.index.count;
    if (count > maxObjects) break;
    small.push({ pack, stem, sizeBytes });
  }
  return small;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
