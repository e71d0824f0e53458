import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsync, lstatSync, openSync, type Stats } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Oid } from '../../shared/contract/values.ts';
import { obstacle, type WorktreeWriter } from './checkout-plan.ts';
import { readCommit } from './commit-object.ts';
import {
  entryMode,
  entryOid,
  entryPath,
  entryStage,
  isEntryLeftOut,
  type IndexTable,
  type NewIndexEntry,
} from './index-file.ts';
import { readIndex } from './index-read.ts';
import { entryOnDisk, updateIndexOrFail } from './index-update.ts';
import { blobOid, isOid } from './oid.ts';
import { syncFolder } from './pack-file.ts';
import type { Repository } from './repository.ts';
import { isUnchanged } from './status-file.ts';
import { isFileMode, treeMode, type TreeLeaf } from './tree.ts';
import { diffTrees } from './tree-diff.ts';
import { isAbsent, readIfPresent, replaceFile, systemCode, temporaryName } from './whole-file.ts';

/**
 * The files of a wiki that was just fetched are written without waiting for the disk. A note in the
 * repository, on the disk before anything else can see the wiki, says so until each of them is there:
 *
 * - `noteUnsynced` before the new wiki gets its name;
 * - `restoreUnsynced` at every opening, before anything looks for changes: where the note is another
 *   process's, the power may have gone, and what it took is written anew out of the packs;
 * - `syncUnsynced` once there is time for it: brings the files to the disk and removes the note.
 */
const states = new Map<string, 'written' | 'sound'>();

interface Note {
  /** Whose files these are. */
  readonly commit: Oid;
  /** Differs from one note to the next. */
  readonly mark: string;
  /** When it was written: after the last of the files. */
  readonly timeMs: number;
}

interface Doubtful {
  readonly path: string;
  readonly leaf: TreeLeaf;
}

export async function noteUnsynced(gitDir: string, commit: Oid): Promise<void> {
  const mark = randomBytes(8).toString('hex');
  await mkdir(`${gitDir}/commonplace`, { recursive: true });
  const text = Buffer.from(`${commit} ${mark}\n`);
  await replaceFile(notePath(gitDir), text, temporaryName(`${gitDir}/commonplace`));
  states.set(mark, 'written');
}

/**
 * Writes anew what a power cut took of files that were never synced: those that are gone, cut short
 * or hold zeros, and those whose content changed although their times did not.
 *
 * Only files that nobody recorded a change of since, and only what bears no later time than the note:
 * whoever shortens, empties or deletes a page leaves one, on the file or on its folder.
 *
 * @param alone runs work while no other process of ours writes
 */
export async function restoreUnsynced(
  repo: Repository,
  writer: WorktreeWriter,
  alone: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const note = await readNote(repo.gitDir);
  if (note === null) return;
  const isJustWritten = states.get(note.mark) === 'written';
  states.delete(note.mark);
  if (!isJustWritten && (await lostFiles(repo, writer, note)).length > 0) {
    await alone(async () => restore(repo, writer, await lostFiles(repo, writer, note)));
  }
  states.set(note.mark, 'sound');
}

/**
 * Brings every file to the disk and removes the note; stops where it is when it is told to, and does
 * nothing unless `restoreUnsynced` went well before.
 */
export async function syncUnsynced(repo: Repository, signal: AbortSignal): Promise<void> {
  const note = await readNote(repo.gitDir);
  if (note === null || states.get(note.mark) !== 'sound') return;
  const index = await readIndex(repo.gitDir);
  const folders = new Set([repo.dir]);
  for (let at = 0; at < index.count; at += 1) {
    if (signal.aborted) return;
    if (!isOnDisk(index, at)) continue;
    const path = `${repo.dir}/${entryPath(index, at)}`;
    await syncFile(path);
    for (let dir = dirname(path); !folders.has(dir); dir = dirname(dir)) folders.add(dir);
  }
  for (const folder of folders) await syncFolder(folder);
  await rm(notePath(repo.gitDir), { force: true });
  states.delete(note.mark);
}

function notePath(gitDir: string): string {
  return `${gitDir}/commonplace/unsynced`;
}

