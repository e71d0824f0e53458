import type { Oid } from '../../shared/contract/values.ts';
import type { HistoryLog } from './history-log.ts';
import { trailsIn } from './history-trail.ts';
import { pathInParent, type PageRevision } from './history-walk.ts';

/** A revision of a page among the others: `parents` are the places of the revisions it was made from. */
export interface GraphRevision extends PageRevision {
  readonly parents: readonly number[];
  /** Whether it was made from older ones that were left out. */
  readonly isCut: boolean;
}

interface Place {
  readonly change: number;
  readonly blob: Oid | null;
  readonly parents: readonly number[];
}

/**
 * The revisions that led to a page in a commit, renames followed, at most `limit` of them. Each comes
 * before those it was made from; the first is the page as it is in that commit.
 */
export function pageGraph(
  log: HistoryLog,
  start: number,
  path: string,
  limit: number,
): readonly GraphRevision[] | null {
  const startPath = log.findPath(path);
  if (startPath === undefined) return null;
  const trailOf = trailsIn(log);
  const first = trailOf(startPath).settledIn(start);
  if (first === -1) return null;
  const places = new Map<number, Place>();
  // A commit's changes come after its parents': the highest number left is of a latest revision.
  const open = new Set([first]);
  while (open.size > 0 && places.size < limit) {
    const change = Math.max(...open);
    open.delete(change);
    const commit = log.changeCommits.at(change);
    const parents = log
      .parentsOf(commit)
      .map((parent, rank) => trailOf(pathInParent(log, change, rank)).settledIn(parent))
      .filter((parent, rank, all) => parent !== -1 && all.indexOf(parent) === rank);
    places.set(change, { change, blob: log.blobAfter(change), parents });
    for (const parent of parents) if (!places.has(parent)) open.add(parent);
  }
  const order = new Map([...places.keys()].map((change, place) => [change, place]));
  return [...places.values()].map(({ change, blob, parents }) => ({
    commit: log.oidOf(log.changeCommits.at(change)),
    blob,
    path: log.pathAt(log.changePaths.at(change)),
    parents: parents.flatMap((parent) => order.get(parent) ?? []),
    isCut: parents.some((parent) => !order.has(parent)),
  }));
}
