import type { Oid } from '../../shared/contract/values.ts';
import { maxTreeDepth, maxTreeEntries } from './limits.ts';
import type { ObjectStore } from './object-store.ts';
import { readTreeBody, tooManyFiles, TreeCursor, treeTooDeep, type TreeLeaf } from './tree.ts';

const empty = new Uint8Array(0);
const byHandBytes = 48;
const firstStride = 512;
const lastStride = 64 * 1024;

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
 *
 * @throws AppError `LIMIT` when more differs than any wiki has, or folders are nested too deeply
 */
export async function diffTrees(
  objects: ObjectStore,
  before: Oid | null,
  after: Oid | null,
): Promise<TreeChange[]> {
  const found: Found = { changes: [], entries: 0 };
  await diffInto(objects, before, after, '', 0, found);
  return found.changes;
}

interface Found {
  readonly changes: TreeChange[];
  /** Folders too: some are empty to the bottom. */
  entries: number;
}

async function diffInto(
  objects: ObjectStore,
  before: Oid | null,
  after: Oid | null,
  prefix: string,
  depth: number,
  found: Found,
): Promise<void> {
  if (before === after) return;
  if (depth > maxTreeDepth) throw treeTooDeep();
  const old = new TreeCursor(before === null ? empty : await readTreeBody(objects, before));
  const now = new TreeCursor(after === null ? empty : await readTreeBody(objects, after));
  for (;;) {
    skipCommonStart(old, now);
    if (old.isDone && now.isDone) return;
    const order = old.isDone ? 1 : now.isDone ? -1 : old.compare(now);
    // Equal in git's order means: both folders, or neither.
    if (order !== 0 || !old.hasLeafOf(now)) {
      const gone = order <= 0 ? old : null;
      const here = order >= 0 ? now : null;
      const named = here ?? old;
      const path = `${prefix}${named.name}`;
      found.entries += 1;
      if (found.entries > maxTreeEntries) throw tooManyFiles(maxTreeEntries);
      if (named.isTree) {
        const pair = [gone?.oid ?? null, here?.oid ?? null] as const;
        await diffInto(objects, ...pair, `${path}/`, depth + 1, found);
      } else found.changes.push({ path, before: leafAt(gone), after: leafAt(here) });
    }
    if (order <= 0) old.next();
    if (order >= 0) now.next();
  }
}

function leafAt(cursor: TreeCursor | null): TreeLeaf | null {
  return cursor === null ? null : { mode: cursor.mode, oid: cursor.oid };
}

/** Moves both cursors past the entries that are byte for byte the same from where they stand. */
export function skipCommonStart(a: TreeCursor, b: TreeCursor): void {
  const [aStart, bStart] = [a.start, b.start];
  const same = commonBytes(a.bytes, aStart, b.bytes, bStart);
  if (same === a.bytes.length - aStart && same === b.bytes.length - bStart) {
    a.finish();
    b.finish();
    return;
  }
  if (a.isDone || b.isDone || a.end - aStart > same) return;
  a.passTo(aStart + same);
  b.moveTo(bStart + a.start - aStart);
}

/** How many bytes are the same. A call compares faster, but costs more than some bytes by hand. */
function commonBytes(a: Buffer, aStart: number, b: Buffer, bStart: number): number {
  const length = Math.min(a.length - aStart, b.length - bStart);
  const byHand = Math.min(length, byHandBytes);
  let same = 0;
  while (same < byHand && a[aStart + same] === b[bStart + same]) same += 1;
  if (same < byHand || same === length) return same;
  const areSame = (size: number) =>
    a.compare(b, bStart + same, bStart + same + size, aStart + same, aStart + same + size) === 0;
  let size = 0;
  for (let stride = firstStride; same < length; stride = Math.min(stride * 4, lastStride)) {
    size = Math.min(stride, length - same);
    if (!areSame(size)) break;
    same += size;
  }
  if (same === length) return same;
  // The first difference is within these bytes.
  while (size > byHandBytes) {
    const half = size >> 1;
    if (areSame(half)) {
      same += half;
      size -= half;
    } else size = half;
  }
  while (a[aStart + same] === b[bStart + same]) same += 1;
  return same;
}
