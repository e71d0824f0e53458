import type { Oid } from '../../shared/contract/values.ts';
import type { HistoryLog } from './history-log.ts';
import { trailsIn } from './history-trail.ts';

export interface PageRevision {
  readonly commit: Oid;
  /** Null where the commit deleted the page. */
  readonly blob: Oid | null;
  /** The page's path in that commit. */
  readonly path: string;
}

interface Step {
  readonly commit: number;
  readonly path: number;
}

/** Steps of a walk in git's order: the latest commit first, of equal dates the one met first. */
class DateQueue {
  readonly #log: HistoryLog;
  readonly #steps: Step[] = [];

  constructor(log: HistoryLog) {
    this.#log = log;
  }

  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }

  push(step: Step): void {
    const date = this.#log.dates.at(step.commit);
    let low = 0;
    let high = this.#steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#log.dates.at(this.#steps[middle]?.commit ?? 0) < date) low = middle + 1;
      else high = middle;
    }
    this.#steps.splice(low, 0, step);
  }

  pop(): Step | undefined {
    return this.#steps.pop();
  }
}

/** What the path of a change was called in the parent of that rank. */
export function pathInParent(log: HistoryLog, change: number, rank: number): number {
  const source = log.renames.get(change)?.[rank] ?? -1;
  return source === -1 ? log.changePaths.at(change) : source;
}

/**
 * The commits that changed a page, latest first, as `git log -- path` finds them: at a merge that took
 * the page from one parent only that parent is followed. Renames are followed too.
 */
export function* walkPage(log: HistoryLog, head: number, path: string): Generator<PageRevision> {
  const start = log.findPath(path);
  if (start === undefined) return;
  const trailOf = trailsIn(log);
  const queue = new DateQueue(log);
  const seen = new Set<string>();
  const shown = new Set<number>();
  const follow = (commit: number, at: number): void => {
    const key = `${commit}:${at}`;
    if (commit < 0 || seen.has(key)) return;
    seen.add(key);
    queue.push({ commit, path: at });
  };
  follow(head, start);
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    const trail = trailOf(step.path);
    let change = trail.changeIn(step.commit);
    // Nothing else to visit: run down the parents without the queue.
    while (change === -1 && queue.isEmpty) {
      const parent = trail.parentOf(step.commit);
      if (parent === -1) return;
      step = { commit: parent, path: step.path };
      change = trail.changeIn(parent);
    }
    if (change === -1) {
      follow(trail.parentOf(step.commit), step.path);
      continue;
    }
    if (!shown.has(step.commit)) {
      shown.add(step.commit);
      const blob = log.blobAfter(change);
      yield { commit: log.oidOf(step.commit), blob, path: log.pathAt(step.path) };
    }
    for (const [rank, parent] of log.parentsOf(step.commit).entries()) {
      follow(parent, pathInParent(log, change, rank));
    }
  }
}

export interface RecentCommit {
  readonly commit: Oid;
  /** The first of the paths it changed, in git's order. */
  readonly paths: readonly string[];
  readonly pathCount: number;
}

/** All commits, latest first; merges that changed nothing themselves are passed over. */
export function* walkRecent(
  log: HistoryLog,
  head: number,
  maxPaths: number,
): Generator<RecentCommit> {
  const queue = new DateQueue(log);
  const seen = new Set<number>();
  const follow = (commit: number): void => {
    if (seen.has(commit)) return;
    seen.add(commit);
    queue.push({ commit, path: 0 });
  };
  follow(head);
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    const { commit } = step;
    const parents = log.parentsOf(commit);
    const paths: string[] = [];
    let pathCount = 0;
    const end = log.changeStarts.at(commit + 1);
    for (let change = log.changeStarts.at(commit); change < end; change += 1) {
      if (log.changeSames.at(change) !== 0) continue;
      pathCount += 1;
      if (paths.length < maxPaths) paths.push(log.pathAt(log.changePaths.at(change)));
    }
    if (parents.length < 2 || pathCount > 0) {
      yield { commit: log.oidOf(commit), paths, pathCount };
    }
    for (const parent of parents) follow(parent);
  }
}
