import { inflate, inflateSync } from 'node:zlib';
import { AppError } from '../../shared/contract/errors.ts';
import { inflateTiny } from './inflate-tiny.ts';
import { damaged, maxObjectBytes, objectTooLarge } from './limits.ts';

/** Below this the thread pool costs more than the work. */
export const inPoolFromBytes = 256 * 1024;

interface Room {
  readonly maxOutputLength: number;
  readonly chunkSize?: number;
}

/**
 * Inflates a zlib stream whose size is known from the header before it.
 *
 * Bytes after the stream's end are ignored; a stream of any other size is damage.
 */
export function inflateExactly(compressed: Uint8Array, sizeBytes: number): Buffer {
  try {
    return ofSize(inflateSync(compressed, roomFor(sizeBytes)), sizeBytes);
  } catch (cause) {
    throw notUnpacked(cause);
  }
}

/** As `inflateExactly`; null when the bytes end before the stream does. */
export function inflateIfWhole(compressed: Uint8Array, sizeBytes: number): Buffer | null {
  const tiny = inflateTiny(compressed, sizeBytes);
  if (tiny !== null) return tiny;
  try {
    return ofSize(inflateSync(compressed, roomFor(sizeBytes)), sizeBytes);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'Z_BUF_ERROR') return null;
    throw notUnpacked(cause);
  }
}

/** As `inflateExactly`, for much: this thread goes on with other work meanwhile. */
export async function inflateInPool(compressed: Uint8Array, sizeBytes: number): Promise<Buffer> {
  try {
    return ofSize(await inflateAside(compressed, roomFor(sizeBytes)), sizeBytes);
  } catch (cause) {
    throw notUnpacked(cause);
  }
}

/** Inflates a stream of unknown size, at most `limitBytes`. */
export async function inflateUpTo(compressed: Uint8Array, limitBytes: number): Promise<Buffer> {
  const options = { maxOutputLength: limitBytes };
  try {
    return compressed.length < inPoolFromBytes / 8
      ? inflateSync(compressed, options)
      : await inflateAside(compressed, options);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') {
      throw objectTooLarge(limitBytes);
    }
    throw notUnpacked(cause);
  }
}

function roomFor(sizeBytes: number): Room {
  if (sizeBytes > maxObjectBytes) throw objectTooLarge(sizeBytes);
  // One byte more than expected: zlib sees the end of the stream without a second round.
  const room = sizeBytes + 1;
  return {
    maxOutputLength: room,
    chunkSize: Math.max(64, Math.min(room, 16 * 1024 * 1024)),
  };
}

function ofSize(body: Buffer, sizeBytes: number): Buffer {
  if (body.length !== sizeBytes) throw damaged('an object has another size than its header says');
  return body;
}

function notUnpacked(cause: unknown): AppError {
  return cause instanceof AppError ? cause : damaged('a compressed object does not unpack', cause);
}

function inflateAside(compressed: Uint8Array, options: Room): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    inflate(compressed, options, (error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}
