import type { Oid } from '../../shared/contract/values.ts';
import { parseCommit } from './commit-object.ts';
import { makeBreathe, type Breathe } from './history-breathe.ts';
import { diffLeaves, type LeafChanges } from './history-diff.ts';
import type { HistoryLog } from './history-log.ts';
import { findSources } from './history-renames.ts';
import type { ObjectStore } from './object-store.ts';

interface PlainCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly dateSeconds: number;
}

export interface BuildOptions {
  /** Commits whose parents are not in the repository. */
  readonly shallow: ReadonlySet<Oid>;
  /** Called at every pause. `total` is null while the commits are still being counted. */
  readonly onProgress: (done: number, total: number | null) => void;
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
  const sames = new Uint8Array(changes.paths.length);
  const renames = new Map<number, (string | null)[]>();
  const sides: LeafChanges[] = [changes];
  for (const tree of trees.slice(1, 256)) {
    const side = await diffLeaves(objects, tree, commit.tree, breathe);
    const differing = new Set(side.paths);
    for (const [change, path] of changes.paths.entries()) {
      if (sames[change] === 0 && !differing.has(path)) sames[change] = sides.length;
    }
    sides.push(side);
    await breathe();
  }
  const own = new Set(changes.paths.filter((_, change) => sames[change] === 0));
  for (const [rank, side] of sides.entries()) {
    if (trees.length === 0 || own.size === 0) break;
    const sources = await findSources(objects, side, (path) => own.has(path), breathe);
    for (const [change, path] of changes.paths.entries()) {
      const source = sources.size === 0 ? undefined : sources.get(path);
      if (source === undefined) continue;
      const known = renames.get(change) ?? [];
      while (known.length < rank) known.push(null);
      renames.set(change, [...known, source]);
    }
  }
  const entry = {
    oid,
    dateSeconds: commit.dateSeconds,
    parents: commit.parents.map((parent) => log.find(parent) ?? 0),
  };
  const blobs = changes.oids.bytes(0, changes.oids.length);
  await log.append(entry, { paths: changes.paths, blobs, sames, renames }, breathe);
}
