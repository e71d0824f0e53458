import type { Oid } from '../../../shared/contract/values.ts';
import { readCommit, type Commit } from '../commit-object.ts';
import type { ObjectStore } from '../object-store.ts';

/** Commits from these tips back, the newest at hand first, each once; `shallow` ones end the walk. */
export async function* walkCommits(
  objects: ObjectStore,
  tips: Iterable<Oid>,
  shallow: ReadonlySet<Oid>,
): AsyncGenerator<Commit, void, undefined> {
  const queue: Commit[] = [];
  const seen = new Set<Oid>();
  const push = async (oid: Oid): Promise<void> => {
    if (seen.has(oid)) return;
    seen.add(oid);
    const commit = await readCommit(objects, oid);
    let low = 0;
    let high = queue.length;
    // Oldest first in the queue: the newest comes off its end.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((queue[middle]?.committer.dateMs ?? 0) <= commit.committer.dateMs) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, commit);
  };
  for (const tip of tips) await push(tip);
  for (let commit = queue.pop(); commit; commit = queue.pop()) {
    yield commit;
    if (shallow.has(commit.oid)) continue;
    for (const parent of commit.parents) await push(parent);
  }
}
