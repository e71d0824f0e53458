import type { Oid } from '../../shared/contract/values.ts';
import type { Breathe } from './history-breathe.ts';
import { byteColumn } from './history-columns.ts';
import { maxTreeDepth } from './limits.ts';
import type { ObjectStore } from './object-store.ts';
import { readTreeBody, TreeCursor, treeTooDeep } from './tree.ts';

const oidBytes = 20;
const absent = Buffer.alloc(oidBytes);
const empty = new Uint8Array(0);

/**
 * What differs between two trees, kept as bytes: a first commit may add 41,000 pages, and an object
 * and two texts for each of them would take longer than all else.
 */
export class LeafChanges {
  readonly paths: string[] = [];
  /** By change: twenty bytes of the oid before and twenty of the oid after, zeros for none. */
  readonly oids = byteColumn();
  /** By change: the mode after; 0 where the leaf is gone. */
  readonly modes: number[] = [];

  before(change: number): Buffer | null {
    return this.#oid(change * 2);
  }

  after(change: number): Buffer | null {
    return this.#oid(change * 2 + 1);
  }

  push(path: string, before: TreeCursor | null, after: TreeCursor | null): void {
    this.paths.push(path);
    this.oids.pushBytes(rawOid(before));
    this.oids.pushBytes(rawOid(after));
    this.modes.push(after?.mode ?? 0);
  }

  #oid(index: number): Buffer | null {
    const bytes = this.oids.bytes(index * oidBytes, (index + 1) * oidBytes);
    return bytes.equals(absent) ? null : bytes;
  }
}

function rawOid(cursor: TreeCursor | null): Uint8Array {
  return cursor?.bytes.subarray(cursor.nameEnd + 1, cursor.end) ?? absent;
}

/** The leaves that differ between two trees, in git's order; null stands for no tree. */
export async function diffLeaves(
  objects: ObjectStore,
  before: Oid | null,
  after: Oid | null,
  breathe: Breathe,
): Promise<LeafChanges> {
  const changes = new LeafChanges();
  await diffInto(objects, before, after, '', 0, changes, breathe);
  return changes;
}

async function diffInto(
  objects: ObjectStore,
  before: Oid | null,
  after: Oid | null,
  prefix: string,
  depth: number,
  changes: LeafChanges,
  breathe: Breathe,
): Promise<void> {
  if (before === after) return;
  if (depth > maxTreeDepth) throw treeTooDeep();
  const old = new TreeCursor(before === null ? empty : await readTreeBody(objects, before));
  const now = new TreeCursor(after === null ? empty : await readTreeBody(objects, after));
  skipCommon(old, now);
  for (let steps = 1; !old.isDone || !now.isDone; steps += 1) {
    if (steps % 2048 === 0) await breathe();
    const order = old.isDone ? 1 : now.isDone ? -1 : old.compare(now);
    const gone = order <= 0 ? old : null;
    const here = order >= 0 ? now : null;
    const isSame = order === 0 && old.hasLeafOf(now);
    if (!isSame) {
      const named = here ?? old;
      const path = `${prefix}${named.name}`;
      // Equal in git's order means: both folders, or neither.
      if (named.isTree) {
        const pair = [gone?.oid ?? null, here?.oid ?? null] as const;
        await diffInto(objects, ...pair, `${path}/`, depth + 1, changes, breathe);
      } else {
        changes.push(path, gone, here);
      }
    }
    if (order <= 0) old.next();
    if (order >= 0) now.next();
    skipCommon(old, now);
  }
}

const stride = 512;

/** Moves both cursors past the entries that are byte for byte the same from here on. */
function skipCommon(a: TreeCursor, b: TreeCursor): void {
  const length = Math.min(a.bytes.length - a.start, b.bytes.length - b.start);
  const [aStart, bStart] = [a.start, b.start];
  let same = 0;
  while (same < length) {
    const size = Math.min(stride, length - same);
    const [aAt, bAt] = [aStart + same, bStart + same];
    if (a.bytes.compare(b.bytes, bAt, bAt + size, aAt, aAt + size) !== 0) break;
    same += size;
  }
  const isWhole = same === a.bytes.length - aStart && same === b.bytes.length - bStart;
  if (isWhole) {
    a.finish();
    b.finish();
    return;
  }
  while (same < length && a.bytes[aStart + same] === b.bytes[bStart + same]) same += 1;
  while (!a.isDone && a.end - aStart <= same) a.next();
  while (!b.isDone && b.end - bStart <= same) b.next();
}
