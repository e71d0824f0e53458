import { AppError } from '../../shared/contract/errors.ts';
import type { Oid, Person } from '../../shared/contract/values.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import { Attributes } from './attributes.ts';
import { createCommit, localOffsetMinutes, readCommit, type Signature } from './commit-object.ts';
import { storedForm } from './convert.ts';
import { settleIndex, moveWithIndex } from './index-settle.ts';
import { statsBeforeReading, type SeenFile } from './index-update.ts';
import { findLeaves } from './tree-find.ts';
import type { ObjectSink } from './object-store.ts';
import { writeTogether } from './object-writes.ts';
import { writeAsPack } from './pack-builder.ts';
import type { Repository } from './repository.ts';
import { spliceTree, type TreeEdit } from './tree-splice.ts';

const maxAttempts = 60;
const writesAtOnce = 16;
/** As git's own limit for what it keeps as single files. */
const packFromChanges = 100;

export interface FileChange {
  /** From the wiki's root, with `/`. */
  readonly path: string;
  /** The file's new bytes, on disk already; null deletes it. */
  readonly content: Uint8Array | null;
}

/** A change whose bytes are asked for when their turn comes: a commit of many files never holds them all. */
interface LazyFileChange {
  readonly path: string;
  readonly content: () => Promise<Uint8Array | null>;
}

export interface NewRevision {
  readonly changes: readonly (FileChange | LazyFileChange)[];
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
  /** The files are on their way to the disk still: the branch moves only when they are there. */
  readonly onDisk?: Promise<unknown>;
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
 * Commits changes whose files are on disk, or will be when `onDisk` resolves.
 *
 * Objects first, then under the lock of the index that and the branch by compare-and-swap (worked out
 * again when it moved). Many changes are written as one pack. A crash at any point leaves the old commit or
 * the new one, and a repository that git finds sound; an index beside the branch is put right by the next
 * commit or by `settleIndex`.
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
  const paths = revision.changes.map(({ path }) => path);
  // All that must be on the disk before the branch moves goes there at once: the waits are one.
  const [onDisk, made, noted] = await Promise.allSettled([
    revision.onDisk,
    prepare(repo, revision),
    repo.pendingIndex.announce(paths),
  ]);
  if (noted.status === 'rejected') throw noted.reason;
  const note = noted.value;
  let isLeftToOthers = false;
  try {
    if (onDisk.status === 'rejected') throw onDisk.reason;
    if (made.status === 'rejected') throw made.reason;
    // Should it fail, the index may be ahead of the branch.
    isLeftToOthers = true;
    const { isSettled, ...outcome } = await moveBranch(repo, revision, made.value, paths);
    isLeftToOthers = !isSettled;
    return { ...outcome, indexStale: !isSettled };
  } finally {
    if (isLeftToOthers) repo.pendingIndex.abandon(note);
    else await repo.pendingIndex.settled([note]);
  }
}

/** A commit that is stored, but on no branch yet. */
interface Candidate {
  readonly ref: string;
  /** Where the branch stood when the commit was made for it. */
  readonly head: Oid | null;
  readonly commit: Oid;
  readonly tree: Oid;
  readonly isNew: boolean;
  readonly parentCount: number;
}

interface Prepared {
  readonly edits: readonly TreeEdit[];
  readonly seen: ReadonlyMap<string, SeenFile>;
  /** Null when the branch had moved away from `parents` already. */
  readonly candidate: Candidate | null;
}

/** Stores what a commit of these changes needs, and moves nothing. */
export async function prepare(repo: Repository, revision: NewRevision): Promise<Prepared> {
  const write = async (objects: ObjectSink): Promise<Prepared> => {
    const seen = new Map<string, SeenFile>();
    const edits = await writeBlobs(objects, revision.changes, repo, seen);
    return { edits, seen, candidate: await makeCandidate(repo, objects, revision, edits) };
  };
  return revision.changes.length < packFromChanges
    ? writeTogether(repo.objects, write)
    : writeAsPack(repo.objects, write);
}

