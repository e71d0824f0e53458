import type { Oid } from '../../shared/contract/values.ts';
import { parseCommit } from './commit-object.ts';
import type { HistoryLog, NewLogEntry } from './history-log.ts';
import type { ObjectStore } from './object-store.ts';
import type { TreeLeaf } from './tree.ts';
import { diffTrees, type TreeChange } from './tree-diff.ts';
import { findLeaves } from './tree-find.ts';

const sliceMs = 12;

interface PlainCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly dateSeconds: number;
}

/**
 * Adds every commit that `head` reaches and the log lacks.
 *
 * It gives way to other work many times a second, so that a long build is not felt.
 *
 * @param shallow commits whose parents are not in the repository
 * @returns how many were added
 */
export async function appendCommits(
  objects: ObjectStore,
  log: HistoryLog,
  head: Oid,
  shallow: ReadonlySet<Oid>,
): Promise<number> {
  const breathe = makeBreathe();
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
  let added = 0;
  for (const oid of await parentsFirst(log, head, read, breathe)) {
    const commit = await read(oid);
    log.append(await logEntry(objects, log, oid, commit, read));
    added += 1;
    await breathe();
  }
  return added;
}

async function parentsFirst(
  log: HistoryLog,
  head: Oid,
  read: (oid: Oid) => Promise<PlainCommit>,
  breathe: () => Promise<void>,
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

async function logEntry(
  objects: ObjectStore,
  log: HistoryLog,
  oid: Oid,
  commit: PlainCommit,
  read: (oid: Oid) => Promise<PlainCommit>,
): Promise<NewLogEntry> {
  const trees: Oid[] = [];
  for (const parent of commit.parents) trees.push((await read(parent)).tree);
  const changes = await diffTrees(objects, trees[0] ?? null, commit.tree);
  const sames = await sameAsLaterParent(objects, changes, trees.slice(1));
  return {
    oid,
    dateSeconds: commit.dateSeconds,
    parents: commit.parents.map((parent) => log.find(parent) ?? 0),
    changes: changes.map(({ path, before, after }) => ({
      path,
      before: before?.oid ?? null,
      after: after?.oid ?? null,
      sameAsParent: sames.get(path) ?? 0,
    })),
  };
}

/** For what a merge changed against its first parent: the first other parent that has it just so. */
async function sameAsLaterParent(
  objects: ObjectStore,
  changes: readonly TreeChange[],
  laterTrees: readonly Oid[],
): Promise<Map<string, number>> {
  const sames = new Map<string, number>();
  if (changes.length === 0) return sames;
  for (const [rank, tree] of laterTrees.entries()) {
    const open = changes.filter(({ path }) => !sames.has(path));
    const leaves = await findLeaves(objects, tree, new Set(open.map(({ path }) => path)));
    for (const { path, after } of open) {
      if (isSameLeaf(leaves.get(path) ?? null, after)) sames.set(path, rank + 1);
    }
  }
  return sames;
}

function isSameLeaf(a: TreeLeaf | null, b: TreeLeaf | null): boolean {
  return a?.oid === b?.oid && a?.mode === b?.mode;
}

function makeBreathe(): () => Promise<void> {
  let pausedAt = performance.now();
  return async () => {
    if (performance.now() - pausedAt < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    pausedAt = performance.now();
  };
}
