import type { Oid } from '../../shared/contract/values.ts';
import { parseCommit } from './commit-object.ts';
import { makeBreathe, type Breathe } from './history-breathe.ts';
import { diffLeaves, type LeafChanges } from './history-diff.ts';
import type { HistoryLog } from './history-log.ts';
import { findSources } from './history-renames.ts';
import type { ObjectStore } from './object-store.ts';
import { oidAt } from './oid.ts';
import type { TreeLeaf } from './tree.ts';
import { findLeaves } from './tree-find.ts';

interface PlainCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly dateSeconds: number;
}

export interface BuildOptions {
  /** Commits whose parents are not in the repository. */
  readonly shallow: ReadonlySet<Oid>;
  /** Called at every pause. `total` is null while the commits are still being counted. */
  onProgress(done: number, total: number | null): void;
}

/**
 * Adds every commit that `head` reaches and the log lacks.
 *
 * It gives way to other work many times a second, so that a long build is not felt.
 *
 * @returns how many were added
 */
export async function appendCommits(
  objects: ObjectStore,
  log: HistoryLog,
  head: Oid,
  { shallow, onProgress }: BuildOptions,
): Promise<number> {
  let added = 0;
  let total: number | null = null;
  const breathe = makeBreathe(() => onProgress(added, total));
  const commits = new Map<Oid, PlainCommit>();
  const read = async (oid: Oid): Promise<PlainCommit> => {
    const known = commits.get(oid);
    if (known !== undefined) return known;
    const commit = parseCommit(oid, await objects.readAs('commit', oid));
    const plain = {
      tree: commit.tree,
      parents: shallow.has(oid) ? [] : commit.parents,
      dateSeconds: commit.committer.dateMs / 1000,
    };
    commits.set(oid, plain);
    return plain;
  };
  const order = await parentsFirst(log, head, read, breathe);
  total = order.length;
  for (const oid of order) {
    await appendCommit(objects, log, oid, read, breathe);
    added += 1;
    await breathe();
  }
  return added;
}

async function parentsFirst(
  log: HistoryLog,
  head: Oid,
  read: (oid: Oid) => Promise<PlainCommit>,
  breathe: Breathe,
): Promise<Oid[]> {
  const order: Oid[] = [];
  const opened = new Set<Oid>();
  const done = new Set<Oid>();
  const stack: Oid[] = [head];
  for (let oid = stack.at(-1); oid !== undefined; oid = stack.at(-1)) {
    if (done.has(oid) || log.find(oid) !== undefined) {
      stack.pop();
      continue;
    }
    if (opened.has(oid)) {
      stack.pop();
      done.add(oid);
      order.push(oid);
      continue;
    }
    opened.add(oid);
    const { parents } = await read(oid);
    stack.push(...parents.filter((parent) => !done.has(parent)).reverse());
    await breathe();
  }
  return order;
}

async function appendCommit(
  objects: ObjectStore,
  log: HistoryLog,
  oid: Oid,
  read: (oid: Oid) => Promise<PlainCommit>,
  breathe: Breathe,
): Promise<void> {
  const commit = await read(oid);
  const trees: Oid[] = [];
  for (const parent of commit.parents) trees.push((await read(parent)).tree);
  const changes = await diffLeaves(objects, trees[0] ?? null, commit.tree, breathe);
  const renames = new Map<number, (string | null)[]>();
  if (trees.length > 0) {
    for (const [change, path] of await findSources(objects, changes, breathe)) {
      renames.set(change, [path]);
    }
  }
  const sames = await compareWithLaterParents(objects, changes, trees, commit.tree, {
    renames,
    breathe,
  });
  const entry = {
    oid,
    dateSeconds: commit.dateSeconds,
    parents: commit.parents.map((parent) => log.find(parent) ?? 0),
  };
  const blobs = changes.oids.bytes(0, changes.oids.length);
  await log.append(entry, { paths: changes.paths, blobs, sames, renames }, breathe);
}

/**
 * For what a merge changed against its first parent: the first later parent that has it just so. Where
 * none has and a parent lacks the path, what the page was called there.
 */
async function compareWithLaterParents(
  objects: ObjectStore,
  changes: LeafChanges,
  trees: readonly Oid[],
  mergedTree: Oid,
  { renames, breathe }: { renames: Map<number, (string | null)[]>; breathe: Breathe },
): Promise<Uint8Array> {
  const sames = new Uint8Array(changes.paths.length);
  const missing = new Map<number, number[]>();
  for (let rank = 1; rank < trees.length && changes.paths.length > 0; rank += 1) {
    const tree = trees[rank];
    const open = [...changes.paths.keys()].filter((change) => sames[change] === 0);
    if (tree === undefined || rank > 255) break;
    const leaves = await findLeaves(
      objects,
      tree,
      new Set(open.map((at) => changes.paths[at] ?? '')),
    );
    for (const change of open) {
      const leaf = leaves.get(changes.paths[change] ?? '') ?? null;
      if (isSameLeaf(leaf, changes, change)) sames[change] = rank;
      else if (leaf === null) missing.set(change, [...(missing.get(change) ?? []), rank]);
    }
    await breathe();
  }
  const ranks = new Set([...missing].flatMap(([change, of]) => (sames[change] === 0 ? of : [])));
  for (const rank of ranks) {
    const side = await diffLeaves(objects, trees[rank] ?? null, mergedTree, breathe);
    const found = await findSources(objects, side, breathe);
    const sourceOf = new Map([...found].map(([change, from]) => [side.paths[change] ?? '', from]));
    for (const [change, of] of missing) {
      const source = sourceOf.get(changes.paths[change] ?? '');
      if (sames[change] !== 0 || !of.includes(rank) || source === undefined) continue;
      const sources = renames.get(change) ?? [];
      while (sources.length < rank) sources.push(null);
      sources[rank] = source;
      renames.set(change, sources);
    }
  }
  return sames;
}

function isSameLeaf(leaf: TreeLeaf | null, changes: LeafChanges, change: number): boolean {
  const after = changes.after(change);
  if (leaf === null || after === null) return leaf === null && after === null;
  return leaf.mode === changes.modes[change] && leaf.oid === oidAt(after, 0);
}
