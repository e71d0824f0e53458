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
 * Moves the branch to a commit and sets the index at these paths to its tree, with nobody in between:
 * a `git commit` there would take the old index for the wish to undo what the branch has just got.
 *
 * @param moveBranch whether it moved; if not, the index stays as it is
 * @returns false when another program kept `index.lock`: nothing was done
 */
export async function moveWithIndex(
  repo: Repository,
  tree: Oid,
  paths: readonly string[],
  seen: ReadonlyMap<string, SeenFile>,
  moveBranch: () => Promise<boolean>,
): Promise<boolean> {
  const leftBehind = await repo.pendingIndex.leftBehind();
  const all = [...new Set([...paths, ...leftBehind.paths])];
  const edits = () => editsFromTree(repo, tree, all, seen);
  const settled: string[] = [];
  const move = async () => {
    const isMoved = await moveBranch();
    if (isMoved) settled.push(...leftBehind.names);
    return isMoved;
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
