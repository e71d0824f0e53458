import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import type { Oid } from '../../../../shared/contract/values.ts';
import type { ObjectStore } from '../../object-store.ts';
import { isOid } from '../../oid.ts';
import { entryHeader, typeCode } from '../../pack-format.ts';
import type { PackReader } from '../../pack-reader.ts';
import { isAbsent } from '../../whole-file.ts';
import type { Breather } from '../breather.ts';
import { firstEntryOffset } from '../pack/pack-entry.ts';
import { malformed } from '../pkt-line.ts';

const trailerBytes = 20;
const stepBytes = 1024 * 1024;
const maxPacks = 64;

/**
 * Everything a store holds as one pack: the packed objects as they stand there, without unpacking
 * a single one, and the loose ones behind them. An offset delta names its base by the distance to
 * it, so a whole run of entries can be moved.
 *
 * @returns null where that does not work out: an object stands in several packs
 */
export async function wholeStore(
  objects: ObjectStore,
  breather: Breather,
): Promise<AsyncGenerator<Buffer, void, undefined> | null> {
  const packs = await objects.packs();
  if (packs.length > maxPacks || haveCommonObjects(packs)) return null;
  const loose: Oid[] = [];
  for (const folder of await readdir(objects.dir)) {
    if (!/^[0-9a-f]{2}$/u.test(folder)) continue;
    for (const name of await readdir(`${objects.dir}/${folder}`)) {
      const oid = `${folder}${name}`;
      if (isOid(oid) && !isIn(packs, oid)) loose.push(oid);
    }
  }
  return copied(objects, packs, loose, breather);
}

async function* copied(
  objects: ObjectStore,
  packs: readonly PackReader[],
  loose: readonly Oid[],
  breather: Breather,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha1');
  const hashed = (bytes: Buffer): Buffer => {
    hash.update(bytes);
    return bytes;
  };
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(
    packs.reduce((sum, { index }) => sum + index.count, loose.length),
    8,
  );
  yield hashed(header);
  for (const pack of packs) {
    for await (const bytes of entriesOf(pack.path)) {
      yield hashed(bytes);
      if (breather.isDue) await breather.breathe();
    }
  }
  for (const oid of loose) {
    const { type, body } = await objects.read(oid);
    yield hashed(Buffer.concat([entryHeader(typeCode[type], body.length), deflateSync(body)]));
    if (breather.isDue) await breather.breathe();
  }
  yield hash.digest();
}

async function* entriesOf(path: string): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path, 'r').catch((error: unknown) => {
    // A clean-up put its objects into another pack since the packs were listed.
    throw isAbsent(error) ? malformed(error) : error;
  });
  try {
    const end = (await file.stat()).size - trailerBytes;
    for (let at = firstEntryOffset; at < end;) {
      const buffer = Buffer.allocUnsafe(Math.min(stepBytes, end - at));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function haveCommonObjects(packs: readonly PackReader[]): boolean {
  const bySize = [...packs].sort((a, b) => a.index.count - b.index.count);
  return bySize.some(({ index }, at) => {
    const larger = bySize.slice(at + 1);
    if (larger.length === 0) return false;
    for (const oid of index.oids()) if (isIn(larger, oid)) return true;
    return false;
  });
}

function isIn(packs: readonly PackReader[], oid: Oid): boolean {
  const name = Buffer.from(oid, 'hex');
  return packs.some(({ index }) => index.find(name) !== null);
}
