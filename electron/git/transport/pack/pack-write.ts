import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { Oid } from '../../../../shared/contract/values.ts';
import type { ObjectStore } from '../../object-store.ts';
import { entryHeader, typeCode } from '../../pack-format.ts';
import type { Breather } from '../breather.ts';
import { makeDelta } from './delta-write.ts';
import { refDeltaCode } from './pack-entry.ts';
import type { ObjectToSend } from '../push-objects.ts';

/** As git's own default. */
const maxChain = 50;
const maxDeltaTargetBytes = 16 * 1024 * 1024;

const stepBytes = 256 * 1024;

/**
 * The bytes of a thin pack, in steps: an object is stored as a delta on its older version where
 * that saves enough. The list's bases decide what it may build on.
 */
export async function* packBytes(
  objects: ObjectStore,
  list: readonly ObjectToSend[],
  breather: Breather,
  onObject: (done: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha1');
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(list.length, 8);
  let waiting: Buffer[] = [header];
  let waitingBytes = header.length;
  const flushed = (): Buffer => {
    const bytes = Buffer.concat(waiting, waitingBytes);
    hash.update(bytes);
    waiting = [];
    waitingBytes = 0;
    return bytes;
  };
  const chains = new Map<Oid, number>();
  for (const [index, object] of list.entries()) {
    const entry = await packedEntry(objects, object, chains);
    waiting.push(entry);
    waitingBytes += entry.length;
    if (waitingBytes >= stepBytes) yield flushed();
    if (breather.isDue) {
      onObject(index + 1);
      await breather.breathe();
    }
  }
  yield flushed();
  yield hash.digest();
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
