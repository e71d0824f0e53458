import type { HistoryLog } from './history-log.ts';

/** Up to here: the page itself is taken from the parent of a rank; below: the folder around it is. */
const takenFrom = -1;
const takenAround = -257;

function rankIn(event: number): number {
  return event > takenAround ? takenFrom - event : takenAround - event;
}

/** What the trails of several paths share, good until the log grows. */
export class TrailGround {
  readonly log: HistoryLog;
  #folder: string | null = null;
  readonly #around: Int32Array;

  constructor(log: HistoryLog) {
    this.log = log;
    this.#around = new Int32Array(log.commitCount);
  }

  /**
   * By commit: from which parent it took a folder around the paths of this folder; 0 for none. Good
   * until the next call.
   */
  around(folder: string): Int32Array {
    if (folder === this.#folder) return this.#around;
    this.#folder = folder;
    this.#around.fill(0);
    this.log.taken.forEachAround(folder, (commit, rank) => {
      this.#around[commit] = takenAround - rank;
    });
    return this.#around;
  }
}

/** What became of one path, commit by commit, renames left aside. */
export class Trail {
  readonly #ground: TrailGround;
  readonly #log: HistoryLog;
  /** By commit: 0 for nothing, a change and one, or from which parent the commit took it. */
  readonly #events: Int32Array;
  /** By commit: the change and one that made the path what it is there; 0 where it never was. */
  readonly #settled: Int32Array;
  #isSettled = false;
  /** The first commit of the log that has the path. */
  #first = 0;

  constructor(ground: TrailGround) {
    this.#ground = ground;
    this.#log = ground.log;
    this.#events = new Int32Array(ground.log.commitCount);
    this.#settled = new Int32Array(ground.log.commitCount);
  }

  /** Goes over to another path: the memory is used again. */
  follow(path: number): this {
    const { changeCommits, changeSames } = this.#log;
    const events = this.#events;
    const text = this.#log.pathAt(path);
    events.set(this.#ground.around(text.slice(0, Math.max(0, text.lastIndexOf('/')))));
    this.#first = 0;
    this.#isSettled = false;
    let change = this.#log.lastChangeOf(path);
    for (; change >= 0; change = this.#log.changeBefore(change)) {
      this.#first = changeCommits.at(change);
      const same = changeSames.at(change);
      events[this.#first] = same === 0 ? change + 1 : takenFrom - same;
    }
    return this;
  }

  /** The change that a commit itself made to the path; -1 for none. */
  changeIn(commit: number): number {
    return Math.max(0, this.#events[commit] ?? 0) - 1;
  }

  /** Of a commit that did not change the path: the parent that it has it from; -1 for none. */
  parentOf(commit: number): number {
    const event = this.#events[commit] ?? 0;
    const first = this.#log.firstParents.at(commit);
    if (event >= 0) return first;
    const other = this.#log.parentOf(commit, rankIn(event));
    if (event > takenAround) return other;
    // git goes on to the first parent where that has the path as the other one does.
    return this.#log.isSameAfter(this.settledIn(first), this.settledIn(other)) ? first : other;
  }

  /** The change that made the path what it is in a commit; -1 when it was never there. */
  settledIn(commit: number): number {
    if (commit === -1) return -1;
    if (!this.#isSettled) this.#settle();
    return (this.#settled[commit] ?? 0) - 1;
  }

  #settle(): void {
    const events = this.#events;
    const settled = this.#settled;
    const log = this.#log;
    this.#isSettled = true;
    settled.fill(0, 0, this.#first);
    // Parents come before children in the log.
    for (let commit = this.#first; commit < settled.length; commit += 1) {
      const event = events[commit] ?? 0;
      if (event > 0) {
        settled[commit] = event;
        continue;
      }
      const first = log.firstParents.at(commit);
      const ours = first === -1 ? 0 : (settled[first] ?? 0);
      settled[commit] = ours;
      if (event === 0) continue;
      const theirs = settled[log.parentOf(commit, rankIn(event))] ?? 0;
      if (event > takenAround || !log.isSameAfter(ours - 1, theirs - 1)) settled[commit] = theirs;
    }
  }
}

/** The trails of paths, each worked out once. */
export function trailsIn(log: HistoryLog): (path: number) => Trail {
  const ground = new TrailGround(log);
  const trails = new Map<number, Trail>();
  return (path) => {
    let trail = trails.get(path);
    if (trail === undefined) {
      trail = new Trail(ground).follow(path);
      trails.set(path, trail);
    }
    return trail;
  };
}
