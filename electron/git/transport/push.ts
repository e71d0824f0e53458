import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { readShallow } from '../repository.ts';
import type { RemoteAccess, TransferRepository } from './access.ts';
import { walkCommits } from './commit-walk.ts';
import { connect } from './connect.ts';
import type { BranchMove } from './connection.ts';

export interface PushRequest extends BranchMove {
  /** Whose `refs/remotes/<remote>/*` follows when the push went through. */
  readonly remote: string;
}

export type PushResult =
  | { readonly kind: 'pushed' }
  /** The branch is not where it was expected: get the changes, join them, try again. */
  | { readonly kind: 'behind' }
  /** A hook, a protected branch, a quota: the remote's own words. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Moves one branch of the remote forward, if it is where we believe it to be.
 *
 * The remote checks that itself, at the very moment it moves the branch, so of two who push at
 * once one is told that it is behind. After a NETWORK or CANCELLED error the remote may or may not
 * have taken the push; the next fetch tells. `request.localOid` must be here with all it leads to.
 *
 * @throws AppError NETWORK (`data.absent` when a folder is not there), AUTH_REQUIRED
 *   (`data.origin`), REMOTE_INVALID, REMOTE_REFUSED, LIMIT, CANCELLED
 */
export async function pushBranch(
  repo: TransferRepository,
  access: RemoteAccess,
  request: PushRequest,
): Promise<PushResult> {
  const { localOid, remoteRef, expected } = request;
  const listed = await listedRefs(repo, request);
  const connection = connect(
    listed === null ? access : { ...access, listedRefs: listed },
    repo.gitDir,
  );
  try {
    const advertised = await connection.discover('git-receive-pack');
    const current = advertised.refs.get(remoteRef) ?? null;
    if (current !== localOid) {
      if (current !== expected) return { kind: 'behind' };
      if (!(await leadsTo(repo, localOid, expected))) return { kind: 'behind' };
      let report = await connection.push(repo, advertised, request);
      if (report.kind === 'rejected') {
        const actual = await connection.discover('git-receive-pack');
        const now = actual.refs.get(remoteRef) ?? null;
        // Its answer to an earlier try was lost on the way.
        if (now === localOid) report = { kind: 'moved' };
        else if (now !== expected) return { kind: 'behind' };
        // What we believed to be there, and left out, may be gone.
        else if (advertised.refs === listed && hasLost(actual.refs, listed)) {
          report = await connection.push(repo, actual, request);
        }
      }
      if (report.kind === 'rejected') {
        return { kind: 'refused', message: report.words || 'It gave no reason.' };
      }
    }
  } finally {
    await connection.close();
  }
  await follow(repo, request);
  return { kind: 'pushed' };
}

/**
 * The place's branches as we remember them, when they say of this one what the caller says: then the
 * push can go at once, and the remote itself finds out if that is not so. Null: ask first.
 */
async function listedRefs(
  { refs }: TransferRepository,
  { localOid, remoteRef, expected, remote }: PushRequest,
): Promise<ReadonlyMap<string, Oid> | null> {
  if (expected === null || expected === localOid) return null;
  const prefix = `refs/remotes/${remote}/`;
  const listed = new Map<string, Oid>();
  for (const { ref, oid } of await refs.list(prefix)) {
    listed.set(`refs/heads/${ref.slice(prefix.length)}`, oid);
  }
  listed.delete('refs/heads/HEAD');
  return listed.get(remoteRef) === expected ? listed : null;
}

function hasLost(actual: ReadonlyMap<string, Oid>, listed: ReadonlyMap<string, Oid>): boolean {
  return [...listed].some(([ref, oid]) => actual.get(ref) !== oid);
}

async function leadsTo(repo: TransferRepository, tip: Oid, ancestor: Oid | null): Promise<boolean> {
  if (ancestor === null) return true;
  const shallow = await readShallow(repo.gitDir);
  for await (const { oid } of walkCommits(repo.objects, [tip], shallow)) {
    if (oid === ancestor) return true;
  }
  return false;
}

/** The tracked ref is only a memory of the remote: losing a race for it is no failure of the push. */
async function follow(
  { refs }: TransferRepository,
  { localOid, remoteRef, remote }: PushRequest,
): Promise<void> {
  const ref = remoteRef.replace(/^refs\/heads\//u, `refs/remotes/${remote}/`);
  try {
    await refs.compareAndSwap(ref, await refs.read(ref), localOid, 'push');
  } catch (error) {
    // A branch that is gone there has this one's place; the next fetch drops it.
    if (!(error instanceof AppError) || error.code !== 'BAD_INPUT') throw error;
  }
}
