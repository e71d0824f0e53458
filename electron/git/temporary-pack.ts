import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { ObjectStore } from './object-store.ts';
import { diskError, systemCode } from './whole-file.ts';

// `git gc` removes `tmp_*` of its own accord, should this app never run again.
const temporaryPrefix = 'tmp_commonplace_';
const temporaryName = /^tmp_commonplace_(\d+)_[0-9a-f]+\.(?:pack|idx)$/u;
const leftoverAgeMs = 24 * 60 * 60_000;
const inUse = new Set<string>();

/** Lends two paths in a store's pack folder that are gone afterwards, whatever happens. */
export async function withTemporaryPack<Result>(
  packs: string,
  use: (pack: string, index: string) => Promise<Result>,
): Promise<Result> {
  const stem = `${temporaryPrefix}${process.pid}_${randomBytes(8).toString('hex')}`;
  const pack = join(packs, `${stem}.pack`);
  const index = join(packs, `${stem}.idx`);
  inUse.add(stem);
  try {
    return await use(pack, index);
  } catch (error) {
    const code = systemCode(error);
    if (error instanceof AppError || code === null || code.startsWith('ERR_')) throw error;
    throw diskError('write to', packs, error);
  } finally {
    await rm(pack, { force: true });
    await rm(index, { force: true });
    inUse.delete(stem);
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

/** Whether a process of this machine has the id. */
export function isRunning(pid: number): boolean {
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
