import type { Oid } from '../../shared/contract/values.ts';
import { readCommit } from './commit-object.ts';
import type { ObjectStore } from './object-store.ts';
import { findEntry } from './tree.ts';

const maxSteps = 5000;

/**
 * The commit at or before `start` that made the path what it is there, by walking back along parents
 * that hold the same. For a commit that no index covers, such as one of a remote.
 *
 * @returns null when the walk would take more than some thousand commits
 */
export async function lastChangeIn(
  objects: ObjectStore,
  start: Oid,
  path: string,
): Promise<Oid | null> {
  const entryIn = async (commit: Oid) => {
    const { tree } = await readCommit(objects, commit);
    return (await findEntry(objects, tree, path))?.oid ?? null;
  };
  const wanted = await entryIn(start);
  let commit = start;
  for (let step = 0; step < maxSteps; step += 1) {
    const { parents } = await readCommit(objects, commit);
    let same: Oid | null = null;
    for (const parent of parents) {
      if ((await entryIn(parent)) !== wanted) continue;
      same = parent;
      break;
    }
    if (same === null) return commit;
    commit = same;
  }
  return null;
}
