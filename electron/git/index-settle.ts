import type { Oid } from '../../shared/contract/values.ts';
import { readCommit } from './commit-object.ts';
import { entryOnDisk, updateIndex, type IndexEdits, type SeenFile } from './index-update.ts';
import type { NewIndexEntry } from './index-file.ts';
import type { Repository } from './repository.ts';
import { isFileMode } from './tree.ts';
import { findLeaves } from './tree-find.ts';

const lockWaitMs = 2_000;
const filesAtOnce = 16;

/**
 * Sets the index at these paths to what HEAD holds now, and at every path that a crash or a held lock
 * left behind. Call it without paths after opening a repository.
 *
 * @param seen what files held when they were read for the commit
 * @returns false when another program kept `index.lock`; the paths are set right next time
 */
export async function settleIndex(
  repo: Repository,
  paths: readonly string[] = [],
  seen: ReadonlyMap<string, SeenFile> = new Map(),
): Promise<boolean> {
  const leftBehind = await repo.pendingIndex.leftBehind();
  const all = [...new Set([...paths, ...leftBehind.paths])];
  if (all.length > 0) {
    const isWritten = await updateIndex(repo, lockWaitMs, () => editsFromHead(repo, all, seen));
    if (!isWritten) return false;
  }
  await repo.pendingIndex.settled(leftBehind.names);
  return true;
}

/**
 * Sets the index at these paths to a commit's tree and moves the branch to it, with nobody in between:
 * a `git commit` that finds the branch moved and the old index would undo what the branch has just got.
 *
 * The index comes first, and its lock is kept until the branch has moved: git reads the index a moment
 * before it takes the lock, and one that read the old index then does not get it.
 *
 * @param moveBranch whether it moved; it calls `beforeMove` when nothing but a failing disk can keep it
 * @returns false when another program kept `index.lock`: nothing was done
 */
export async function moveWithIndex(
  repo: Repository,
  tree: Oid,
  paths: readonly string[],
  seen: ReadonlyMap<string, SeenFile>,
  moveBranch: (beforeMove: () => Promise<void>) => Promise<boolean>,
): Promise<boolean> {
  const settled: string[] = [];
  let leftBehind: readonly string[] = [];
  const edits = async () => {
    const left = await repo.pendingIndex.leftBehind();
    leftBehind = left.names;
    return editsFromTree(repo, tree, [...new Set([...paths, ...left.paths])], seen);
  };
  const move = async (replaceIndex: () => Promise<void>) => {
    if (await moveBranch(replaceIndex)) settled.push(...leftBehind);
  };
  if (!(await updateIndex(repo, lockWaitMs, edits, move))) return false;
  await repo.pendingIndex.settled(settled);
  return true;
}

/** HEAD is read under the lock: another writer may have moved it on, and the last word is HEAD's. */
async function editsFromHead(
  repo: Repository,
  paths: readonly string[],
  seen: ReadonlyMap<string, SeenFile>,
): Promise<IndexEdits> {
  const { oid } = await repo.refs.head();
  const tree = oid === null ? null : (await readCommit(repo.objects, oid)).tree;
  return editsFromTree(repo, tree, paths, seen);
}

async function editsFromTree(
  repo: Repository,
  tree: Oid | null,
  paths: readonly string[],
  seen: ReadonlyMap<string, SeenFile>,
): Promise<IndexEdits> {
  const leaves =
    tree === null ? new Map<string, never>() : await findLeaves(repo.objects, tree, paths);
  const edits = new Map<string, NewIndexEntry | null>();
  for (let at = 0; at < paths.length; at += filesAtOnce) {
    const batch = paths.slice(at, at + filesAtOnce).map(async (path) => {
      const leaf = leaves.get(path);
      if (leaf === undefined) edits.set(path, null);
      else if (isFileMode(leaf.mode))
        edits.set(path, await entryOnDisk(repo, path, leaf, seen.get(path)));
    });
    await Promise.all(batch);
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return edits;
}
