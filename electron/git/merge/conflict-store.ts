import type { Oid } from '../../../shared/contract/values.ts';
import {
  conflictFolder,
  conflictIdOf,
  maxConflictBytes,
  parseConflict,
  type Conflict,
} from '../../../shared/merge/conflict-file.ts';
import { isInsideTree } from '../../../shared/wiki/path-policy.ts';
import type { ObjectStore } from '../object-store.ts';
import { findEntry, isFileMode, isTreeMode, readTree, type TreeLeaf } from '../tree.ts';

// A peer may send any number of files; this many open choices are looked at.
const maxConflicts = 2000;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A conflict's file as a tree holds it. */
export interface StoredConflict {
  readonly id: string;
  readonly leaf: TreeLeaf;
  /** Null when the file says nothing that could be chosen. */
  readonly conflict: Conflict | null;
}

/**
 * The open choices that a tree holds, by id and in its order. Costs one look into the root when there are none.
 *
 * @param known files read before, by blob: the trees of a merge share most of theirs
 */
export async function readConflicts(
  objects: ObjectStore,
  tree: Oid | null,
  known = new Map<Oid, Conflict | null>(),
): Promise<Map<string, StoredConflict>> {
  const found = new Map<string, StoredConflict>();
  const folder = tree === null ? null : await findEntry(objects, tree, conflictFolder);
  if (folder === null || !isTreeMode(folder.mode)) return found;
  for (const { name, mode, oid } of await readTree(objects, folder.oid)) {
    const id = conflictIdOf(`${conflictFolder}/${name}`);
    if (id === null) continue;
    if (found.size >= maxConflicts) break;
    let conflict = known.get(oid);
    if (conflict === undefined) {
      conflict = isFileMode(mode) ? parseBody(await objects.readAs('blob', oid)) : null;
      known.set(oid, conflict);
    }
    found.set(id, { id, leaf: { mode, oid }, conflict });
  }
  return found;
}

/** Null for bytes that are no conflict, or one whose paths leave the wiki. */
export function parseBody(body: Uint8Array): Conflict | null {
  if (body.length > maxConflictBytes) return null;
  let text: string;
  try {
    text = decoder.decode(body);
  } catch {
    return null; // not UTF-8: nothing of ours
  }
  const conflict = parseConflict(text);
  return conflict !== null && pathsOf(conflict).every(isOrdinaryPath) ? conflict : null;
}

function pathsOf(conflict: Conflict): string[] {
  const others = conflict.kind === 'file' ? conflict.versions.map(({ path }) => path) : [];
  return [conflict.path, ...others];
}

function isOrdinaryPath(path: string): boolean {
  return isInsideTree(path) && !path.startsWith('.commonplace/');
}
