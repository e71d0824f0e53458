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
 */
export async function branchPair(repo: Repository, remoteHead: string | null): Promise<BranchPair> {
  const { ref: localRef, oid: ours } = await repo.refs.head();
  const local = localRef.startsWith(headsPrefix) ? localRef.slice(headsPrefix.length) : 'main';
  const trackingOf = (branch: string) => `refs/remotes/${remoteName}/${branch}`;
  const upstream =
    (await repo.config.get(`branch.${local}.remote`)) === remoteName
      ? ((await repo.config.get(`branch.${local}.merge`))?.slice(headsPrefix.length) ?? null)
      : null;
  let branch = upstream ?? local;
  let theirs = await repo.refs.read(trackingOf(branch));
  if (theirs === null && upstream === null && remoteHead !== null) {
    const other = remoteHead.startsWith(headsPrefix)
      ? remoteHead.slice(headsPrefix.length)
      : remoteHead;
    const found = await repo.refs.read(trackingOf(other));
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
