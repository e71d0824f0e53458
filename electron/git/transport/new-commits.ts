import type { Oid } from '../../../shared/contract/values.ts';
import { readCommit, type Commit } from '../commit-object.ts';
import type { ObjectStore } from '../object-store.ts';

export interface NewCommits {
  /** What the tip leads to and the remote lacks, newest first. */
  readonly fresh: readonly Commit[];
  /** Commits met that the remote has. */
  readonly known: ReadonlyMap<Oid, Commit>;
}

/** What one side of a transfer has already. */
export interface KnownHistory {
  /** Commits it has, with all they lead to; those that are not here too are passed over. */
  readonly tips?: readonly Oid[];
  /** As `tips`, for many: they are noticed when the walk meets them. */
  readonly commits?: ReadonlySet<Oid>;
  /** Commits beyond which nothing is known. */
  readonly shallow: ReadonlySet<Oid>;
}

/**
 * The commits that the other side lacks, as `git rev-list tips --not known` finds them: newest
 * first, ending where everything left is known there. With clocks that run backwards it may name
 * too many, never too few.
 */
export async function newCommits(
  objects: ObjectStore,
  tips: readonly Oid[],
  known: KnownHistory,
): Promise<NewCommits> {
  const walk = new MarkedWalk(objects, known);
  for (const oid of tips) await walk.visit(oid, false);
  for (const oid of known.tips ?? []) await walk.visit(oid, true);
  return walk.run();
}

class MarkedWalk {
  readonly #objects: ObjectStore;
  readonly #shallow: ReadonlySet<Oid>;
  readonly #knownThere: ReadonlySet<Oid>;
  readonly #commits = new Map<Oid, Commit>();
  readonly #known = new Set<Oid>();
  /** Oldest first: the newest comes off the end. */
  readonly #queue: Commit[] = [];
  #unknownQueued = 0;

  constructor(objects: ObjectStore, { commits, shallow }: KnownHistory) {
    this.#objects = objects;
    this.#knownThere = commits ?? new Set();
    this.#shallow = shallow;
  }

  async visit(oid: Oid, isReachedFromKnown: boolean): Promise<void> {
    const isKnown = isReachedFromKnown || this.#knownThere.has(oid);
    if (this.#commits.has(oid)) {
      if (isKnown) this.#markKnown(oid);
      return;
    }
    // What the other side has need not be whole here.
    if (isKnown && (await this.#objects.find(oid)) === null) return;
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
