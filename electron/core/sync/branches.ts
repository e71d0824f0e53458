import type { Oid } from '../../../shared/contract/values.ts';
import type { Repository } from '../../git/repository.ts';
import { remoteName } from './remote-access.ts';

/** Our branch, and the remote's branch that it is shared with. */
export interface BranchPair {
  readonly localRef: string;
  readonly ours: Oid | null;
  /** As the remote names it. */
  readonly remoteRef: string;
  /** Where we keep what the remote last said. */
  readonly trackingRef: string;
  /** What the remote last said; null when it was never asked, or has no such branch. */
  readonly theirs: Oid | null;
}

const headsPrefix = 'refs/heads/';

/**
 * @param remoteHead the remote's own main branch, where it is known: a new wiki joins that one
 * @param branches what the remote has just listed; left out: what it last said. A branch that its
 *   owner took away is still tracked here, and must not pass for shared.
 */
export async function branchPair(
  repo: Repository,
  remoteHead: string | null,
  branches: ReadonlyMap<string, Oid> | null = null,
): Promise<BranchPair> {
  const { ref: localRef, oid: ours } = await repo.refs.head();
  const local = localRef.startsWith(headsPrefix) ? localRef.slice(headsPrefix.length) : 'main';
  const trackingOf = (branch: string) => `refs/remotes/${remoteName}/${branch}`;
  const upstream =
    (await repo.config.get(`branch.${local}.remote`)) === remoteName
      ? ((await repo.config.get(`branch.${local}.merge`))?.slice(headsPrefix.length) ?? null)
      : null;
  const tipOf = async (name: string) =>
    branches === null ? repo.refs.read(trackingOf(name)) : (branches.get(name) ?? null);
  let branch = upstream ?? local;
  let theirs = await tipOf(branch);
  if (theirs === null && upstream === null && remoteHead !== null) {
    const other = remoteHead.startsWith(headsPrefix)
      ? remoteHead.slice(headsPrefix.length)
      : remoteHead;
    const found = await tipOf(other);
    if (found !== null) {
      branch = other;
      theirs = found;
    }
  }
  return {
    localRef,
    ours,
    remoteRef: `${headsPrefix}${branch}`,
    trackingRef: trackingOf(branch),
    theirs,
  };
}

/** Forgets what a place said that is not shared with any more. */
export async function forgetTracked(repo: Repository): Promise<void> {
  for (const { ref, oid } of await repo.refs.list(`refs/remotes/${remoteName}/`)) {
    await repo.refs.compareAndSwap(ref, oid, null, 'commonplace: another place');
  }
}
