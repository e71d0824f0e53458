import type { Oid } from '../../../shared/contract/values.ts';
import { readShallow } from '../repository.ts';
import type { TransferRepository } from './access.ts';
import { walkCommits } from './commit-walk.ts';

const maxTips = 256;
const denseCommits = 64;
const maxHaves = 512;
const maxWalked = 4_000;

export interface OwnHistory {
  /** Commits to name to a remote as ours, the likeliest to be known to it first. */
  readonly haves: readonly Oid[];
  /** Every commit walked: all of these are complete here. */
  readonly known: ReadonlySet<Oid>;
  /** Commits whose parents a shallow clone left out. */
  readonly shallow: ReadonlySet<Oid>;
}

/**
 * What we have, for a remote to send only the rest.
 *
 * All in one request: what we last saw of the remote, our own tips, then commits back from them,
 * the newest all and older ones in growing steps. So even a remote whose history was cut back by
 * half finds a common commit, without further rounds. Only commits that a ref leads to are named;
 * for a stray object nobody vouches that what it names is here.
 */
export async function ownHistory(
  { objects, refs, gitDir }: TransferRepository,
  remote: string,
): Promise<OwnHistory> {
  const tracked = (await refs.list(`refs/remotes/${remote}/`)).map(({ oid }) => oid);
  const heads = (await refs.list('refs/heads/')).map(({ oid }) => oid);
  const { oid: head } = await refs.head();
  const tips = [...new Set([...(head ? [head] : []), ...tracked, ...heads])].slice(0, maxTips);
  const haves = new Set<Oid>(tips);
  const known = new Set<Oid>();
  let nextSparse = denseCommits;
  const shallow = await readShallow(gitDir);
  for await (const commit of walkCommits(objects, tips, shallow)) {
    const place = known.size;
    known.add(commit.oid);
    if (place >= nextSparse) nextSparse = Math.ceil(place * 1.1);
    else if (place >= denseCommits) continue;
    haves.add(commit.oid);
    if (haves.size >= maxHaves || known.size >= maxWalked) break;
  }
  return { haves: [...haves], known, shallow };
}
