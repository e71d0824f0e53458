import { constants } from 'node:fs';
import { chmod, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { isErrno } from './path-jail.ts';
import { nameOfOurs } from './process-identity.ts';

async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder can't be opened there; the rename is journaled
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function openNew(file: string, mode: number): Promise<FileHandle> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
}

/** A write's failure in words a person can act on. */
export function diskError(error: unknown, what: string): AppError {
  if (error instanceof AppError) return error;
  const reason = isErrno(error, 'ENOSPC', 'EDQUOT')
    ? 'the disk is full: free some space and save again'
    : isErrno(error, 'EACCES', 'EPERM', 'EROFS')
      ? 'this folder may not be written to: check its permissions and save again'
      : 'the disk did not take it: check the disk and save again';
  return new AppError('DISK', `${what} could not be written: ${reason}.`, {}, { cause: error });
}

/**
 * Replaces a file whole: a crash leaves the old bytes or the new, never a part.
 *
 * @param tempDir a folder on the same disk for the unfinished file, outside what git watches
 * @param options.mode permission bits of the new file
 */
export async function writeAtomic(
  file: string,
  bytes: Uint8Array | string,
  tempDir: string,
  { mode = 0o644 }: { readonly mode?: number } = {},
): Promise<void> {
  const temp = join(tempDir, `.${nameOfOurs()}.tmp`);
  try {
    const handle = await openNew(temp, mode).catch(async (error: unknown) => {
      if (!isErrno(error, 'ENOENT')) throw error;
      await mkdir(tempDir, { recursive: true });
      return openNew(temp, mode);
    });
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if ((mode & 0o111) !== 0) await chmod(temp, mode);
    await rename(temp, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(temp, { force: true });
    throw diskError(error, `“${file}”`);
  }
}
