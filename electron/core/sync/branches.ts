import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../../../shared/contract/values.ts';
import type { Repository } from '../../git/repository.ts';

/** Our branch, and the remote's branch that it is shared with. */
export interface BranchPair {
  readonly localRef: string;
  readonly ours: Oid | null;
  /** As the remote names it. */
  readonly remoteRef: string;
  /** What the remote last said; null when it was never asked, or has no such branch. */
  readonly theirs: Oid | null;
}

const headsPrefix = 'refs/heads/';

/**
 * The remote's branch is the one that git's settings name; else the one of our branch's name, if the
 * remote has it; else the remote's main branch; else a new one of our branch's name.
 *
 * @param remoteHead the remote's own main branch, where it is known: a new wiki joins that one
 * @param branches what the remote has just listed; left out: what it last said. A branch that its
 *   owner took away is still tracked here, and must not pass for shared.
 */
export async function branchPair(
  repo: Repository,
  remote: string,
  remoteHead: string | null,
  branches: ReadonlyMap<string, Oid> | null = null,
): Promise<BranchPair> {
  const { ref: localRef, oid: ours } = await repo.refs.head();
  const local = localRef.startsWith(headsPrefix) ? localRef.slice(headsPrefix.length) : 'main';
  const upstream =
    (await repo.config.get(`branch.${local}.remote`)) === remote
      ? ((await repo.config.get(`branch.${local}.merge`))?.slice(headsPrefix.length) ?? null)
      : null;
  const tipOf = async (name: string) =>
    branches === null
      ? repo.refs.read(`refs/remotes/${remote}/${name}`)
      : (branches.get(name) ?? null);
  let branch = upstream ?? local;
  let theirs = await tipOf(branch);
  if (theirs === null && upstream === null && remoteHead !== null) {
    const found = await tipOf(remoteHead);
    if (found !== null) {
      branch = remoteHead;
      theirs = found;
    }
  }
  return { localRef, ours, remoteRef: `${headsPrefix}${branch}`, theirs };
}

/** Forgets what a place said that is not shared with any more. */
export async function forgetTracked(repo: Repository, remote: string): Promise<void> {
  // First: it stands for one of the others, and deleting through it would leave it pointing at nothing.
  await rm(join(repo.gitDir, 'refs', 'remotes', remote, 'HEAD'), { force: true });
  for (const { ref, oid } of await repo.refs.list(`refs/remotes/${remote}/`)) {
    await repo.refs.compareAndSwap(ref, oid, null, 'commonplace: another place');
  }
}

/** Takes away the settings by which plain git would look for a branch at a place that is gone. */
export async function forgetUpstreams(repo: Repository, remote: string): Promise<void> {
  for (const { key, value } of await repo.config.entries()) {
    const branch = /^branch\.(.+)\.remote$/.exec(key)?.[1];
    if (branch === undefined || value !== remote) continue;
    await repo.config.unset(`branch.${branch}.remote`);
    await repo.config.unset(`branch.${branch}.merge`);
  }
}
