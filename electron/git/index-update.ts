import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, type BigIntStats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import {
  emptyIndex,
  encodeIndexEntry,
  indexHeader,
  writeHeader,
  type IndexTable,
  type NewIndexEntry,
} from './index-file.ts';
import { compareName, lowerBound, nameAt } from './index-find.ts';
import { knowIndex, readIndex } from './index-read.ts';
import { maxObjectBytes } from './limits.ts';
import { lock, tryLock, type HeldLock } from './lock-file.ts';
import { moveStarts } from './move-starts.ts';
import { blobOid } from './oid.ts';
import { encodeName } from './tree.ts';
import { bringToDiskSoon, stageFile, temporaryName } from './whole-file.ts';

const checksumBytes = 20;
const smallFileBytes = 64 * 1024;
// Some disks keep times to two seconds.
const freshMs = 3_000;

/** What the index shall hold at a path; null removes it. */
export type IndexEdits = ReadonlyMap<string, NewIndexEntry | null>;

interface Worktree {
  readonly dir: string;
  readonly gitDir: string;
}

/**
 * Changes entries of `.git/index` under git's lock; every other entry keeps its bytes.
 *
 * @param edits worked out only once the lock is held, so that they describe the latest commit
 * @param around called under the lock; unless it lets the index be replaced, that stays as it is
 * @returns false when another program keeps the lock longer than `waitMs`
 */
export async function updateIndex(
  repo: Worktree,
  waitMs: number,
  edits: () => Promise<IndexEdits>,
  around: (replace: () => Promise<void>) => Promise<unknown> = (replace) => replace(),
): Promise<boolean> {
  const held = await tryLock(`${repo.gitDir}/index`, waitMs);
  if (held === null) return false;
  await writeUnder(held, repo, edits, around);
  return true;
}

/** As `updateIndex`, for a caller that cannot go on without it: `REPO_BUSY` when the lock is kept. */
export async function updateIndexOrFail(
  repo: Worktree,
  edits: () => Promise<IndexEdits>,
): Promise<void> {
  await writeUnder(await lock(`${repo.gitDir}/index`), repo, edits);
}

/** As `updateIndexOrFail`, for an index that holds the edits and nothing else. */
export async function rewriteIndexOrFail(
  repo: Worktree,
  edits: () => Promise<IndexEdits>,
): Promise<void> {
  const nothing = () => Promise.resolve(emptyIndex);
  await writeUnder(await lock(`${repo.gitDir}/index`), repo, edits, undefined, nothing);
}

async function writeUnder(
  held: HeldLock,
  repo: Worktree,
  edits: () => Promise<IndexEdits>,
  around: (replace: () => Promise<void>) => Promise<unknown> = (replace) => replace(),
  read: () => Promise<IndexTable> = () => readIndex(repo.gitDir),
): Promise<void> {
  const path = `${repo.gitDir}/index`;
  try {
    const [before, changes] = await Promise.all([read(), edits()]);
    const { file, ...table } = applyEdits(before, changes);
    const sum = createHash('sha1').update(table.bytes).digest();
    sum.copy(file, table.bytes.length);
    // As git, which can make it anew (`mendIndex`): several megabytes for the disk to take at once
    // are the longest wait of a save.
    const isAwaited = false;
    const staged = stageFile(path, file, temporaryName(repo.gitDir), { isAwaited });
    try {
      await around(async () => {
        await staged.put();
        knowIndex(repo.gitDir, sum, table);
      });
    } finally {
      await staged.discard();
    }
  } finally {
    await held.release();
  }
  bringToDiskSoon(path);
}

