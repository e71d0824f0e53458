import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { emptyIndex, parseIndex, type IndexTable } from './index-file.ts';
import { LruCache } from './lru-cache.ts';
import { diskError, isAbsent } from './whole-file.ts';

const sumBytes = 20;
const noSum = '0'.repeat(2 * sumBytes);

interface KnownIndex {
  readonly sum: string;
  readonly table: IndexTable;
}

/** The tables read or written last, by git folder: a large index is not parsed again for each save. */
const known = new LruCache<string, KnownIndex>(128 * 1024 * 1024);

const foreignReads = new Map<string, number>();

/** A number that grows whenever `readIndex` meets an index that we neither wrote nor have read before. */
export function foreignIndexCount(gitDir: string): number {
  return foreignReads.get(gitDir) ?? 0;
}

/** `.git/index`; the empty one where there is none. @throws AppError as `parseIndex` */
export async function readIndex(gitDir: string): Promise<IndexTable> {
  const path = `${gitDir}/index`;
  const last = known.get(gitDir);
  // The sum at the end is that of all the rest, so it tells whether the file is the one known.
  if (last !== undefined && sumNow(path) === last.sum) return last.table;
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isAbsent(error)) return emptyIndex;
    throw diskError('read', path, error);
  }
  try {
    const bytes = await file.readFile();
    if (bytes.length === 0) return emptyIndex;
    const table = parseIndex(bytes);
    foreignReads.set(gitDir, foreignIndexCount(gitDir) + 1);
    knowIndex(gitDir, bytes.subarray(bytes.length - sumBytes), table);
    return table;
  } finally {
    await file.close();
  }
}

/** The sum at the file's end, at once as all short reads are; null when there is none. */
function sumNow(path: string): string | null {
  let file: number | null = null;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    const sum = Buffer.alloc(sumBytes);
    const isThere =
      size > sumBytes && readSync(file, sum, 0, sumBytes, size - sumBytes) === sumBytes;
    return isThere ? sum.toString('hex') : null;
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** Remembers a table that stands in the file under this sum. */
export function knowIndex(gitDir: string, sum: Buffer, table: IndexTable): void {
  const text = sum.toString('hex');
  // All zero is git's own setting index.skipHash: then the sum tells nothing.
  if (text === noSum) return;
  known.set(gitDir, { sum: text, table }, table.bytes.length + table.starts.byteLength);
}
