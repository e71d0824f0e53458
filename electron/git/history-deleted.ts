import type { HistoryLog } from './history-log.ts';
import { walkPage, type PageRevision } from './history-walk.ts';

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
export function deletedPaths(
  log: HistoryLog,
  head: number,
  isThere: (path: string) => boolean,
  isWanted: (path: string) => boolean,
): DeletedPath[] {
  const isReached = reachedFrom(log, head);
  const deleted: { readonly change: number; readonly isUnsure: boolean }[] = [];
  for (let path = 0; path < log.paths.count; path += 1) {
    const name = log.pathAt(path);
    if (!isWanted(name) || isThere(name)) continue;
    let isLatest = true;
    for (let change = log.lastChangeOf(path); change >= 0; change = log.changeBefore(change)) {
      const commit = log.changeCommits.at(change);
      if (isReached[commit] !== 1 || log.changeSames.at(change) !== 0) continue;
      if (log.blobAfter(change) === null) {
        deleted.push({ change, isUnsure: !isLatest });
        break;
      }
      isLatest = false;
    }
  }
  const found: DeletedPath[] = [];
  for (const { change, isUnsure } of deleted) {
    const path = log.pathAt(log.changePaths.at(change));
    // Branches ran side by side: the order of the log does not tell which of the two came last.
    const last = isUnsure ? lastOf(log, head, path) : revisionOf(log, change);
    if (last?.blob !== null) continue;
    const commit = log.find(last.commit);
    if (commit === undefined || wasMoved(log, commit, path)) continue;
    found.push({ revision: last, dateSeconds: log.dates.at(commit) });
  }
  return found.sort(
    (a, b) => b.dateSeconds - a.dateSeconds || (a.revision.path < b.revision.path ? -1 : 1),
  );
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

function lastOf(log: HistoryLog, head: number, path: string): PageRevision | null {
  for (const revision of walkPage(log, head, path)) return revision;
  return null;
}

function revisionOf(log: HistoryLog, change: number): PageRevision {
  return {
    commit: log.oidOf(log.changeCommits.at(change)),
    blob: log.blobAfter(change),
    path: log.pathAt(log.changePaths.at(change)),
  };
}

function wasMoved(log: HistoryLog, commit: number, path: string): boolean {
  const number = log.findPath(path) ?? -1;
  const end = log.changeStarts.at(commit + 1);
  for (let change = log.changeStarts.at(commit); change < end; change += 1) {
    if (log.renames.get(change)?.includes(number) === true) return true;
  }
  return false;
}
