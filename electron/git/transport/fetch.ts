import type { Oid } from '../../../shared/contract/values.ts';
import { removeLeftoverPacks } from '../temporary-pack.ts';
import type { RemoteAccess, TransferRepository } from './access.ts';
import type { Advertisement } from './advertisement.ts';
import { connect } from './connect.ts';
import { ownHistory } from './negotiate.ts';
import { followBranches, forcedMoves, type ForcedMove, type TrackedMoves } from './tracked-refs.ts';

export interface FetchResult {
  /** The remote's branches by name, without `refs/heads/`. */
  readonly branches: ReadonlyMap<string, Oid>;
  /** The branch the remote opens with; null when it is empty or does not say. */
  readonly headBranch: string | null;
  readonly receivedBytes: number;
  /** Branches that no longer contain what they said when we last asked: history was rewritten there. */
  readonly forced: readonly ForcedMove[];
}

const branchPrefix = 'refs/heads/';

/** What a remote has, by asking only. */
export async function listRemoteRefs(access: RemoteAccess): Promise<Advertisement> {
  const connection = connect(access, null);
  try {
    return await connection.discover('git-upload-pack');
  } finally {
    await connection.close();
  }
}

/**
 * Gets all new history of a remote's branches and then moves `refs/remotes/<remote>/*`.
 *
 * The refs move last, after the received objects were proved whole, connected and on disk: until
 * then a failure, an abort or a kill leaves the repository as it was. The tracked ref of a branch
 * that is gone from the remote goes too, unless the place is a bundle, which never holds all. Tags
 * are neither fetched nor touched: nothing here needs them, and git gets them whenever it is asked
 * to. Without news this is one request.
 *
 * @throws AppError NETWORK (`data.absent` when a folder or file is not there), AUTH_REQUIRED
 *   (`data.origin`), REMOTE_INVALID, REMOTE_REFUSED, NOT_SUPPORTED_HERE (no SSH on this computer),
 *   LIMIT, CANCELLED, DISK
 */
export async function fetchInto(
  repo: TransferRepository,
  access: RemoteAccess,
  { remote }: { readonly remote: string },
): Promise<FetchResult> {
  await removeLeftoverPacks(repo.objects);
  const connection = connect(access, repo.gitDir);
  try {
    const advertised = await connection.discover('git-upload-pack');
    const branches = storableBranches(advertised);
    const changes = await changesOf(repo, remote, branches, connection.listsAll);
    let receivedBytes = 0;
    if (changes.moves.length > 0) {
      const own = await ownHistory(repo, remote);
      const tips = new Set(changes.moves.map(({ to }) => to));
      const wants = [...tips].filter((oid) => !own.known.has(oid));
      if (wants.length > 0) receivedBytes = await connection.fetch(repo, advertised, wants, own);
    }
    const forced = await forcedMoves(repo, changes);
    const headBranch = advertised.headRef === null ? null : branchOf(advertised.headRef);
    await followBranches(repo, remote, changes, headBranch);
    return { branches, headBranch, receivedBytes, forced };
  } finally {
    await connection.close();
  }
}

async function changesOf(
  repo: TransferRepository,
  remote: string,
  branches: ReadonlyMap<string, Oid>,
  listsAll: boolean,
): Promise<TrackedMoves> {
  const prefix = `refs/remotes/${remote}/`;
  const tracked = new Map<string, Oid>();
  for (const { ref, oid } of await repo.refs.list(prefix)) {
    const branch = ref.slice(prefix.length);
    // A ref that stands for the main branch, as git sets it up.
    if (branch !== 'HEAD') tracked.set(branch, oid);
  }
  const gone = [...tracked]
    .filter(([branch]) => listsAll && !branches.has(branch))
    .map(([branch, from]) => ({ branch, from }));
  const moves = [...branches]
    .map(([branch, to]) => ({ branch, from: tracked.get(branch) ?? null, to }))
    .filter(({ from, to }) => from !== to);
  return { gone, moves };
}

/**
 * Of branches whose names differ only by case one is kept, for every file system's sake; and none
 * by the name of HEAD, which is a ref of its own among the tracked ones.
 */
function storableBranches({ refs, headRef }: Advertisement): Map<string, Oid> {
  const branches = new Map<string, Oid>();
  const taken = new Set(['head']);
  const names = [...refs.keys()].filter((ref) => ref.startsWith(branchPrefix));
  // The main branch comes first, so that it is the one kept.
  for (const ref of headRef === null
    ? names
    : [headRef, ...names.filter((name) => name !== headRef)]) {
    const oid = refs.get(ref);
    const name = branchOf(ref);
    const folded = name.normalize('NFC').toLowerCase();
    if (oid === undefined || taken.has(folded)) continue;
    taken.add(folded);
    branches.set(name, oid);
  }
  return branches;
}

function branchOf(ref: string): string {
  return ref.slice(branchPrefix.length);
}
