import { AppError } from '../../shared/contract/errors.ts';
import type { Oid, Person } from '../../shared/contract/values.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import { createCommit, localOffsetMinutes, readCommit, type Signature } from './commit-object.ts';
import { settleIndex } from './index-settle.ts';
import type { Repository } from './repository.ts';
import { spliceTree, type TreeEdit } from './tree-splice.ts';

const maxAttempts = 60;
const writesAtOnce = 8;

export interface FileChange {
  /** From the wiki's root, with `/`. */
  readonly path: string;
  /** The file's new bytes, on disk already; null deletes it. */
  readonly content: Uint8Array | null;
}

export interface NewRevision {
  readonly changes: readonly FileChange[];
  readonly message: string;
  readonly author: Person;
  readonly dateMs: number;
  /** Offset east of UTC; this machine's at that moment when left out. */
  readonly tzMinutes?: number;
  /** For a merge: the branch must stand on one of them, and the commit is made only if it still does. */
  readonly parents?: readonly Oid[];
  /** The tree that the changes apply to; the branch's own when left out. */
  readonly baseTree?: Oid;
  /** The branch HEAD stands on when left out. */
  readonly ref?: string;
}

export interface CommitOutcome {
  readonly commit: Oid;
  readonly tree: Oid;
  /** False when the branch held exactly this already: `commit` is then the one it stands on. */
  readonly isNew: boolean;
  /** Another program kept `index.lock`: the commit stands, the index follows with the next change. */
  readonly indexStale: boolean;
}

/**
 * Commits changes whose files are on disk already.
 *
 * Objects first, then the branch by compare-and-swap (worked out again when it moved), then the
 * index. A crash at any point leaves the old commit or the new one, and a repository that git finds
 * sound; an index that lags behind is put right by the next commit or by `settleIndex`.
 *
 * @throws AppError `PATH_OUTSIDE_WIKI`; `BAD_INPUT` for a path that is file and folder at once;
 *   `REPO_BUSY` when the branch's lock is kept, or when `parents` are given and the branch moved
 */
export async function commitChanges(
  repo: Repository,
  revision: NewRevision,
): Promise<CommitOutcome> {
  for (const { path } of revision.changes) {
    if (isInsideTree(path)) continue;
    throw new AppError('PATH_OUTSIDE_WIKI', `The path "${path}" leaves the wiki.`, { path });
  }
  const edits = await writeBlobs(repo, revision.changes);
  const paths = revision.changes.map(({ path }) => path);
  const note = await repo.pendingIndex.announce(paths);
  let isLeftToOthers = false;
  try {
    const { ref, ...made } = await moveBranch(repo, revision, edits);
    const isHead = (await repo.refs.head()).ref === ref;
    const isSettled = !isHead || (await settleIndex(repo, paths));
    isLeftToOthers = !isSettled;
    return { ...made, indexStale: !isSettled };
  } finally {
    if (isLeftToOthers) repo.pendingIndex.abandon(note);
    else await repo.pendingIndex.settled([note]);
  }
}

async function writeBlobs(repo: Repository, changes: readonly FileChange[]): Promise<TreeEdit[]> {
  const edits: TreeEdit[] = [];
  for (let at = 0; at < changes.length; at += writesAtOnce) {
    const batch = changes.slice(at, at + writesAtOnce).map(async ({ path, content }) => {
      const leaf =
        content === null ? null : { mode: null, oid: await repo.objects.write('blob', content) };
      return { path, leaf };
    });
    edits.push(...(await Promise.all(batch)));
  }
  return edits;
}

async function moveBranch(
  repo: Repository,
  revision: NewRevision,
  edits: readonly TreeEdit[],
): Promise<{ ref: string; commit: Oid; tree: Oid; isNew: boolean }> {
  const by: Signature = {
    ...revision.author,
    dateMs: revision.dateMs,
    tzMinutes: revision.tzMinutes ?? localOffsetMinutes(revision.dateMs),
  };
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const ref = revision.ref ?? (await repo.refs.head()).ref;
    const head = await repo.refs.read(ref);
    const parents = revision.parents ?? (head === null ? [] : [head]);
    if (revision.parents !== undefined && head !== null && !parents.includes(head)) break;
    const headTree = head === null ? null : (await readCommit(repo.objects, head)).tree;
    const tree = await spliceTree(repo.objects, revision.baseTree ?? headTree, edits);
    if (head !== null && revision.parents === undefined && tree === headTree) {
      return { ref, commit: head, tree, isNew: false };
    }
    const commit = await createCommit(repo, {
      tree,
      parents,
      message: revision.message,
      author: by,
    });
    const message = reflogMessage(parents.length, revision.message);
    if (await repo.refs.compareAndSwap(ref, head, commit, message, by)) {
      return { ref, commit, tree, isNew: true };
    }
    // Off at random, so that writers who lost together do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(attempt * 5, 50)));
  }
  throw new AppError(
    'REPO_BUSY',
    'The wiki changed while this was being saved. Nothing was lost: try again.',
  );
}

function reflogMessage(parentCount: number, message: string): string {
  const kinds = ['commit (initial)', 'commit', 'commit (merge)'];
  const [subject = ''] = message.split('\n');
  return `${kinds[Math.min(parentCount, 2)] ?? 'commit'}: ${subject}`;
}
