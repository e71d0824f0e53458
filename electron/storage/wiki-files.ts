import { closeSync, constants, fstatSync, openSync, readFile, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../shared/contract/errors.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import { diskError, writeAtomic } from './atomic-write.ts';
import { isErrno, lookInside, resolveInside, resolveInsideNow } from './path-jail.ts';

export interface FileStat {
  readonly sizeBytes: number;
  /** Changes when the file's content may have: size, times and inode in one string. */
  readonly stamp: string;
}

/** The files of a wiki, by their paths from its root with `/`. Nothing here leaves the folder. */
export interface WikiFiles {
  readonly root: string;
  /** Null when nothing is there. @throws AppError `NOT_A_PAGE` for a folder or device, `TOO_LARGE` over `maxBytes` */
  read(path: string, maxBytes?: number): Promise<Uint8Array | null>;
  stat(path: string): Promise<FileStat | null>;
  /** Writes whole or not at all, making folders as needed. */
  write(path: string, bytes: Uint8Array, isExecutable?: boolean): Promise<void>;
  /** Removes the file and the folders that become empty. Nothing there is fine. */
  remove(path: string): Promise<void>;
  /** Every file, unsorted, without hidden folders, links and what git ignores by name only. */
  list(): Promise<string[]>;
}

const listedConcurrently = 32;

async function statFile(root: string, path: string): Promise<FileStat | null> {
  const { stats } = await lookInside(root, path);
  if (stats?.isFile() !== true) return null;
  return {
    sizeBytes: Number(stats.size),
    stamp: `${String(stats.size)}-${String(stats.mtimeNs)}-${String(stats.ino)}`,
  };
}

// At once where it is short: for thousands of pages, waiting in line costs more than all the reading.
const smallFileBytes = 64 * 1024;

// Opening a named pipe would otherwise wait for whoever writes into it. Windows knows neither.
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>;
const toLookInside = (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

async function readFileInside(
  root: string,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const file = resolveInsideNow(root, path);
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, toLookInside);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new AppError('NOT_A_PAGE', `“${path}” is not a file.`, { path });
    if (stat.size > maxBytes) {
      throw new AppError('TOO_LARGE', `“${path}” is too large to open here.`, {
        path,
        sizeBytes: stat.size,
      });
    }
    if (stat.size <= smallFileBytes) return readFileSync(descriptor);
    return await readWhole(descriptor);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null;
    if (isErrno(error, 'EISDIR', 'ELOOP', 'ENXIO')) {
      throw new AppError('NOT_A_PAGE', `“${path}” is not a file.`, { path }, { cause: error });
    }
    if (isErrno(error, 'EACCES', 'EPERM')) {
      throw new AppError('DISK', `“${path}” may not be read: check its permissions.`, { path });
    }
    throw error;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

const readWhole = promisify<number, Buffer>((descriptor, done) => {
  readFile(descriptor, done);
});

async function removeInside(root: string, path: string): Promise<void> {
  const file = await resolveInside(root, path);
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw diskError(error, `“${path}”`);
  }
  for (let folder = dirname(file); folder.length > root.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return; // not empty, or not ours to remove: either way it stays
    }
  }
}

async function listFolder(root: string, folder: string, found: string[]): Promise<string[]> {
  const subfolders: string[] = [];
  let entries;
  try {
    entries = await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) return []; // gone or closed meanwhile
    throw error;
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!isInsideTree(path)) continue;
    if (entry.isDirectory()) subfolders.push(path);
    else if (entry.isFile()) found.push(path);
  }
  return subfolders;
}

async function listFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  let folders = [''];
  while (folders.length > 0) {
    const batch = folders.slice(0, listedConcurrently);
    const deeper = await Promise.all(batch.map((folder) => listFolder(root, folder, found)));
    folders = [...folders.slice(listedConcurrently), ...deeper.flat()];
  }
  return found;
}

/** @param tempDir a folder on the wiki's disk that no listing shows, for unfinished writes */
export function openWikiFiles(root: string, tempDir: string): WikiFiles {
  return {
    root,
    read: (path, maxBytes = Number.MAX_SAFE_INTEGER) => readFileInside(root, path, maxBytes),
    stat: (path) => statFile(root, path),
    async write(path, bytes, isExecutable) {
      const { file, stats } = await lookInside(root, path);
      if (stats?.isDirectory() === true) {
        throw new AppError('NOT_A_PAGE', `“${path}” is a folder.`, { path });
      }
      if (stats === null) {
        try {
          await mkdir(dirname(file), { recursive: true });
        } catch (error) {
          throw diskError(error, `“${path}”`);
        }
        await resolveInside(root, path); // the folders just made are real ones
      }
      let mode = stats === null ? 0o644 : Number(stats.mode) & 0o777;
      if (isExecutable !== undefined) mode = isExecutable ? mode | 0o111 : mode & ~0o111;
      await writeAtomic(file, bytes, tempDir, { mode });
    },
    remove: (path) => removeInside(root, path),
    list: () => listFiles(root),
  };
}