async function readNote(gitDir: string): Promise<Note | null> {
  const text = (await readIfPresent(notePath(gitDir)))?.toString('latin1') ?? '';
  const [commit = '', mark = ''] = text.trim().split(' ');
  const timeMs = statsOf(notePath(gitDir))?.mtimeMs ?? 0;
  return isOid(commit) ? { commit, mark, timeMs } : null;
}

function isOnDisk(index: IndexTable, at: number): boolean {
  const isFile = entryStage(index, at) === 0 && isFileMode(entryMode(index, at));
  return isFile && !isEntryLeftOut(index, at);
}

function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function lostFiles(
  repo: Repository,
  writer: WorktreeWriter,
  { commit, timeMs }: Note,
): Promise<readonly Doubtful[]> {
  const { tree } = await readCommit(repo.objects, commit);
  const first = new Map<string, TreeLeaf>();
  for (const { path, after } of await diffTrees(repo.objects, null, tree)) {
    if (after !== null) first.set(path, after);
  }
  const index = await readIndex(repo.gitDir);
  const lost: Doubtful[] = [];
  for (let at = 0; at < index.count; at += 1) {
    if (!isOnDisk(index, at)) continue;
    const path = entryPath(index, at);
    const leaf = first.get(path);
    // Recorded since then, each file synced by itself.
    if (leaf === undefined || leaf.oid !== entryOid(index, at)) continue;
    if (await isLost(repo, writer, index, at, { path, leaf }, timeMs)) lost.push({ path, leaf });
  }
  return lost;
}

async function isLost(
  repo: Repository,
  writer: WorktreeWriter,
  index: IndexTable,
  at: number,
  { path, leaf }: Doubtful,
  timeMs: number,
): Promise<boolean> {
  const stats = statsOf(`${repo.dir}/${path}`);
  if (stats === null) {
    if (folderTimeMs(`${repo.dir}/${path}`) > timeMs) return false;
    return (await obstacle(repo.dir, path, () => false)) === null;
  }
  if (!stats.isFile() || stats.mtimeMs > timeMs) return false;
  const bytes = await writer.read(path);
  if (bytes === null || blobOid(bytes) === leaf.oid) return false;
  // Another content under the same times: no program writes like that.
  if (isUnchanged({ table: index, timeMs: Infinity }, at, stats)) return true;
  return isRestOf(bytes, await repo.objects.readAs('blob', leaf.oid));
}

/** When the nearest folder above that is still there was last changed. */
function folderTimeMs(path: string): number {
  const folder = dirname(path);
  const stats = statsOf(folder);
  return stats === null ? folderTimeMs(folder) : stats.mtimeMs;
}

/** Whether nothing but the start of a file is left, or parts with zeros between. */
function isRestOf(bytes: Uint8Array, whole: Uint8Array): boolean {
  return (
    bytes.length <= whole.length && bytes.every((byte, at) => byte === 0 || byte === whole[at])
  );
}

async function restore(
  repo: Repository,
  writer: WorktreeWriter,
  lost: readonly Doubtful[],
): Promise<void> {
  const edits = new Map<string, NewIndexEntry | null>();
  for (const { path, leaf } of lost) {
    const body = await repo.objects.readAs('blob', leaf.oid);
    await writer.write(path, body, leaf.mode === treeMode.executable);
  }
  await updateIndexOrFail(repo, async () => {
    for (const { path, leaf } of lost) edits.set(path, await entryOnDisk(repo, path, leaf));
    return edits;
  });
}

// Windows syncs only what may be written; elsewhere reading is enough, and no pipe or link is opened.
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>;
const toSync =
  process.platform === 'win32' ? 'r+' : (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);
const syncDescriptor = promisify(fsync);

/** One at a time: nobody waits for it, and whoever saves meanwhile shall not wait for a row of them. */
async function syncFile(path: string): Promise<void> {
  let descriptor: number;
  try {
    descriptor = openSync(path, toSync);
  } catch (error) {
    // Gone, or no longer a file of ours: whoever did that is not waiting for this.
    if (isAbsent(error) || systemCode(error) === 'ELOOP') return;
    throw error;
  }
  try {
    await syncDescriptor(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
