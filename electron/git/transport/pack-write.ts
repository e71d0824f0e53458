import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import type { Oid } from '../../../shared/contract/values.ts';
import type { ObjectStore } from '../object-store.ts';
import { entryHeader, typeCode } from '../pack-format.ts';
import type { Breather } from './breather.ts';
import { makeDelta } from './delta-write.ts';
import { refDeltaCode } from './pack-entry.ts';
import type { ObjectToSend } from './push-objects.ts';

/** As git's own default. */
const maxChain = 50;
const maxDeltaTargetBytes = 16 * 1024 * 1024;

/**
 * Writes a thin pack: an object is stored as a delta on its older version where that saves enough.
 * Returns the size.
 */
export async function writePack(
  objects: ObjectStore,
  list: readonly ObjectToSend[],
  file: FileHandle,
  breather: Breather,
  onObject: (done: number) => void,
): Promise<number> {
  const hash = createHash('sha1');
  let sizeBytes = 0;
  const put = async (bytes: Buffer): Promise<void> => {
    hash.update(bytes);
    await file.appendFile(bytes);
    sizeBytes += bytes.length;
  };
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(list.length, 8);
  await put(header);
  const chains = new Map<Oid, number>();
  for (const [index, object] of list.entries()) {
    await put(await packedEntry(objects, object, chains));
    if (breather.isDue) {
      onObject(index + 1);
      await breather.breathe();
    }
  }
  const sum = hash.digest();
  await file.appendFile(sum);
  return sizeBytes + sum.length;
}

async function packedEntry(
  objects: ObjectStore,
  { oid, base }: ObjectToSend,
  chains: Map<Oid, number>,
): Promise<Buffer> {
  const { type, body } = await objects.read(oid);
  const chain = base === null ? 0 : (chains.get(base) ?? 0) + 1;
  if (base !== null && chain <= maxChain && body.length <= maxDeltaTargetBytes) {
    const older = await objects.read(base);
    const delta = older.type === type ? makeDelta(older.body, body) : null;
    if (delta) {
      chains.set(oid, chain);
      const header = entryHeader(refDeltaCode, delta.length);
      return Buffer.concat([header, Buffer.from(base, 'hex'), deflateSync(delta)]);
    }
  }
  return Buffer.concat([entryHeader(typeCode[type], body.length), deflateSync(body)]);
}
