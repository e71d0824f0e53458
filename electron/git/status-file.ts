import type { Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Attributes } from './attributes.ts';
import { isStoredAs } from './convert.ts';
import {
  entryField,
  entryMode,
  entryNumber,
  entryOid,
  entryStage,
  isEntryIntended,
  isEntrySkipped,
  type IndexTable,
} from './index-file.ts';
import { maxObjectBytes } from './limits.ts';
import { blobOid } from './oid.ts';
import { isFileMode, type TreeLeaf } from './tree.ts';
import { isAbsent } from './whole-file.ts';

export type ChangeKind = 'added' | 'edited' | 'deleted';

/** The index as a look at the worktree needs it. */
export interface DatedIndex {
  readonly table: IndexTable;
  /** When the file was written. */
  readonly timeMs: number;
  readonly attributes: Attributes;
}

/**
 * How a file that stands at a path differs from what HEAD holds there; null when it does not.
 *
 * @param at its entry in the index, null without one
 * @param head null where HEAD holds nothing
 */
export async function judgeFile(
  dir: string,
  path: string,
  index: DatedIndex,
  at: number | null,
  head: TreeLeaf | null,
  stats: Stats,
): Promise<ChangeKind | null> {
  const { table } = index;
  if (at !== null && (isEntrySkipped(table, at) || !isFileMode(entryMode(table, at)))) return null;
  if (head === null) return 'added';
  const isListed = at !== null && entryStage(table, at) === 0 && !isEntryIntended(table, at);
  if (isListed && isUnchanged(index, at, stats)) {
    return head.oid === entryOid(table, at) ? null : 'edited';
  }
  if (stats.size > maxObjectBytes) return 'edited';
  try {
    const bytes = await readFile(`${dir}/${path}`);
    if (blobOid(bytes) === head.oid) return null;
    const conversion = await index.attributes.conversionOf(path);
    return isStoredAs(bytes, conversion, head.oid) ? null : 'edited';
  } catch (error) {
    return isAbsent(error) ? judgeMissing(index, at, head) : 'edited';
  }
}

/** The same where no file stands. */
export function judgeMissing(
  { table }: DatedIndex,
  at: number | null,
  head: TreeLeaf | null,
): ChangeKind | null {
  if (head === null || (at !== null && isEntrySkipped(table, at))) return null;
  return isFileMode(at === null ? head.mode : entryMode(table, at)) ? 'deleted' : null;
}

/** Whether size and times say that a file is what the index holds, beyond doubt. */
export function isUnchanged(
  { table, timeMs }: Pick<DatedIndex, 'table' | 'timeMs'>,
  at: number,
  stats: Stats,
): boolean {
  if (stats.size !== entryNumber(table, at, entryField.sizeBytes)) return false;
  const seconds = entryNumber(table, at, entryField.mtimeSeconds);
  const nanoseconds = entryNumber(table, at, entryField.mtimeNanoseconds);
  const statedMs = seconds * 1000 + nanoseconds / 1e6;
  // Some tools keep whole seconds only. A float holds the time to a quarter of a microsecond.
  const isSameTime =
    nanoseconds === 0
      ? Math.floor(stats.mtimeMs / 1000) === seconds
      : Math.abs(stats.mtimeMs - statedMs) < 0.002;
  if (!isSameTime) return false;
  const inode = entryNumber(table, at, entryField.ino);
  if (inode !== 0 && process.platform !== 'win32' && inode !== stats.ino % 2 ** 32) return false;
  // Changed in the same tick in which the index was written, a file can look unchanged.
  const tickMs = nanoseconds === 0 ? 1000 : 20;
  return stats.mtimeMs < timeMs - tickMs;
}
