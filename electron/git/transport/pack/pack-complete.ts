import type { FileHandle } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';
import type { ObjectStore } from '../../object-store.ts';
import { asBuffer, toOid } from '../../oid.ts';
import { closePack, writeAt } from '../../pack-file.ts';
import { entryHeader, typeCode } from '../../pack-format.ts';
import type { Indexing } from './indexing.ts';
import { resolveOnto } from './pack-resolve.ts';
import { malformed } from '../pkt-line.ts';

const trailerBytes = 20;

/**
 * Makes a thin pack whole: appends the objects of ours that its deltas build on, resolves those
 * deltas, and writes the new count and sum. Returns the pack's final sum and size.
 *
 * @throws AppError REMOTE_INVALID when a delta builds on an object that nobody has
 */
export async function completePack(
  indexing: Indexing,
  file: FileHandle,
  packBytes: number,
  objects: ObjectStore,
): Promise<{ readonly sum: Buffer; readonly sizeBytes: number }> {
  const { table } = indexing;
  if (table.waiting.size === 0) {
    const { buffer } = await file.read(
      Buffer.alloc(trailerBytes),
      0,
      trailerBytes,
      packBytes - trailerBytes,
    );
    return { sum: buffer, sizeBytes: packBytes };
  }
  let end = packBytes - trailerBytes;
  table.reserve(table.waiting.size);
  for (const hex of [...table.waiting.keys()]) {
    // A delta resolved meanwhile may have turned out to be this object.
    if (!table.waiting.has(hex)) continue;
    const base = await objects.find(toOid(hex));
    if (base === null) throw malformed();
    const code = typeCode[base.type];
    const entry = Buffer.concat([entryHeader(code, base.body.length), deflateSync(base.body)]);
    await writeAt(file, entry, end);
    end += entry.length;
    const index = table.append(hex, code, crc32(entry), end);
    await resolveOnto(indexing, file.fd, index, asBuffer(base.body));
  }
  const sum = await closePack(file, table.count, end, async () => {
    if (indexing.breather.isDue) await indexing.breathe();
  });
  return { sum, sizeBytes: end + trailerBytes };
}
