import { deflate, deflateSync } from 'node:zlib';
import type { ObjectType } from './oid.ts';

// Mostly oids, which do not compress: a higher level takes four times as long for nothing.
const fastTreeFromBytes = 128 * 1024;
// Below this the thread pool costs more than the work.
const poolFromBytes = 16 * 1024;

/** Whether the object is to be small, or there soon: someone waits, and a later repack makes it small. */
export type Urgency = 'patient' | 'awaited';

/** Compresses an object as the store keeps it. */
export async function deflateObject(
  type: ObjectType,
  bytes: Uint8Array,
  urgency: Urgency = 'patient',
): Promise<Buffer> {
  if (bytes.length < poolFromBytes) return deflateSync(bytes);
  const isLargeTree = type === 'tree' && bytes.length >= fastTreeFromBytes;
  // Storing a tree of 1.9 MB as it is takes a tenth of the time, and 0.7 MB more for a while.
  const level = !isLargeTree ? 6 : urgency === 'awaited' ? 0 : 1;
  return new Promise((resolve, reject) => {
    // In one piece: the usual 16 kB pieces cost a turn of this thread each, and are joined by copying.
    const chunkSize = Math.max(64, bytes.length + (bytes.length >>> 8) + 64);
    deflate(bytes, { level, chunkSize }, (error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}
