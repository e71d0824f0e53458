import { lstatSync, readFileSync, type BigIntStats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import {
  emptyIndex,
  encodeIndex,
  encodeIndexEntry,
  hasExtendedEntries,
  parseIndex,
  type IndexTable,
  type NewIndexEntry,
} from './index-file.ts';
import { maxObjectBytes } from './limits.ts';
import { lock, tryLock, type HeldLock } from './lock-file.ts';
import { blobOid } from './oid.ts';
import { encodeName } from './tree.ts';
import { readIfPresent, replaceFile, temporaryName } from './whole-file.ts';

const smallFileBytes = 64 * 1024;

/** What the index shall hold at a path; null removes it. */
export type IndexEdits = ReadonlyMap<string, NewIndexEntry | null>;

interface Worktree {
  readonly dir: string;
  readonly gitDir: string;
}

export async function readIndex(gitDir: string): Promise<IndexTable> {
  const file = await readIfPresent(`${gitDir}/index`);
  return file === null || file.length === 0 ? emptyIndex : parseIndex(file);
}

/**
 * Changes entries of `.git/index` under git's lock; every other entry keeps its bytes.
 *
 * @param edits worked out only once the lock is held, so that they describe the latest commit
 * @returns false when another program keeps the lock longer than `waitMs`
 */
export async function updateIndex(
  repo: Worktree,
  waitMs: number,
  edits: () => Promise<IndexEdits>,
): Promise<boolean> {
  const held = await tryLock(`${repo.gitDir}/index`, waitMs);
  if (held === null) return false;
  await writeUnder(held, repo, edits);
  return true;
}

/** As `updateIndex`, for a caller that cannot go on without it: `REPO_BUSY` when the lock is kept. */
export async function updateIndexOrFail(
  repo: Worktree,
  edits: () => Promise<IndexEdits>,
): Promise<void> {
  await writeUnder(await lock(`${repo.gitDir}/index`), repo, edits);
}

async function writeUnder(
  held: HeldLock,
  repo: Worktree,
  edits: () => Promise<IndexEdits>,
): Promise<void> {
  try {
    const table = await readIndex(repo.gitDir);
    const changed = applyEdits(table, await edits());
    await replaceFile(`${repo.gitDir}/index`, changed, temporaryName(repo.gitDir));
  } finally {
    await held.release();
  }
}

function applyEdits(table: IndexTable, edits: IndexEdits): Buffer {
  const sorted = [...edits]
    .map(([path, entry]) => ({ name: encodeName(path), entry }))
    .sort((a, b) => a.name.compare(b.name));
  // An entry `a` and one below `a/` exclude each other, whichever was there before.
  const added = sorted.filter(({ entry }) => entry !== null).map(({ name }) => name);
  const pieces: Buffer[] = [];
  let count = 0;
  let needsVersion3 = hasExtendedEntries(table);
  let copied = 12;
  let at = 0;
  const copyUpTo = (end: number): void => {
    if (end > copied) pieces.push(table.bytes.subarray(copied, end));
  };
  const dropped = findDropped(
    table,
    sorted.map(({ name }) => name),
    added,
  );
  for (const { name, entry } of sorted) {
    const place = lowerBound(table, name);
    for (; at < place; at += 1) drop(at);
    for (; at < table.count && compareName(table, at, name) === 0; at += 1) drop(at);
    if (entry === null) continue;
    const offset = table.starts[at] ?? copied;
    copyUpTo(offset);
    copied = Math.max(copied, offset);
    pieces.push(encodeIndexEntry(name, entry));
    count += 1;
    needsVersion3 ||= entry.isSkipped;
  }
  for (; at < table.count; at += 1) drop(at);
  copyUpTo(table.bytes.length);
  return encodeIndex(pieces, count + table.count - dropped.size, needsVersion3);

  function drop(index: number): void {
    if (!dropped.has(index)) return;
    copyUpTo(table.starts[index] ?? 0);
    copied = table.starts[index + 1] ?? copied;
  }
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

/** The first entry whose path is not before `name`, stages aside. */
function lowerBound(table: IndexTable, name: Buffer): number {
  let low = 0;
  let high = table.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareName(table, middle, name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareName(table: IndexTable, at: number, name: Buffer): number {
  return nameAt(table, at).compare(name);
}

function nameAt(table: IndexTable, at: number): Buffer {
  const start = table.starts[at] ?? 0;
  const from = start + ((table.bytes.readUInt16BE(start + 60) & 0x4000) === 0 ? 62 : 64);
  return table.bytes.subarray(from, table.bytes.indexOf(0, from));
}

/**
 * An index entry for a file of the worktree that should hold `oid`.
 *
 * The file is looked at before and after it is read; if it holds something else (a person was
 * quicker), the entry carries no times, and git sees the difference.
 */
export async function entryOnDisk(
  repo: Worktree,
  path: string,
  leaf: { readonly mode: number; readonly oid: Oid },
): Promise<NewIndexEntry> {
  return {
    ...leaf,
    isSkipped: false,
    stats: await statsIfHolding(`${repo.dir}/${path}`, leaf.oid),
  };
}

async function statsIfHolding(file: string, oid: Oid): Promise<BigIntStats | null> {
  try {
    const before = lstatSync(file, { bigint: true });
    if (!before.isFile() || before.size > BigInt(maxObjectBytes)) return null;
    // At once where it is short: for 41,000 pages, waiting in line costs more than all the reading.
    const isSmall = before.size <= BigInt(smallFileBytes);
    if (blobOid(isSmall ? readFileSync(file) : await readFile(file)) !== oid) return null;
    const after = lstatSync(file, { bigint: true });
    return after.mtimeNs === before.mtimeNs && after.ino === before.ino ? after : null;
  } catch {
    // Gone, or not ours to read: without times git looks for itself, which is always right.
    return null;
  }
}
