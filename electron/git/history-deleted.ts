import type { Breathe } from './history-breathe.ts';
import type { HistoryLog } from './history-log.ts';
import { Trail, TrailGround } from './history-trail.ts';
import type { PageRevision } from './history-walk.ts';

const pathsAtOnce = 64;

export interface DeletedPath {
  readonly revision: PageRevision;
  readonly dateSeconds: number;
}

/**
 * The paths that a reachable commit took away and that are not there now, latest first. A path whose
 * file went on under another name is not among them.
 *
 * @param isThere whether the wiki has something at the path now; @param isWanted leaves paths out early
 */
export async function deletedPaths(
  log: HistoryLog,
  head: number,
  isThere: (path: string) => boolean,
  isWanted: (path: string) => boolean,
  breathe: Breathe,
): Promise<DeletedPath[]> {
  const isReached = reachedFrom(log, head);
  const moved = movedAway(log);
  const trail = new Trail(new TrailGround(log));
  const found: DeletedPath[] = [];
  for (let path = 0; path < log.paths.count; path += 1) {
    if (path % pathsAtOnce === 0) await breathe();
    const name = log.pathAt(path);
    if (!isWanted(name) || isThere(name)) continue;
    const deletion = lastDeletion(log, isReached, path);
    if (deletion === null) continue;
    // Branches ran side by side: the order of the log does not tell which of the two came last.
    const change = deletion.isLatest ? deletion.change : trail.follow(path).settledIn(head);
    if (change === -1 || log.blobAfter(change) !== null) continue;
    const commit = log.changeCommits.at(change);
    if (moved.get(commit)?.has(path) === true) continue;
    found.push({ revision: revisionOf(log, change), dateSeconds: log.dates.at(commit) });
  }
  return found.sort(
    (a, b) => b.dateSeconds - a.dateSeconds || (a.revision.path < b.revision.path ? -1 : 1),
  );
}

/** A path's last reachable deletion in the order of the log, and whether nothing was done to it after. */
function lastDeletion(
  log: HistoryLog,
  isReached: Uint8Array,
  path: number,
): { readonly change: number; readonly isLatest: boolean } | null {
  let isLatest = true;
  for (let change = log.lastChangeOf(path); change >= 0; change = log.changeBefore(change)) {
    if (isReached[log.changeCommits.at(change)] !== 1 || log.changeSames.at(change) !== 0) continue;
    if (log.blobAfter(change) === null) return { change, isLatest };
    isLatest = false;
  }
  return null;
}

function reachedFrom(log: HistoryLog, head: number): Uint8Array {
  const isReached = new Uint8Array(log.commitCount);
  isReached[head] = 1;
  // Parents come before children in the log, so one pass from the end meets every child first.
  for (let commit = head; commit >= 0; commit -= 1) {
    if (isReached[commit] !== 1) continue;
    const end = log.parentStarts.at(commit + 1);
    for (let at = log.parentStarts.at(commit); at < end; at += 1) isReached[log.parents.at(at)] = 1;
  }
  return isReached;
}

function revisionOf(log: HistoryLog, change: number): PageRevision {
  return {
    commit: log.oidOf(log.changeCommits.at(change)),
    blob: log.blobAfter(change),
    path: log.pathAt(log.changePaths.at(change)),
  };
}

/** By commit, the paths whose files went on under another name in it. */
function movedAway(log: HistoryLog): ReadonlyMap<number, ReadonlySet<number>> {
  const moved = new Map<number, Set<number>>();
  for (const [change, sources] of log.renames) {
    const commit = log.changeCommits.at(change);
    const paths = moved.get(commit) ?? new Set();
    moved.set(commit, paths);
    for (const source of sources) paths.add(source);
  }
  return moved;
}
