import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { RefStore } from '../refs.ts';
import type { RemoteAccess, TransferRepository } from './access.ts';
import type { Advertisement } from './advertisement.ts';
import { ownHistory } from './negotiate.ts';
import { installPack } from './pack-install.ts';
import { SmartHttp } from './smart-http.ts';
import { removeLeftoverPacks } from '../temporary-pack.ts';
import { requestPack } from './upload-pack.ts';

export interface FetchResult {
  /** The remote's branches by name, without `refs/heads/`. */
  readonly branches: ReadonlyMap<string, Oid>;
  /** The branch the remote opens with; null when it is empty or does not say. */
  readonly headBranch: string | null;
  readonly receivedBytes: number;
}

const branchPrefix = 'refs/heads/';

/** What a remote has, by asking only. */
export async function listRemoteRefs(access: RemoteAccess): Promise<Advertisement> {
  return new SmartHttp(access).discover('git-upload-pack');
}

/**
 * Gets all new history of a remote's branches and then moves `refs/remotes/<remote>/*`.
 *
 * The refs move last, after the received objects were proved whole, connected and on disk: until
 * then a failure, an abort or a kill leaves the repository as it was. A branch that is gone from
 * the remote keeps its ref here. Without news this is one request.
 *
 * @throws AppError NETWORK, AUTH_REQUIRED (`data.origin`), REMOTE_INVALID, REMOTE_REFUSED, LIMIT,
 *   CANCELLED, DISK
 */
export async function fetchInto(
  repo: TransferRepository,
  access: RemoteAccess,
  { remote }: { readonly remote: string },
): Promise<FetchResult> {
  await removeLeftoverPacks(repo.objects);
  const http = new SmartHttp(access);
  const { refs, headRef, capabilities } = await http.discover('git-upload-pack');
  const branches = storableBranches(refs, headRef);
  const tracked = new Map<string, Oid>();
  for (const { ref, oid } of await repo.refs.list(`refs/remotes/${remote}/`)) tracked.set(ref, oid);
  const moves = [...branches]
    .map(([name, oid]) => ({ ref: `refs/remotes/${remote}/${name}`, oid }))
    .filter(({ ref, oid }) => tracked.get(ref) !== oid);

  let receivedBytes = 0;
  if (moves.length > 0) {
    const own = await ownHistory(repo, remote);
    const wants = [...new Set(moves.map(({ oid }) => oid))].filter((oid) => !own.known.has(oid));
    if (wants.length > 0) {
      const pack = await requestPack(http, capabilities, wants, own);
      receivedBytes = await installPack(repo.objects, pack, wants, access);
    }
  }
  for (const { ref, oid } of moves) {
    await moveTracked(repo.refs, ref, oid, `refs/remotes/${remote}/${branchOf(headRef)}`);
  }
  return { branches, headBranch: headRef && branchOf(headRef), receivedBytes };
}

/**
 * Of branches whose names differ only by case one is kept, for every file system's sake; and none
 * by the name of HEAD, which is a ref of its own among the tracked ones.
 */
function storableBranches(
  refs: ReadonlyMap<string, Oid>,
  headRef: string | null,
): Map<string, Oid> {
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

async function moveTracked(refs: RefStore, ref: string, oid: Oid, mainRef: string): Promise<void> {
  try {
    // A second try when another fetch moved it meanwhile; what the remote said last is as good.
    const isMoved = await refs.compareAndSwap(ref, await refs.read(ref), oid, 'fetch');
    if (!isMoved) await refs.compareAndSwap(ref, await refs.read(ref), oid, 'fetch');
  } catch (error) {
    // A side branch whose name cannot stand beside the others must not keep the wiki from syncing.
    if (ref === mainRef || !(error instanceof AppError) || error.code !== 'BAD_INPUT') throw error;
  }
}

function branchOf(ref: string | null): string {
  return ref?.slice(branchPrefix.length) ?? '';
}
