import type { Oid } from '../../../shared/contract/values.ts';
import { readCommit } from '../commit-object.ts';
import { maxTreeDepth } from '../limits.ts';
import type { ObjectStore } from '../object-store.ts';
import { readTreeBody, TreeCursor, treeMode, treeTooDeep } from '../tree.ts';
import { skipCommonStart } from '../tree-diff.ts';
import type { Breather } from './breather.ts';
import type { NewCommits } from './new-commits.ts';

export interface ObjectToSend {
  readonly oid: Oid;
  /** An older version of it that the remote has, or that is sent as well. */
  readonly base: Oid | null;
}

/**
 * Everything these commits lead to and the remote lacks: each commit's tree is compared with its
 * parents' trees, so only changed folders are read.
 */
export async function objectsToSend(
  objects: ObjectStore,
  { fresh, known }: NewCommits,
  breather: Breather,
): Promise<ObjectToSend[]> {
  const list: ObjectToSend[] = fresh.map(({ oid }) => ({ oid, base: null }));
  const walk = new TreeWalk(objects, list);
  const done = new Set<Oid>();
  // Parents first: what a parent's tree holds is then sent or known, and serves as a base.
  for (const commit of fresh.toReversed()) {
    const trees: Oid[] = [];
    for (const parent of commit.parents) {
      if (done.has(parent)) trees.push((await readCommit(objects, parent)).tree);
      else if (known.has(parent)) trees.push(known.get(parent)?.tree ?? commit.tree);
    }
    await walk.tree(commit.tree, trees, 0);
    done.add(commit.oid);
    if (breather.isDue) await breather.breathe();
  }
  return list;
}

class TreeWalk {
  readonly #objects: ObjectStore;
  readonly #list: ObjectToSend[];
  readonly #listed = new Set<Oid>();

  constructor(objects: ObjectStore, list: ObjectToSend[]) {
    this.#objects = objects;
    this.#list = list;
  }

  /** @param before trees of the same place that the remote has or gets */
  async tree(oid: Oid, before: readonly Oid[], depth: number): Promise<void> {
    if (depth > maxTreeDepth) throw treeTooDeep();
    if (!this.#add(oid, before)) return;
    const now = new TreeCursor(await readTreeBody(this.#objects, oid));
    const then: TreeCursor[] = [];
    for (const tree of before) then.push(new TreeCursor(await readTreeBody(this.#objects, tree)));
    const only = then.length === 1 ? then[0] : undefined;
    if (only) skipCommonStart(now, only);
    for (; !now.isDone; now.next()) {
      const same: TreeCursor[] = [];
      for (const cursor of then) {
        while (!cursor.isDone && cursor.compare(now) < 0) cursor.next();
        if (!cursor.isDone && cursor.compare(now) === 0) same.push(cursor);
      }
      if (now.mode === treeMode.gitlink || same.some((cursor) => cursor.hasLeafOf(now))) continue;
      const olds = same
        .filter((cursor) => cursor.mode !== treeMode.gitlink)
        .map(({ oid: old }) => old);
      if (now.isTree) await this.tree(now.oid, olds, depth + 1);
      else this.#add(now.oid, olds);
    }
  }

  #add(oid: Oid, before: readonly Oid[]): boolean {
    if (this.#listed.has(oid) || before.includes(oid)) return false;
    this.#listed.add(oid);
    this.#list.push({ oid, base: before[0] ?? null });
    return true;
  }
}
