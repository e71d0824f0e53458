import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { nameOfOurs, removeLeftovers } from './leftovers.ts';
import type { ObjectStore } from './object-store.ts';
import { diskError, systemCode } from './whole-file.ts';

/**
 * Lends two paths in a store's pack folder that are gone afterwards, whatever happens.
 *
 * As git names its own: `tmp_*` is removed by `git gc`, should this app never run again, and any git
 * opens whatever ends in `.idx`, finished or not.
 */
export async function withTemporaryPack<Result>(
  packs: string,
  use: (pack: string, index: string) => Promise<Result>,
): Promise<Result> {
  const name = nameOfOurs();
  const pack = join(packs, `tmp_pack_${name}`);
  const index = join(packs, `tmp_idx_${name}`);
  try {
    return await use(pack, index);
  } catch (error) {
    const code = systemCode(error);
    if (error instanceof AppError || code === null || code.startsWith('ERR_')) throw error;
    throw diskError('write to', packs, error);
  } finally {
    await rm(pack, { force: true });
    await rm(index, { force: true });
  }
}

/** Removes what transfers that were killed left in the store. Never fails, touches no running one. */
export async function removeLeftoverPacks(objects: ObjectStore): Promise<void> {
  await removeLeftovers(join(objects.dir, 'pack'), { restMs: 0 });
}
