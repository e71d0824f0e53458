import type { Oid } from '../../../shared/contract/values.ts';
import { readCommit, type Commit } from '../commit-object.ts';
import type { ObjectStore } from '../object-store.ts';

export interface NewCommits {
  /** What the tip leads to and the remote lacks, newest first. */
  readonly fresh: readonly Commit[];
  /** Commits met that the remote has. */
  readonly known: ReadonlyMap<Oid, Commit>;
}

/**
 * The commits a remote lacks, as `git rev-list tip --not remoteTips` finds them: newest first,
 * ending where everything left is known to the remote. With clocks that run backwards it may name
 * too many, never too few.
 *
 * @param remoteTips those that are here too
 */
export async function newCommits(
  objects: ObjectStore,
  tip: Oid,
  remoteTips: readonly Oid[],
  shallow: ReadonlySet<Oid>,
): Promise<NewCommits> {
  const walk = new MarkedWalk(objects, shallow);
  await walk.visit(tip, false);
  for (const oid of remoteTips) await walk.visit(oid, true);
  return walk.run();
}

class MarkedWalk {
  readonly #objects: ObjectStore;
  readonly #shallow: ReadonlySet<Oid>;
  readonly #commits = new Map<Oid, Commit>();
  readonly #known = new Set<Oid>();
  /** Oldest first: the newest comes off the end. */
  readonly #queue: Commit[] = [];
  #unknownQueued = 0;

  constructor(objects: ObjectStore, shallow: ReadonlySet<Oid>) {
    this.#objects = objects;
    this.#shallow = shallow;
  }

  async visit(oid: Oid, isKnown: boolean): Promise<void> {
    if (this.#commits.has(oid)) {
      if (isKnown) this.#markKnown(oid);
      return;
    }
    // What the remote has need not be whole here.
    if (isKnown && !(await this.#objects.has(oid))) return;
    const commit = await readCommit(this.#objects, oid);
    this.#commits.set(oid, commit);
    if (isKnown) this.#known.add(oid);
    else this.#unknownQueued += 1;
    this.#queue.splice(this.#placeOf(commit.committer.dateMs), 0, commit);
  }

  async run(): Promise<NewCommits> {
    const order: Commit[] = [];
    while (this.#unknownQueued > 0) {
      const commit = this.#queue.pop();
      if (!commit) break;
      const isKnown = this.#known.has(commit.oid);
      if (!isKnown) this.#unknownQueued -= 1;
      order.push(commit);
      if (this.#shallow.has(commit.oid)) continue;
      for (const parent of commit.parents) await this.visit(parent, isKnown);
    }
    const known = new Map<Oid, Commit>();
    for (const [oid, commit] of this.#commits) if (this.#known.has(oid)) known.set(oid, commit);
    return { fresh: order.filter(({ oid }) => !known.has(oid)), known };
  }

  /** Also what was already walked as unknown: a known commit may be reached late. */
  #markKnown(oid: Oid): void {
    const open = [oid];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const commit = this.#commits.get(next);
      if (!commit || this.#known.has(next)) continue;
      this.#known.add(next);
      if (this.#queue.includes(commit)) this.#unknownQueued -= 1;
      open.push(...commit.parents);
    }
  }

  #placeOf(dateMs: number): number {
    let low = 0;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#queue[middle]?.committer.dateMs ?? 0) <= dateMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
