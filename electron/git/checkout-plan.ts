import { lstat, readdir } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import { canStandInIndex, CheckoutPolicy } from './checkout-policy.ts';
import { entryMode, entryPath, entryStage, isEntryLeftOut, type IndexTable } from './index-file.ts';
import { isConvertedFrom } from './convert.ts';
import { blobOid } from './oid.ts';
import type { Repository } from './repository.ts';
import { isFileMode, type TreeLeaf } from './tree.ts';
import { diffTrees } from './tree-diff.ts';
import { findLeaves } from './tree-find.ts';
import { isAbsent } from './whole-file.ts';

/** Files of the worktree, through whoever guards its paths. */
export interface WorktreeWriter {
  /** @param isExecutable left out: as the file on disk is */
  write(path: string, bytes: Uint8Array, isExecutable?: boolean): Promise<void>;
  remove(path: string): Promise<void>;
  /** Null when there is no plain file at the path. */
  read(path: string): Promise<Uint8Array | null>;
}

export interface Quarantined {
  readonly path: string;
  readonly reason: string;
}

export interface PlannedFile {
  readonly path: string;
  /** What the file on disk holds before; null when there is none. */
  readonly before: TreeLeaf | null;
  readonly after: TreeLeaf | null;
}

export interface CheckoutPlan {
  /** Files to write or remove. */
  readonly files: readonly PlannedFile[];
  readonly quarantined: readonly Quarantined[];
  /** Leaves that stay out of the worktree but belong into the index, and index entries that go. */
  readonly indexOnly: ReadonlyMap<string, TreeLeaf | null>;
}

/**
 * Works out what a move from one tree to another does to the files, without touching any.
 *
 * @param isEmpty nothing stands in the worktree yet that could be in the way
 */
export async function planCheckout(
  repo: Repository,
  from: Oid | null,
  to: Oid,
  index: IndexTable,
  isEmpty = false,
): Promise<CheckoutPlan> {
  const { onDisk, skipped } = readPlaces(index);
  const changes = new Map<string, PlannedFile>();
  for (const change of await diffTrees(repo.objects, from, to)) {
    const known = changes.get(change.path);
    // A malformed tree can name a path twice: keep what it was and what it becomes.
    changes.set(change.path, {
      path: change.path,
      before: known?.before ?? change.before,
      after: change.after ?? known?.after ?? null,
    });
  }
  const removed = new Set([...changes.values()].flatMap((c) => (c.after === null ? [c.path] : [])));
  const staysOnDisk = (path: string): boolean => onDisk.has(path) && !removed.has(path);
  const policy = new CheckoutPolicy(repo.objects, to, staysOnDisk);
  // A file kept back because another had its name comes out when that one goes.
  const waiting = [...skipped].filter((path) => !changes.has(path));
  for (const [path, leaf] of await findLeaves(repo.objects, to, waiting)) {
    // A person left this one out themselves and keeps a file of their own there.
    if ((await statsOf(`${repo.dir}/${path}`)) !== null) continue;
    changes.set(path, { path, before: leaf, after: leaf });
  }
  const files: PlannedFile[] = [];
  const quarantined: Quarantined[] = [];
  const indexOnly = new Map<string, TreeLeaf | null>();
  for (const { path, before, after } of changes.values()) {
    const wasWritten = before !== null && isFileMode(before.mode) && !skipped.has(path);
    const onDiskBefore = wasWritten ? before : null;
    const problem = after === null ? null : await policy.problem(path, after);
    if (after !== null && problem !== null) {
      quarantined.push({ path, reason: problem });
      if (canStandInIndex(path)) indexOnly.set(path, after);
      if (onDiskBefore !== null) files.push({ path, before: onDiskBefore, after: null });
    } else if (!isEmpty && (await isBehindLink(repo.dir, path))) {
      if (after !== null) {
        quarantined.push({ path, reason: 'a link stands in its place on this computer' });
      }
      indexOnly.set(path, after);
    } else if (after === null && onDiskBefore === null) {
      indexOnly.set(path, null);
    } else {
      files.push({ path, before: onDiskBefore, after });
    }
  }
  return { files, quarantined, indexOnly };
}

function readPlaces(index: IndexTable): { onDisk: Set<string>; skipped: Set<string> } {
  const onDisk = new Set<string>();
  const skipped = new Set<string>();
  for (let at = 0; at < index.count; at += 1) {
    const path = entryPath(index, at);
    if (entryStage(index, at) !== 0 || !isFileMode(entryMode(index, at))) continue;
    if (isEntryLeftOut(index, at)) {
      skipped.add(path);
      continue;
    }
    onDisk.add(path);
    for (
      let slash = path.lastIndexOf('/');
      slash !== -1;
      slash = path.lastIndexOf('/', slash - 1)
    ) {
      const folder = path.slice(0, slash);
      if (onDisk.has(folder)) break;
      onDisk.add(folder);
      if (slash === 0) break;
    }
  }
  return { onDisk, skipped };
}

/** Whether the path, or a folder it goes through, is a link (or a device) on disk: never written to. */
async function isBehindLink(dir: string, path: string): Promise<boolean> {
  for (let slash = path.indexOf('/'); ; slash = path.indexOf('/', slash + 1)) {
    const part = slash === -1 ? path : path.slice(0, slash);
    const stats = await statsOf(`${dir}/${part}`);
    if (stats === null) return false;
    if (!stats.isDirectory() && !stats.isFile()) return true;
    if (slash === -1) return false;
  }
}

/** Whether the file on disk is what it was before, or already what it shall become. */
export async function holdsExpected(writer: WorktreeWriter, file: PlannedFile): Promise<boolean> {
  return isExpected(await writer.read(file.path), file);
}

/** As `holdsExpected`, for bytes read already. */
export function isExpected(bytes: Uint8Array | null, file: PlannedFile): boolean {
  if (bytes === null) return file.before === null || file.after === null;
  const oid = blobOid(bytes);
  if (oid === file.before?.oid || oid === file.after?.oid) return true;
  return file.before !== null && isConvertedFrom(bytes, file.before.oid);
}

/**
 * What stands on disk in the way of a file to be written: an unknown file where a folder must be, a
 * folder with unknown files, a link. Null when the way is free.
 */
export async function obstacle(
  dir: string,
  path: string,
  isGoing: (path: string) => boolean,
): Promise<string | null> {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const parent = path.slice(0, slash);
    const stats = await statsOf(`${dir}/${parent}`);
    if (stats === null) return null;
    if (!stats.isDirectory()) return isGoing(parent) && stats.isFile() ? null : parent;
  }
  const stats = await statsOf(`${dir}/${path}`);
  if (stats === null || stats.isFile()) return null;
  if (!stats.isDirectory()) return path;
  return firstStaying(dir, path, isGoing);
}

async function firstStaying(
  dir: string,
  folder: string,
  isGoing: (path: string) => boolean,
): Promise<string | null> {
  for (const entry of await readdir(`${dir}/${folder}`, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    const staying = entry.isDirectory() ? await firstStaying(dir, path, isGoing) : path;
    if (staying !== null && !isGoing(staying)) return staying;
  }
  return null;
}

async function statsOf(path: string): Promise<Awaited<ReturnType<typeof lstat>> | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
