import { deflate, deflateSync } from 'node:zlib';
import type { ObjectType } from './oid.ts';

// Mostly oids, which do not compress: a higher level takes four times as long for nothing.
const fastTreeFromBytes = 128 * 1024;
// Below this the thread pool costs more than the work.
const poolFromBytes = 16 * 1024;

/** Compresses an object as the store keeps it. */
export async function deflateObject(type: ObjectType, bytes: Uint8Array): Promise<Buffer> {
  if (bytes.length < poolFromBytes) return deflateSync(bytes);
  const level = type === 'tree' && bytes.length >= fastTreeFromBytes ? 1 : 6;
  return new Promise((resolve, reject) => {
    deflate(bytes, { level }, (error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}
