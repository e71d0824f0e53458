import { createHash } from 'node:crypto';
import { open, rename, stat, type FileHandle } from 'node:fs/promises';

const hashStepBytes = 4 * 1024 * 1024;
const countOffset = 8;

/** Writes all of the bytes at a place in the file. */
export async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

/**
 * Writes what can be known only when every object is in the pack: their count, and the sum.
 *
 * @param end where the last object ends
 * @param onStep called between steps, for a caller that wants to pause or stop
 * @returns the sum, which follows the objects and names the pack
 */
export async function closePack(
  file: FileHandle,
  count: number,
  end: number,
  onStep: () => Promise<void>,
): Promise<Buffer> {
  const stated = Buffer.alloc(4);
  stated.writeUInt32BE(count);
  await writeAt(file, stated, countOffset);
  const hash = createHash('sha1');
  const buffer = Buffer.allocUnsafe(Math.min(hashStepBytes, end));
  for (let at = 0; at < end;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytesRead === 0) throw new Error('a pack became shorter while it was written');
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
    await onStep();
  }
  const sum = hash.digest();
  await writeAt(file, sum, end);
  return sum;
}

/** Writes a pack's index beside it, synced. */
export async function writePackIndex(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o444);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Puts a pack and its index, both synced, into the store's pack folder under the pack's name.
 * After a crash at any point the store holds the whole pack or does not see it.
 */
export async function putPack(
  packs: string,
  name: string,
  packPath: string,
  indexPath: string,
): Promise<void> {
  const final = `${packs}/pack-${name}`;
  // The index makes a pack visible, so it comes last. The same pack twice has the same bytes.
  if (await exists(`${final}.idx`)) return;
  await rename(packPath, `${final}.pack`);
  await rename(indexPath, `${final}.idx`);
  await syncFolder(packs);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

export async function syncFolder(dir: string): Promise<void> {
  let folder: FileHandle;
  try {
    folder = await open(dir, 'r');
  } catch {
    // Windows opens no folders and needs no such sync.
    return;
  }
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