/** @returns the edited table; `file` is its bytes with room behind them for their checksum */
function applyEdits(table: IndexTable, edits: IndexEdits): IndexTable & { readonly file: Buffer } {
  const sorted = [...edits]
    .map(([path, entry]) => ({ name: encodeName(path), entry }))
    .sort((a, b) => a.name.compare(b.name));
  // An entry `a` and one below `a/` exclude each other, whichever was there before.
  const added = sorted.filter(({ entry }) => entry !== null);
  const dropped = findDropped(
    table,
    sorted.map(({ name }) => name),
    added.map(({ name }) => name),
  );
  const steps = [
    ...[...dropped].map((at) => ({ at, bytes: null })),
    ...added.map(({ name, entry }) => ({
      at: lowerBound(table, name),
      bytes: entry === null ? null : encodeIndexEntry(name, entry),
    })),
  ];
  // At one place the new entries come first; they are in order among themselves.
  steps.sort((a, b) => a.at - b.at || Number(a.bytes === null) - Number(b.bytes === null));
  const pieces: Buffer[] = [indexHeader()];
  const starts = new Int32Array(table.count - dropped.size + added.length + 1);
  let length = 12;
  let count = 0;
  let kept = 0;
  const keepUpTo = (end: number): void => {
    const from = table.starts[kept] ?? 0;
    const until = table.starts[end] ?? 0;
    moveStarts(table.starts.subarray(kept, end), starts, count, length - from);
    count += end - kept;
    pieces.push(table.bytes.subarray(from, until));
    length += until - from;
    kept = end;
  };
  for (const { at, bytes } of steps) {
    keepUpTo(at);
    if (bytes === null) {
      kept = at + 1;
      continue;
    }
    starts[count] = length;
    count += 1;
    pieces.push(bytes);
    length += bytes.length;
  }
  keepUpTo(table.count);
  starts[count] = length;
  const file = Buffer.concat([...pieces, Buffer.alloc(checksumBytes)], length + checksumBytes);
  const edited = { bytes: file.subarray(0, length), starts, count, file };
  writeHeader(edited);
  return edited;
}

/** The old entries that go: the edited paths in all stages, and what an added path shuts out. */
function findDropped(
  table: IndexTable,
  edited: readonly Buffer[],
  added: readonly Buffer[],
): Set<number> {
  const dropped = new Set<number>();
  const dropEqual = (name: Buffer): void => {
    for (let at = lowerBound(table, name); at < table.count; at += 1) {
      if (compareName(table, at, name) !== 0) break;
      dropped.add(at);
    }
  };
  for (const name of edited) dropEqual(name);
  for (const name of added) {
    for (let slash = name.indexOf(0x2f); slash !== -1; slash = name.indexOf(0x2f, slash + 1)) {
      dropEqual(name.subarray(0, slash));
    }
    const below = Buffer.concat([name, Buffer.from('/')]);
    for (let at = lowerBound(table, below); at < table.count; at += 1) {
      if (!nameAt(table, at).subarray(0, below.length).equals(below)) break;
      dropped.add(at);
    }
  }
  return dropped;
}

/** What a file held when it was read, and how it stood on the disk right before. */
export interface SeenFile {
  readonly oid: Oid;
  readonly stats: BigIntStats;
}

/** A file's times right before it is read; null for one too fresh for them to tell a later change. */
export function statsBeforeReading(file: string): BigIntStats | null {
  const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return null;
  return Date.now() - Number(stats.mtimeMs) > freshMs ? stats : null;
}

/**
 * An index entry for a file of the worktree that should hold `oid`.
 *
 * The file is looked at before and after it is read; if it holds something else (a person was
 * quicker), the entry carries no times, and git sees the difference.
 *
 * @param seen spares the reading when the file stands as it did then
 */
export async function entryOnDisk(
  repo: Worktree,
  path: string,
  leaf: { readonly mode: number; readonly oid: Oid },
  seen?: SeenFile,
): Promise<NewIndexEntry> {
  const file = `${repo.dir}/${path}`;
  const isSeen = seen !== undefined && seen.oid === leaf.oid;
  const stats = (isSeen ? statsIfAsSeen(file, seen) : null) ?? statsIfHolding(file, leaf.oid);
  return { ...leaf, isSkipped: false, stats: await stats };
}

function statsIfAsSeen(file: string, { stats }: SeenFile): BigIntStats | null {
  const now = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return now !== undefined && isSameFile(now, stats) ? now : null;
}

function isSameFile(a: BigIntStats, b: BigIntStats): boolean {
  return a.mtimeNs === b.mtimeNs && a.ino === b.ino && a.size === b.size;
}

async function statsIfHolding(file: string, oid: Oid): Promise<BigIntStats | null> {
  try {
    const before = lstatSync(file, { bigint: true });
    if (!before.isFile() || before.size > BigInt(maxObjectBytes)) return null;
    // At once where it is short: for 41,000 pages, waiting in line costs more than all the reading.
    const isSmall = before.size <= BigInt(smallFileBytes);
    if (blobOid(isSmall ? readFileSync(file) : await readFile(file)) !== oid) return null;
    const after = lstatSync(file, { bigint: true });
    return isSameFile(after, before) ? after : null;
  } catch {
    // Gone, or not ours to read: without times git looks for itself, which is always right.
    return null;
  }
}
