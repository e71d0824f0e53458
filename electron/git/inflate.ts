import { inflate, inflateSync } from 'node:zlib';
import { damaged, maxObjectBytes, objectTooLarge } from './limits.ts';

// Below this the thread pool costs more than the work.
const asyncFromBytes = 256 * 1024;

/**
 * Inflates a zlib stream whose size is known from the header before it.
 *
 * Bytes after the stream's end are ignored; a stream of any other size is damage.
 */
export async function inflateExactly(compressed: Uint8Array, sizeBytes: number): Promise<Buffer> {
  if (sizeBytes > maxObjectBytes) throw objectTooLarge(sizeBytes);
  // One byte more than expected: zlib sees the end of the stream without a second round.
  const room = sizeBytes + 1;
  const options = {
    maxOutputLength: room,
    chunkSize: Math.max(64, Math.min(room, 16 * 1024 * 1024)),
  };
  let body: Buffer;
  try {
    body =
      sizeBytes < asyncFromBytes
        ? inflateSync(compressed, options)
        : await inflateInPool(compressed, options);
  } catch (cause) {
    throw damaged('a compressed object does not unpack', cause);
  }
  if (body.length !== sizeBytes) throw damaged('an object has another size than its header says');
  return body;
}

/** Inflates a stream of unknown size, at most `limitBytes`. */
export async function inflateUpTo(compressed: Uint8Array, limitBytes: number): Promise<Buffer> {
  const options = { maxOutputLength: limitBytes };
  try {
    return compressed.length < asyncFromBytes / 8
      ? inflateSync(compressed, options)
      : await inflateInPool(compressed, options);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') {
      throw objectTooLarge(limitBytes);
    }
    throw damaged('a compressed object does not unpack', cause);
  }
}

function inflateInPool(
  compressed: Uint8Array,
  options: { readonly maxOutputLength: number; readonly chunkSize?: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    inflate(compressed, options, (error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}
