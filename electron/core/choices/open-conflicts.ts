import { compareBytes } from '../../../shared/merge/byte-order.ts';
import { conflictPath, type Conflict } from '../../../shared/merge/conflict-file.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { conflictFile } from '../../git/merge/conflict-print.ts';
import { readConflicts } from '../../git/merge/conflict-store.ts';
import type { FileChange } from '../change-files.ts';
import { blobAt, headTree } from '../head-tree.ts';
import type { OpenWiki } from '../open-wiki.ts';

/** A choice that is open in the wiki as it is recorded now. */
export interface OpenConflict<Kind extends Conflict = Conflict> {
  readonly id: string;
  readonly conflict: Kind;
}

const maxRemembered = 4000;
// The sharing status asks for the count after each save.
const parsed = new WeakMap<OpenWiki, Map<Oid, Conflict | null>>();

/** Every open choice whose page or files are there, in the order of their paths. */
export async function openConflicts(wiki: OpenWiki): Promise<OpenConflict[]> {
  const tree = await headTree(wiki);
  let known = parsed.get(wiki);
  if (known === undefined || known.size > maxRemembered) {
    known = new Map();
    parsed.set(wiki, known);
  }
  const open: OpenConflict[] = [];
  for (const { id, conflict } of (await readConflicts(wiki.repo.objects, tree, known)).values()) {
    if (conflict !== null && (await isOpen(wiki, tree, conflict))) open.push({ id, conflict });
  }
  return open.sort(
    (left, right) =>
      compareBytes(left.conflict.path, right.conflict.path) || compareBytes(left.id, right.id),
  );
}

async function isOpen(wiki: OpenWiki, tree: Oid | null, conflict: Conflict): Promise<boolean> {
  if (conflict.kind !== 'file') return (await blobAt(wiki, tree, conflict.path)) !== null;
  const blobs = await Promise.all(conflict.versions.map(({ path }) => blobAt(wiki, tree, path)));
  return blobs.filter((blob) => blob !== null).length > 1;
}

export async function conflictsOn(wiki: OpenWiki, path: string): Promise<OpenConflict[]> {
  return (await openConflicts(wiki)).filter(({ conflict }) => conflict.path === path);
}

/** The changes that take a page's open choices along to its new path. */
export async function movedConflicts(
  wiki: OpenWiki,
  from: string,
  to: string,
): Promise<FileChange[]> {
  return (await conflictsOn(wiki, from)).flatMap(({ id, conflict }) => {
    const moved = conflictFile({ ...conflict, path: to });
    const gone = { path: conflictPath(id), content: null };
    return moved === null ? [gone] : [gone, { path: moved.path, content: moved.bytes }];
  });
}
