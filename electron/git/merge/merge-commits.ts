import type { Oid } from '../../../shared/contract/values.ts';
import { readCommit } from '../commit-object.ts';
import type { ObjectStore } from '../object-store.ts';
import { readShallow, type Repository } from '../repository.ts';
import { findMergeBases } from './ancestry.ts';
import { lastAuthor } from './authors.ts';
import { mergeTrees, type TreeMerge } from './merge-trees.ts';
import { TextMerger } from './text-merger.ts';

const maxBases = 8;
const maxDepth = 6;

export type CommitMerge =
  /** Ours holds all of theirs. */
  | { readonly kind: 'upToDate' }
  | { readonly kind: 'fastForward'; readonly commit: Oid }
  | {
      readonly kind: 'merged';
      readonly tree: Oid;
      /** Sorted, so that both peers name them alike. */
      readonly parents: readonly [Oid, Oid];
      readonly quarantined: TreeMerge['quarantined'];
    };

/**
 * Joins two commits. Writes objects only: no ref, no index, no file of the wiki.
 *
 * Never waits for a person: what only a person can choose is open in the tree itself.
 *
 * @throws AppError `CANCELLED` when the signal says so
 */
export async function mergeCommits(
  repo: Repository,
  ours: Oid,
  theirs: Oid,
  signal?: AbortSignal,
): Promise<CommitMerge> {
  const texts = new TextMerger(signal);
  try {
    return await merge(repo, ours, theirs, texts);
  } finally {
    await texts.close();
  }
}

async function merge(
  repo: Repository,
  ours: Oid,
  theirs: Oid,
  texts: TextMerger,
): Promise<CommitMerge> {
  const { objects } = repo;
  const boundary = await readShallow(repo.gitDir);
  const bases = await findMergeBases(objects, ours, theirs, boundary);
  if (bases.includes(theirs)) return { kind: 'upToDate' };
  if (bases.includes(ours)) return { kind: 'fastForward', commit: theirs };
  const merged = await mergeTrees(objects, {
    base: await baseTree(objects, texts, bases, boundary, 0),
    ours: (await readCommit(objects, ours)).tree,
    theirs: (await readCommit(objects, theirs)).tree,
    authorOf: (side, path) => lastAuthor(objects, side === 'ours' ? ours : theirs, path),
    texts,
  });
  const parents: readonly [Oid, Oid] = ours < theirs ? [ours, theirs] : [theirs, ours];
  return { kind: 'merged', tree: merged.tree, parents, quarantined: merged.quarantined };
}

/**
 * The tree to compare with: the base's, or for histories that crossed the bases merged with each other.
 * What is open in that merge is open in its tree as in any other: what both sides have is no news, and
 * what one side settled since stays settled.
 */
async function baseTree(
  objects: ObjectStore,
  texts: TextMerger,
  bases: readonly Oid[],
  boundary: ReadonlySet<Oid>,
  depth: number,
): Promise<Oid | null> {
  const [first, ...others] = bases.slice(0, maxBases);
  if (first === undefined) return null;
  let { tree } = await readCommit(objects, first);
  if (depth >= maxDepth) return tree;
  for (const other of others) {
    const below = await findMergeBases(objects, first, other, boundary);
    const merge = await mergeTrees(objects, {
      base: await baseTree(objects, texts, below, boundary, depth + 1),
      ours: tree,
      theirs: (await readCommit(objects, other)).tree,
      authorOf: () => Promise.resolve(null),
      texts,
    });
    tree = merge.tree;
  }
  return tree;
}
