import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { TransportLimits } from '../limits.ts';
import { cutOff, malformed } from '../pkt-line.ts';

const headerBytes = 12;
/** Until the header was read. */
const unknown = -1;
const trailerBytes = 20;
/** Written at once: a write for each packet costs more than its bytes. */
const stepBytes = 256 * 1024;
/** A packed object takes at least a header byte and an empty zlib stream. */
const minObjectBytes = 9;

export interface ReceivedPack {
  readonly sizeBytes: number;
  readonly objectCount: number;
}

/**
 * Writes a pack as it comes and proves that it is whole: its last 20 bytes must be the SHA-1 of
 * the rest. Says nothing yet about the objects in it.
 */
export async function receivePack(
  chunks: AsyncIterable<Buffer>,
  file: FileHandle,
  limits: TransportLimits,
  onBytes: (sizeBytes: number) => void,
): Promise<ReceivedPack> {
  const hash = createHash('sha1');
  let tail = Buffer.alloc(0);
  let held: Buffer[] = [];
  let heldBytes = 0;
  let sizeBytes = 0;
  let objectCount = unknown;
  const settle = async (): Promise<void> => {
    tail = Buffer.concat([tail, ...held]);
    held = [];
    heldBytes = 0;
    if (objectCount === unknown && tail.length >= headerBytes) {
      objectCount = readHeader(tail, limits);
    }
    // The last bytes may be the trailer, which is not part of its own sum.
    if (tail.length <= headerBytes + trailerBytes) return;
    const settled = tail.subarray(0, tail.length - trailerBytes);
    hash.update(settled);
    await writeAll(file, settled);
    tail = tail.subarray(settled.length);
  };
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > limits.maxPackBytes) {
      throw new AppError('LIMIT', 'The remote sends more than this wiki may hold.', {
        maxPackBytes: limits.maxPackBytes,
      });
    }
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes >= stepBytes) await settle();
    onBytes(sizeBytes);
  }
  await settle();
  if (sizeBytes === 0) throw cutOff();
  if (objectCount === unknown || sizeBytes < headerBytes + trailerBytes) throw cutOff();
  hash.update(tail.subarray(0, tail.length - trailerBytes));
  if (!hash.digest().equals(tail.subarray(tail.length - trailerBytes))) throw badSum();
  if (objectCount * minObjectBytes > sizeBytes) throw malformed();
  await writeAll(file, tail);
  return { sizeBytes, objectCount };
}

function readHeader(bytes: Buffer, limits: TransportLimits): number {
  if (bytes.toString('latin1', 0, 4) !== 'PACK') throw malformed();
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw malformed();
  const count = bytes.readUInt32BE(8);
  if (count > limits.maxObjects) {
    throw new AppError('LIMIT', 'The remote’s history is too large to be read here.', {
      objects: count,
      maxObjects: limits.maxObjects,
    });
  }
  return count;
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at);
    at += bytesWritten;
  }
}

function badSum(): AppError {
  return new AppError(
    'REMOTE_INVALID',
    'What came from the remote was damaged on the way. Nothing was changed; try again.',
  );
}
