import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../../../../shared/contract/values.ts';
import type { ObjectStore } from '../../object-store.ts';
import { putPack, writePackIndex } from '../../pack-file.ts';
import { packIndexBytes, sortedByOid } from '../../pack-index-write.ts';
import { limitsOf, throwIfCancelled, type JobAccess } from '../access.ts';
import { Breather } from '../breather.ts';
import { Indexing } from './indexing.ts';
import { checkConnected } from './pack-connectivity.ts';
import { completePack } from './pack-complete.ts';
import { receivePack } from './pack-receive.ts';
import { resolveDeltas } from './pack-resolve.ts';
import { scanPack } from './pack-scan.ts';
import { PackTable } from './pack-table.ts';
import { withTemporaryPack } from '../../temporary-pack.ts';

/**
 * Receives a pack and puts it into the store, only after it was proved whole, sound and connected.
 * Until the last rename nothing of it can be seen; a failure or a kill leaves at most a temporary
 * file, which the next transfer takes away.
 *
 * @returns bytes received
 */
export async function installPack(
  objects: ObjectStore,
  chunks: AsyncIterable<Buffer>,
  tips: readonly Oid[],
  access: JobAccess,
): Promise<number> {
  const packs = join(objects.dir, 'pack');
  await mkdir(packs, { recursive: true });
  return withTemporaryPack(packs, async (pack, index) => {
    const made = await writePack(objects, chunks, tips, access, pack, index);
    throwIfCancelled(access.signal);
    if (made.objectCount > 0) {
      await putPack(packs, made.name, pack, index);
      objects.refresh();
    }
    return made.receivedBytes;
  });
}

async function writePack(
  objects: ObjectStore,
  chunks: AsyncIterable<Buffer>,
  tips: readonly Oid[],
  access: JobAccess,
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
    await writePackIndex(indexPath, packIndexBytes(table, order, sum));
    return { name: sum.toString('hex'), objectCount: table.count, receivedBytes: bytes };
  } finally {
    await pack.close();
  }
}
