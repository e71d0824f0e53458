import type { Commit } from '../commit-object.ts';

/** Commits to visit, latest first; equal dates by oid, so that every machine walks alike. */
export class CommitQueue {
  readonly #heap: Commit[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(commit: Commit): void {
    const heap = this.#heap;
    let at = heap.push(commit) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, commit)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = commit;
  }

  pop(): Commit | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const moved = heap.pop();
    if (moved === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? 2 : 1;
      const below = child === 2 ? right : left;
      if (below === undefined || isBefore(moved, below)) break;
      heap[at] = below;
      at = 2 * at + child;
    }
    heap[at] = moved;
    return first;
  }
}

function isBefore(left: Commit, right: Commit): boolean {
  const order = right.committer.dateMs - left.committer.dateMs;
  return order === 0 ? left.oid <= right.oid : order < 0;
}
