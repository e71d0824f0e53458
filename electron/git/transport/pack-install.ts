import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { ObjectStore } from '../object-store.ts';
import { diskError, systemCode } from '../whole-file.ts';
import { limitsOf, throwIfCancelled, type RemoteAccess } from './access.ts';
import { Breather } from './breather.ts';
import { Indexing } from './indexing.ts';
import { checkConnected } from './pack-connectivity.ts';
import { completePack } from './pack-complete.ts';
import { packIndexBytes, sortedByOid } from './pack-index-write.ts';
import { receivePack } from './pack-receive.ts';
import { resolveDeltas } from './pack-resolve.ts';
import { scanPack } from './pack-scan.ts';
import { PackTable } from './pack-table.ts';

// `git gc` removes `tmp_*` of its own accord, should this app never run again.
const temporaryPrefix = 'tmp_commonplace_';
const temporaryName = /^tmp_commonplace_(\d+)_[0-9a-f]+\.(?:pack|idx)$/u;
const leftoverAgeMs = 24 * 60 * 60_000;
const inUse = new Set<string>();

/**
 * Receives a pack and puts it into the store, only after it was proved whole, sound and connected.
 * Until the last rename nothing of it can be seen; a failure or a kill leaves at most a temporary
 * file, which `removeLeftoverPacks` takes away.
 *
 * @returns bytes received
 */
export async function installPack(
  objects: ObjectStore,
  chunks: AsyncIterable<Buffer>,
  tips: readonly Oid[],
  access: RemoteAccess,
): Promise<number> {
  const packs = join(objects.dir, 'pack');
  await mkdir(packs, { recursive: true });
  const stem = `${temporaryPrefix}${process.pid}_${randomBytes(8).toString('hex')}`;
  const pack = join(packs, `${stem}.pack`);
  const index = join(packs, `${stem}.idx`);
  inUse.add(stem);
  try {
    const made = await writePack(objects, chunks, tips, access, pack, index);
    throwIfCancelled(access.signal);
    if (made.objectCount > 0) {
      const final = join(packs, `pack-${made.name}`);
      // The index makes a pack visible, so it comes last. The same pack twice has the same bytes.
      if (!(await exists(`${final}.idx`))) {
        await rename(pack, `${final}.pack`);
        await rename(index, `${final}.idx`);
        await syncFolder(packs);
      }
      objects.refresh();
    }
    return made.receivedBytes;
  } catch (error) {
    if (error instanceof AppError || systemCode(error) === null) throw error;
    throw diskError('write to', packs, error);
  } finally {
    await rm(pack, { force: true });
    await rm(index, { force: true });
    inUse.delete(stem);
  }
}

async function writePack(
  objects: ObjectStore,
  chunks: AsyncIterable<Buffer>,
  tips: readonly Oid[],
  access: RemoteAccess,
  packPath: string,
  indexPath: string,
): Promise<{ name: string; objectCount: number; receivedBytes: number }> {
  const limits = limitsOf(access);
  const pack = await open(packPath, 'wx+', 0o444);
  try {
    const received = await receivePack(chunks, pack, limits, (bytes) => {
      access.onProgress?.({ phase: 'receiving', done: bytes, total: null, unit: 'bytes', bytes });
    });
    const total = received.objectCount;
    const bytes = received.sizeBytes;
    const table = new PackTable(total);
    const indexing = new Indexing(table, bytes, limits, new Breather(access.signal), (done) => {
      access.onProgress?.({ phase: 'checking', done, total, unit: 'objects', bytes });
    });
    await scanPack(indexing, pack.fd, bytes, total);
    await resolveDeltas(indexing, pack.fd);
    const { sum } = await completePack(indexing, pack, bytes, objects);
    const order = sortedByOid(table);
    await checkConnected(indexing, order, tips, objects);
    await pack.sync();
    await writeIndex(indexPath, packIndexBytes(table, order, sum));
    return { name: sum.toString('hex'), objectCount: table.count, receivedBytes: bytes };
  } finally {
    await pack.close();
  }
}

async function writeIndex(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o444);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes what transfers that were killed left in the store. Never fails, touches no running one. */
export async function removeLeftoverPacks(objects: ObjectStore): Promise<void> {
  const packs = join(objects.dir, 'pack');
  const names = await readdir(packs).catch((): string[] => []);
  for (const name of names) {
    const pid = temporaryName.exec(name)?.[1];
    if (pid === undefined || inUse.has(name.slice(0, name.lastIndexOf('.')))) continue;
    const path = join(packs, name);
    const isOurs = Number(pid) === process.pid;
    if (isOurs || !isRunning(Number(pid)) || (await isOld(path))) await rm(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > leftoverAgeMs;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function syncFolder(dir: string): Promise<void> {
  let folder: FileHandle;
  try {
    folder = await open(dir, 'r');
  } catch {
    // Windows opens no folders and needs no such sync.
    return;
  }
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
