import type { Oid } from '../../shared/contract/values.ts';
import type { HistoryLog } from './history-log.ts';

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
    const date = this.#log.dates[step.commit] ?? 0;
    let low = 0;
    let high = this.#steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#log.dates[this.#steps[middle]?.commit ?? 0] ?? 0;
      if (other < date) low = middle + 1;
      else high = middle;
    }
    this.#steps.splice(low, 0, step);
  }

  pop(): Step | undefined {
    return this.#steps.pop();
  }
}

/**
 * The commits that changed a page, latest first, as `git log -- path` finds them: at a merge that took
 * the page from one parent only that parent is followed. Renames without an edit are followed too.
 */
export function* walkPage(log: HistoryLog, head: number, path: string): Generator<PageRevision> {
  const start = log.findPath(path);
  if (start === undefined) return;
  const changesByPath = new Map<number, Map<number, number>>();
  const changeIn = (step: Step): number | undefined => {
    let changes = changesByPath.get(step.path);
    if (changes === undefined) {
      changes = new Map(
        log.changesOf(step.path).map((change) => [log.changeCommits[change] ?? 0, change]),
      );
      changesByPath.set(step.path, changes);
    }
    return changes.get(step.commit);
  };
  const queue = new DateQueue(log);
  const seen = new Set<string>();
  const shown = new Set<number>();
  const follow = (commit: number | undefined, at: number): void => {
    if (commit === undefined) return;
    const key = `${commit}:${at}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push({ commit, path: at });
  };
  follow(head, start);
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    let change = changeIn(step);
    // Nothing else to visit: run down the first parents without the queue.
    while (change === undefined && queue.isEmpty) {
      const parent: number | undefined = log.parents[step.commit]?.[0];
      if (parent === undefined) return;
      step = { commit: parent, path: step.path };
      change = changeIn(step);
    }
    const parents = log.parents[step.commit] ?? [];
    if (change === undefined) {
      follow(parents[0], step.path);
      continue;
    }
    const same = log.changeSames[change] ?? 0;
    if (same > 0) {
      follow(parents[same], step.path);
      continue;
    }
    const commit = log.oids[step.commit];
    if (commit !== undefined && !shown.has(step.commit)) {
      shown.add(step.commit);
      yield { commit, blob: log.blobAfter(change), path: log.pathAt(step.path) };
    }
    const source = log.renamedFrom(change);
    for (const [rank, parent] of parents.entries()) {
      follow(parent, rank === 0 && source !== null ? source : step.path);
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
    const oid = log.oids[commit];
    const parents = log.parents[commit] ?? [];
    const paths: string[] = [];
    let pathCount = 0;
    const end = log.changeStarts[commit + 1] ?? 0;
    for (let change = log.changeStarts[commit] ?? 0; change < end; change += 1) {
      if (log.changeSames[change] !== 0) continue;
      pathCount += 1;
      if (paths.length < maxPaths) paths.push(log.pathAt(log.changePaths[change] ?? 0));
    }
    if (oid !== undefined && (parents.length < 2 || pathCount > 0)) {
      yield { commit: oid, paths, pathCount };
    }
    for (const parent of parents) follow(parent);
  }
}
