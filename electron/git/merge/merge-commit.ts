import type { Oid } from '../../../shared/contract/values.ts';
import { createCommit, readCommit } from '../commit-object.ts';
import type { ObjectStore } from '../object-store.ts';

/**
 * Stores the commit that joins two others. Nothing of it depends on who merges or when: two peers who
 * merge the same pair to the same tree make the same commit.
 */
export async function writeMergeCommit(
  repo: { readonly objects: ObjectStore },
  merge: { readonly tree: Oid; readonly parents: readonly [Oid, Oid] },
): Promise<Oid> {
  const parents = [...merge.parents].sort();
  const dates = await Promise.all(
    parents.map(async (oid) => (await readCommit(repo.objects, oid)).committer.dateMs),
  );
  return createCommit(repo, {
    tree: merge.tree,
    parents,
    message: 'Merge changes',
    author: {
      name: 'Commonplace',
      email: 'merge@commonplace.invalid',
      dateMs: Math.max(...dates),
      tzMinutes: 0,
    },
  });
}
