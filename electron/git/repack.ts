import { mkdir, open, rm, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { deflateObject } from './deflate.ts';
import { damaged } from './limits.ts';
import { tryLock } from './lock-file.ts';
import { loosePath } from './loose-objects.ts';
import { LruCache } from './lru-cache.ts';
import type { ObjectStore } from './object-store.ts';
import { hashObject } from './oid.ts';
import { PackEntries } from './pack-entries.ts';
import { putPack } from './pack-file.ts';
import { deltaHeader, entryHeader, typeCode } from './pack-format.ts';
import { readPackIndex } from './pack-index.ts';
import { PackReader, type StoredObject } from './pack-reader.ts';
import type { Repository } from './repository.ts';
import { planPack, type PlannedEntry } from './repack-order.ts';
import { findScattered, type Scattered, type SmallPack } from './repack-scan.ts';
import { removeLeftoverPacks, withTemporaryPack } from './temporary-pack.ts';
import { makeDelta } from './transport/pack/delta-write.ts';

const sliceMs = 10;
const packEndings = ['rev', 'bitmap', 'pack'];

export interface RepackOutcome {
  readonly packed: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

const nothing: RepackOutcome = { packed: 0, bytesBefore: 0, bytesAfter: 0 };

/** Whether so many single objects or small packs have piled up that `repackLoose` is worth its while. */
export async function isRepackDue(repo: Repository): Promise<boolean> {
  return (await findScattered(repo.objects)).isMuch;
}

/**
 * Writes all single objects, and small packs when there are many, as one pack.
 *
 * Nothing is ever dropped: also what no branch reaches goes into the new pack, which is read back whole
 * before anything is removed. So a crash, another process that reads or writes, and `git gc` at the
 * same time find every object at any moment. A damaged object stays where it is.
 *
 * @throws AppError `CANCELLED` when the signal says so: all is then as it was
 */
export async function repackLoose(
  repo: Repository,
  { signal }: { readonly signal: AbortSignal },
): Promise<RepackOutcome> {
  await mkdir(`${repo.gitDir}/commonplace`, { recursive: true });
  const held = await tryLock(`${repo.gitDir}/commonplace/repack`, 0);
  if (held === null) return nothing;
  try {
    // Here too, for a repack that finds nothing to do: its killed forerunner may have done it all.
    await removeLeftoverPacks(repo.objects);
    return await repack(repo.objects, makePause(signal));
  } finally {
    await held.release();
  }
}

type Pause = () => Promise<void>;

function makePause(signal: AbortSignal): Pause {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await setImmediate();
    since = performance.now();
    if (signal.aborted) throw new AppError('CANCELLED', 'Packing the history was stopped.');
  };
}

async function repack(objects: ObjectStore, pause: Pause): Promise<RepackOutcome> {
  const scattered = await findScattered(objects);
  const wanted = await readable(objects, scattered, pause);
  if (wanted.size === 0) return nothing;
  const plan = await planPack(objects, wanted, pause);
  const packs = `${objects.dir}/pack`;
  await mkdir(packs, { recursive: true });
  return withTemporaryPack(packs, async (packPath, indexPath) => {
    const name = await writePack(objects, plan, packPath, indexPath, pause);
    if (name === null) return nothing;
    await verifyPack(packPath, indexPath, wanted, pause);
    const bytesAfter = (await stat(packPath)).size;
    await putPack(packs, name, packPath, indexPath);
    objects.refresh();
    // From here on the removal only tidies up: stopped anywhere, every object is there at least once.
    const gone = scattered.packs.filter(({ stem }) => stem !== `${packs}/pack-${name}`);
    await removePacks(gone, wanted);
    for (const oid of scattered.loose.keys()) {
      if (wanted.has(oid))
        await rm(loosePath(objects.dir, oid), { force: true }).catch(() => undefined);
    }
    const packedBytes = gone.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return {
      packed: wanted.size,
      bytesBefore: scattered.looseBytes + packedBytes,
      bytesAfter,
    };
  });
}

/** The objects that are sound: a damaged one is left for a person to look at. */
async function readable(
  objects: ObjectStore,
  scattered: Scattered,
  pause: Pause,
): Promise<Set<Oid>> {
  const sound = new Set<Oid>();
  const all = [
    ...scattered.loose.keys(),
    ...scattered.packs.flatMap(({ pack }) => [...pack.index.oids()]),
  ];
  for (const oid of all) {
    const isSound = await objects.find(oid).then(
      (object) => object !== null,
      (error: unknown) => {
        if (error instanceof AppError && error.code !== 'DISK') return false;
        throw error;
      },
    );
    if (isSound) sound.add(oid);
    await pause();
  }
  return sound;
}

async function writePack(
  objects: ObjectStore,
  plan: readonly PlannedEntry[],
  packPath: string,
  indexPath: string,
  pause: Pause,
): Promise<string | null> {
  const file = await open(packPath, 'wx+', 0o444);
  try {
    const entries = new PackEntries(file);
    const offsets = new Map<Oid, number>();
    for (const { oid, base } of plan) {
      const object = await objects.read(oid);
      const delta = base === null ? null : await deltaFrom(objects, base, object);
      const baseOffset = base === null ? undefined : offsets.get(base);
      const offset = entries.end;
      offsets.set(oid, offset);
      if (delta !== null && baseOffset !== undefined) {
        const header = deltaHeader(delta.length, offset - baseOffset);
        await entries.add(oid, header, await deflateObject('blob', delta));
      } else {
        const header = entryHeader(typeCode[object.type], object.body.length);
        await entries.add(oid, header, await deflateObject(object.type, object.body));
      }
      await pause();
    }
    return await entries.finish(indexPath);
  } finally {
    await file.close();
  }
}

async function deltaFrom(
  objects: ObjectStore,
  base: Oid,
  object: StoredObject,
): Promise<Buffer | null> {
  const from = await objects.read(base);
  return from.type === object.type ? makeDelta(from.body, object.body) : null;
}

/** Reads every object back from the disk. */
async function verifyPack(
  packPath: string,
  indexPath: string,
  wanted: ReadonlySet<Oid>,
  pause: Pause,
): Promise<void> {
  const caches = {
    windows: new LruCache<number, Buffer>(8 * 1024 * 1024),
    bases: new LruCache<number, StoredObject>(48 * 1024 * 1024),
  };
  const pack = new PackReader(packPath, await readPackIndex(indexPath), caches);
  try {
    for (const oid of wanted) {
      const offset = pack.index.find(Buffer.from(oid, 'hex'));
      const object = offset === null ? null : await pack.readAt(offset);
      if (object === null || hashObject(object.type, object.body) !== oid) {
        throw damaged(`a new pack does not give back object ${oid}`);
      }
      await pause();
    }
  } finally {
    await pack.close();
  }
}

async function removePacks(packs: readonly SmallPack[], wanted: ReadonlySet<Oid>): Promise<void> {
  for (const { pack, stem } of packs) {
    const isAllPacked = [...pack.index.oids()].every((oid) => wanted.has(oid));
    if (!isAllPacked || (await exists(`${stem}.keep`))) continue;
    // Without its index nobody looks for the pack any more; whoever has it open reads on.
    await rm(`${stem}.idx`, { force: true }).catch(() => undefined);
    for (const ending of packEndings) {
      await rm(`${stem}.${ending}`, { force: true }).catch(() => undefined);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