async function writeBlobs(
  objects: ObjectSink,
  changes: NewRevision['changes'],
  repo: Repository,
  seen: Map<string, SeenFile>,
): Promise<TreeEdit[]> {
  const attributes = new Attributes(repo);
  const edits: TreeEdit[] = [];
  for (let at = 0; at < changes.length; at += writesAtOnce) {
    const batch = changes.slice(at, at + writesAtOnce).map(async ({ path, content }) => {
      const isLazy = typeof content === 'function';
      const stats = isLazy ? statsBeforeReading(`${repo.dir}/${path}`) : null;
      const bytes = isLazy ? await content() : content;
      if (bytes === null) return { path, leaf: null };
      const conversion = await attributes.conversionOf(path);
      const stored = await storedForm(bytes, conversion, () => blobInHead(repo, path));
      if (stored === null) throw leftToGit(path);
      const oid = await objects.write('blob', stored);
      if (stats !== null) seen.set(path, { oid, stats });
      return { path, leaf: { mode: null, oid } };
    });
    edits.push(...(await Promise.all(batch)));
  }
  return edits;
}

async function blobInHead(repo: Repository, path: string): Promise<Uint8Array | null> {
  const { oid } = await repo.refs.head();
  if (oid === null) return null;
  const leaves = await findLeaves(repo.objects, (await readCommit(repo.objects, oid)).tree, [path]);
  const leaf = leaves.get(path);
  return leaf === undefined ? null : repo.objects.readAs('blob', leaf.oid);
}

function leftToGit(path: string): AppError {
  return new AppError(
    'REPO_UNSUPPORTED',
    `This wiki asks git to keep “${path}” by another program (as Git LFS does), which Commonplace does not run. Record this file with git.`,
    { path },
  );
}

async function makeCandidate(
  repo: Repository,
  objects: ObjectSink,
  revision: NewRevision,
  edits: readonly TreeEdit[],
): Promise<Candidate | null> {
  const ref = revision.ref ?? (await repo.refs.head()).ref;
  const head = await repo.refs.read(ref);
  const parents = revision.parents ?? (head === null ? [] : [head]);
  if (revision.parents !== undefined && head !== null && !parents.includes(head)) return null;
  const headTree = head === null ? null : (await readCommit(repo.objects, head)).tree;
  const tree = await spliceTree(objects, revision.baseTree ?? headTree, edits);
  const parentCount = parents.length;
  if (head !== null && revision.parents === undefined && tree === headTree) {
    return { ref, head, commit: head, tree, isNew: false, parentCount };
  }
  const { message } = revision;
  const author = signatureOf(revision);
  const commit = await createCommit({ objects }, { tree, parents, message, author });
  return { ref, head, commit, tree, isNew: true, parentCount };
}

export function signatureOf({ author, dateMs, tzMinutes }: NewRevision): Signature {
  return { ...author, dateMs, tzMinutes: tzMinutes ?? localOffsetMinutes(dateMs) };
}

async function moveBranch(
  repo: Repository,
  revision: NewRevision,
  prepared: Prepared,
  paths: readonly string[],
): Promise<{ commit: Oid; tree: Oid; isNew: boolean; isSettled: boolean }> {
  const { edits, seen } = prepared;
  let { candidate } = prepared;
  for (let attempt = 0; attempt < maxAttempts && candidate !== null; attempt += 1) {
    const { ref, head, commit, tree, isNew, parentCount } = candidate;
    const isHead = (await repo.refs.head()).ref === ref;
    if (!isNew) {
      const isSettled = !isHead || (await settleIndex(repo, paths, seen));
      return { commit, tree, isNew, isSettled };
    }
    const message = reflogMessage(parentCount, revision.message);
    const signature = signatureOf(revision);
    const outcome = { isMoved: false };
    const swap = async (beforeMove?: () => Promise<void>) => {
      const { refs } = repo;
      outcome.isMoved = await refs.compareAndSwap(
        ref,
        head,
        commit,
        message,
        signature,
        beforeMove,
      );
      return outcome.isMoved;
    };
    const isIndexed = isHead && (await moveWithIndex(repo, tree, paths, seen, swap));
    if (!isIndexed) await swap();
    if (outcome.isMoved) return { commit, tree, isNew, isSettled: isIndexed || !isHead };
    // Off at random, so that writers who lost together do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(attempt * 5, 50)));
    candidate = await writeTogether(repo.objects, (sink) =>
      makeCandidate(repo, sink, revision, edits),
    );
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
