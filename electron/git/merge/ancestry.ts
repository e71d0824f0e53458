import type { Oid } from '../../../shared/contract/values.ts';
import { readCommit, type Commit } from '../commit-object.ts';
import type { ObjectStore } from '../object-store.ts';
import { CommitQueue } from './commit-queue.ts';

// What a visited commit is known to be: reachable from the one, from the other, below a common one.
const fromOne = 1;
const fromOther = 2;
const fromBoth = fromOne | fromOther;
const stale = 4;

// Clocks go wrong: a parent can be dated after its child. Counting looks this much further, as git does.
const slop = 256;
const maxCounted = 20_000;

/**
 * The best common ancestors of two commits, sorted: none when they share no history, several when the
 * histories crossed. Right whatever the dates say; these only decide how much is read.
 *
 * @param boundary commits whose parents a shallow clone left out
 */
export async function findMergeBases(
  objects: ObjectStore,
  one: Oid,
  other: Oid,
  boundary: ReadonlySet<Oid> = new Set(),
): Promise<Oid[]> {
  if (one === other) return [one];
  const candidates = await commonAncestors(objects, one, other, boundary);
  const best: Oid[] = [];
  for (const candidate of candidates) {
    let isBelowAnother = false;
    for (const rival of candidates) {
      if (rival === candidate) continue;
      const shared = await commonAncestors(objects, candidate, rival, boundary);
      isBelowAnother ||= shared.includes(candidate);
    }
    if (!isBelowAnother) best.push(candidate);
  }
  return best.sort();
}

export async function isAncestor(
  objects: ObjectStore,
  ancestor: Oid,
  descendant: Oid,
  boundary: ReadonlySet<Oid> = new Set(),
): Promise<boolean> {
  if (ancestor === descendant) return true;
  return (await commonAncestors(objects, ancestor, descendant, boundary)).includes(ancestor);
}

/**
 * Every best common ancestor, and with wrong clocks perhaps some that are below another.
 * The walk of git's `paint_down_to_common`: it ends when all that is left is below a common one.
 */
async function commonAncestors(
  objects: ObjectStore,
  one: Oid,
  other: Oid,
  boundary: ReadonlySet<Oid>,
): Promise<Oid[]> {
  const walk = new Walk((oid) => readCommit(objects, oid), boundary);
  await walk.start(one, fromOne);
  await walk.start(other, fromOther);
  const found: Oid[] = [];
  while (walk.freshCount > 0) {
    const commit = walk.next();
    if (commit === undefined) break;
    let marks = walk.marksOf(commit.oid) & (fromBoth | stale);
    if (marks === fromBoth) {
      if (!found.includes(commit.oid)) found.push(commit.oid);
      marks |= stale;
    }
    await walk.spread(commit, marks);
  }
  return found.filter((oid) => (walk.marksOf(oid) & stale) === 0);
}

/**
 * How many commits each side has that the other has not. Bounded: past 20,000 the counts are what was
 * seen by then, and with clocks that are far off they may be a little too high.
 */
export async function countAheadBehind(
  objects: ObjectStore,
  ours: Oid,
  theirs: Oid,
): Promise<{ readonly ahead: number; readonly behind: number }> {
  if (ours === theirs) return { ahead: 0, behind: 0 };
  // A count must not fail on a shallow clone, where some parents are absent.
  const walk = new Walk(
    async (oid) => ((await objects.has(oid)) ? readCommit(objects, oid) : null),
    new Set(),
  );
  await walk.start(ours, fromOne);
  await walk.start(theirs, fromOther);
  let extra = slop;
  for (let visited = 0; visited < maxCounted && extra > 0; visited += 1) {
    if (walk.freshCount === 0) extra -= 1;
    const commit = walk.next();
    if (commit === undefined) break;
    const marks = walk.marksOf(commit.oid) & fromBoth;
    await walk.spread(commit, marks === fromBoth ? fromBoth | stale : marks);
  }
  return { ahead: walk.countMarked(fromOne), behind: walk.countMarked(fromOther) };
}

class Walk {
  /** Queued commits that are not known to be below a common one. */
  freshCount = 0;
  readonly #read: (oid: Oid) => Promise<Commit | null>;
  readonly #boundary: ReadonlySet<Oid>;
  readonly #queue = new CommitQueue();
  readonly #commits = new Map<Oid, Commit>();
  readonly #marks = new Map<Oid, number>();
  readonly #waiting = new Set<Oid>();

  constructor(read: (oid: Oid) => Promise<Commit | null>, boundary: ReadonlySet<Oid>) {
    this.#read = read;
    this.#boundary = boundary;
  }

  marksOf(oid: Oid): number {
    return this.#marks.get(oid) ?? 0;
  }

  countMarked(marks: number): number {
    let count = 0;
    for (const [, found] of this.#marks) if ((found & fromBoth) === marks) count += 1;
    return count;
  }

  async start(oid: Oid, marks: number): Promise<void> {
    await this.#mark(oid, marks);
  }

  next(): Commit | undefined {
    const commit = this.#queue.pop();
    if (commit === undefined) return undefined;
    this.#waiting.delete(commit.oid);
    if ((this.marksOf(commit.oid) & stale) === 0) this.freshCount -= 1;
    return commit;
  }

  async spread(commit: Commit, marks: number): Promise<void> {
    if (this.#boundary.has(commit.oid)) return;
    for (const parent of commit.parents) await this.#mark(parent, marks);
  }

  async #mark(oid: Oid, marks: number): Promise<void> {
    const before = this.marksOf(oid);
    const after = before | marks;
    if (before === after) return;
    const commit = this.#commits.get(oid) ?? (await this.#read(oid));
    if (commit === null) return;
    this.#commits.set(oid, commit);
    this.#marks.set(oid, after);
    const wasWaiting = this.#waiting.has(oid);
    if (wasWaiting && (before & stale) === 0) this.freshCount -= 1;
    if ((after & stale) === 0) this.freshCount += 1;
    if (wasWaiting) return;
    this.#waiting.add(oid);
    this.#queue.push(commit);
  }
}
