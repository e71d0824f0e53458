import type { Oid } from '../../shared/contract/values.ts';
import { maxTreeDepth } from './limits.ts';
import type { ObjectStore } from './object-store.ts';
import { readTreeBody, TreeCursor, treeTooDeep, type TreeLeaf } from './tree.ts';

/** One path whose leaf differs between two trees. */
export interface TreeChange {
  readonly path: string;
  readonly before: TreeLeaf | null;
  readonly after: TreeLeaf | null;
}

/**
 * What differs between two trees, leaf by leaf, in git's order of paths; null stands for no tree.
 *
 * Folders with the same oid are not entered, so the cost follows the change, not the wiki.
 */
export async function diffTrees(
  objects: ObjectStore,
  before: Oid | null,
  after: Oid | null,
): Promise<TreeChange[]> {
  const changes: TreeChange[] = [];
  await diffInto(objects, before, after, '', 0, changes);
  return changes;
}

async function diffInto(
  objects: ObjectStore,
  before: Oid | null,
  after: Oid | null,
  prefix: string,
  depth: number,
  changes: TreeChange[],
): Promise<void> {
  if (before === after) return;
  if (depth > maxTreeDepth) throw treeTooDeep();
  const old = new TreeCursor(before === null ? empty : await readTreeBody(objects, before));
  const now = new TreeCursor(after === null ? empty : await readTreeBody(objects, after));
  const report = async (gone: TreeCursor | null, here: TreeCursor | null): Promise<void> => {
    const named = here ?? gone;
    if (named === null) return;
    const path = `${prefix}${named.name}`;
    if (named.isTree) {
      const pair = [gone?.oid ?? null, here?.oid ?? null] as const;
      await diffInto(objects, ...pair, `${path}/`, depth + 1, changes);
    } else {
      changes.push({ path, before: leafAt(gone), after: leafAt(here) });
    }
  };
  skipCommonStart(old, now);
  while (!old.isDone || !now.isDone) {
    const order = old.isDone ? 1 : now.isDone ? -1 : old.compare(now);
    if (order < 0) {
      await report(old, null);
      old.next();
    } else if (order > 0) {
      await report(null, now);
      now.next();
    } else {
      // Equal in git's order means: both folders, or neither.
      const isSame = old.hasLeafOf(now);
      if (!isSame) await report(old, now);
      old.next();
      now.next();
      if (!isSame && haveSameRest(old, now)) return;
    }
    if (order !== 0 && haveSameRest(old, now)) return;
  }
}

const empty = new Uint8Array(0);

function leafAt(cursor: TreeCursor | null): TreeLeaf | null {
  return cursor === null ? null : { mode: cursor.mode, oid: cursor.oid };
}

function haveSameRest(a: TreeCursor, b: TreeCursor): boolean {
  const length = a.bytes.length - a.start;
  return (
    length === b.bytes.length - b.start &&
    a.bytes.compare(b.bytes, b.start, b.bytes.length, a.start, a.bytes.length) === 0
  );
}

/** Moves both cursors past the entries that are byte for byte the same at the start. */
export function skipCommonStart(a: TreeCursor, b: TreeCursor): void {
  const shared = commonStart(a.bytes, b.bytes);
  while (!a.isDone && a.end <= shared) a.next();
  while (!b.isDone && b.end <= shared) b.next();
}

const stride = 1024;

function commonStart(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at + stride <= length && a.compare(b, at, at + stride, at, at + stride) === 0)
    at += stride;
  while (at < length && a[at] === b[at]) at += 1;
  return at;
}
