import { readFileSync, statSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { AppError } from '../../shared/contract/errors.ts';
import { nameOfOurs } from './leftovers.ts';

// Waiting in line for a thread takes twenty times as long as reading so little, and a save reads
// dozens of such files.
const shortFileBytes = 64 * 1024;
const soonMs = 1_000;

/** The code of a failed system call ('ENOENT' …); null for any other error. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

/** Whether the error says that there is nothing at the path. */
export function isAbsent(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The file's bytes; null when there is none. A short file is read at once. */
export async function readIfPresent(path: string): Promise<Buffer | null> {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    return stats.isFile() && stats.size <= shortFileBytes
      ? readFileSync(path)
      : await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw diskError('read', path, error);
  }
}

export function diskError(verb: string, path: string, cause: unknown): AppError {
  return new AppError(
    'DISK',
    `Could not ${verb} ${path}. Check the disk's free space and the folder's permissions.`,
    { path, reason: systemCode(cause) },
    { cause },
  );
}

/** A name no other process uses, in git's own pattern so that `git gc` too clears what a crash leaves. */
export function temporaryName(dir: string): string {
  return `${dir}/tmp_obj_${nameOfOurs()}`;
}

/**
 * Puts a whole file in place: a reader sees the old bytes or the new ones, also after a power cut.
 *
 * @param temporaryPath in the same file system as `path`; it is gone afterwards
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  temporaryPath: string,
  mode?: number,
): Promise<void> {
  await stageFile(path, bytes, temporaryPath, { mode }).put();
}

/** A file's new bytes on their way to the disk, beside it. */
interface StagedFile {
  /** Puts them in its place, once they are written. */
  put(): Promise<void>;
  /** Drops them, unless they were put. */
  discard(): Promise<void>;
}

/**
 * As `replaceFile`, in two steps: the disk takes the bytes while the caller does something else.
 *
 * @param options.isAwaited false leaves it to the system when they are on the disk: a power cut may
 *   leave a part of them
 */
export function stageFile(
  path: string,
  bytes: Uint8Array,
  temporaryPath: string,
  {
    mode = 0o666,
    isAwaited = true,
  }: { readonly mode?: number | undefined; readonly isAwaited?: boolean } = {},
): StagedFile {
  const failure = writeThrough(temporaryPath, bytes, mode, isAwaited).then(
    () => null,
    (reason: unknown) => ({ reason }),
  );
  let isThere = true;
  const discard = async () => {
    const failed = await failure;
    // Where nothing could be opened, nothing is left: an object's folder is often still to be made.
    if (isThere && !isAbsent(failed?.reason)) await rm(temporaryPath, { force: true });
    isThere = false;
  };
  return {
    async put() {
      try {
        const failed = await failure;
        if (failed !== null) throw failed.reason;
        await renamePatiently(temporaryPath, path);
        isThere = false;
      } catch (cause) {
        await discard();
        throw isAbsent(cause) ? cause : diskError('write', path, cause);
      }
    },
    discard,
  };
}

async function writeThrough(
  path: string,
  bytes: Uint8Array,
  mode: number,
  isAwaited: boolean,
): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    if (isAwaited) await handle.sync();
  } finally {
    await handle.close();
  }
}

const onTheirWay = new Set<string>();

/**
 * Has the disk take a file in a moment, for nobody to wait for: it may be gone or replaced by then.
 * Not at once: what the caller still does to the same disk would wait for it.
 */
export function bringToDiskSoon(path: string): void {
  // Windows syncs only files opened for writing, and refuses to replace one that is open.
  if (process.platform === 'win32' || onTheirWay.has(path)) return;
  onTheirWay.add(path);
  const timer = setTimeout(() => {
    onTheirWay.delete(path);
    void bringToDisk(path);
  }, soonMs);
  timer.unref();
}

async function bringToDisk(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The system will see to it.
  }
}

// On Windows a virus scanner or an indexer may hold the file for a moment.
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const isHeld = ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
      if (process.platform !== 'win32' || !isHeld || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 + attempt * 5));
    }
  }
}
