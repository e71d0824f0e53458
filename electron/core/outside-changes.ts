import type { Oid } from '../../shared/contract/values.ts';
import { readCommit } from '../git/commit-object.ts';
import { foreignIndexCount, readIndex } from '../git/index-read.ts';
import type { Repository } from '../git/repository.ts';
import { statusOfPaths } from '../git/status-paths.ts';
import { worktreeStatus, type WorktreeChange } from '../git/status.ts';
import { diffTrees } from '../git/tree-diff.ts';
import { createHiddenFiles } from '../storage/hidden-files.ts';
import { createQueue } from './queue.ts';

/** What other programs changed and history does not hold yet, kept in memory. */
export interface OutsideChanges {
  /** Sorted by path. The whole wiki is looked at the first time, and after another program changed its index. */
  current(): Promise<readonly WorktreeChange[]>;
  /** These files may have changed. */
  touch(paths: readonly string[]): void;
  /** From now on every change of a file that is not hidden is told by `touch`; before, nothing is kept. */
  follow(): void;
  /** Changes may go untold: nothing is kept any more. */
  unfollow(): void;
}

/** With more paths than this to look at, the whole wiki is looked at instead. */
const maxTouched = 2_000;

interface Basis {
  readonly tree: Oid | null;
  readonly foreignIndexes: number;
}

const isIgnoreFile = (path: string) => path === '.gitignore' || path.endsWith('/.gitignore');

export function createOutsideChanges(repo: Repository): OutsideChanges {
  const queue = createQueue();
  const touched = new Set<string>();
  const exclude = `${repo.gitDir}/info/exclude`;
  const hidden = createHiddenFiles(repo.dir, [exclude]);
  let isFollowing = false;
  let isStale = true;
  let basis: Basis = { tree: null, foreignIndexes: 0 };
  let changes: readonly WorktreeChange[] = [];

  const readBasis = async (): Promise<Basis> => {
    const { oid } = await repo.refs.head();
    await readIndex(repo.gitDir);
    return {
      tree: oid === null ? null : (await readCommit(repo.objects, oid)).tree,
      foreignIndexes: foreignIndexCount(repo.gitDir),
    };
  };
  const lookAtAll = async (now: Basis) => {
    touched.clear();
    isStale = true;
    changes = await worktreeStatus(repo);
    basis = now;
    isStale = false;
  };
  const lookAtTouched = async () => {
    const paths = [...touched];
    touched.clear();
    try {
      const kinds = await statusOfPaths(repo, paths);
      const others = changes.filter(({ path }) => !kinds.has(path));
      const found = [...kinds].flatMap(([path, kind]) => (kind === null ? [] : [{ path, kind }]));
      changes = [...others, ...found].sort((a, b) => (a.path < b.path ? -1 : 1));
    } catch (error) {
      isStale = true;
      throw error;
    }
  };
  const bringUp = async () => {
    const now = await readBasis();
    for (const path of hidden.look()) touched.add(path);
    const isRuled = touched.has(exclude) || [...touched].some(isIgnoreFile);
    if (isStale || isRuled || now.foreignIndexes !== basis.foreignIndexes) return lookAtAll(now);
    // What a commit holds now, by whomever, differs no more, and what it undid differs again.
    if (now.tree !== basis.tree) {
      const moved = await diffTrees(repo.objects, basis.tree, now.tree).catch(() => null);
      if (moved === null) return lookAtAll(now); // the old commit is gone from the repository
      for (const { path } of moved) touched.add(path);
      basis = now;
    }
    if (touched.size > maxTouched) return lookAtAll(now);
    if (touched.size > 0) await lookAtTouched();
  };

  return {
    async current() {
      if (!isFollowing) return worktreeStatus(repo);
      return queue.run(async () => {
        await bringUp();
        return changes;
      });
    },
    touch(paths) {
      for (const path of paths) touched.add(path);
    },
    follow() {
      isFollowing = true;
      isStale = true;
    },
    unfollow() {
      isFollowing = false;
    },
  };
}
