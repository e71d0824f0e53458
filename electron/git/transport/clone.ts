import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { Quarantined } from '../checkout-plan.ts';
import { nameOfOurs, removeLeftovers } from '../leftovers.ts';
import { syncFolder } from '../pack-file.ts';
import { initRepository, type Repository } from '../repository.ts';
import { diskError, isAbsent, systemCode } from '../whole-file.ts';
import { throwIfCancelled, type RemoteAccess } from './access.ts';
import { syncRepositoryFolders, writeFirstFiles } from './clone-files.ts';
import { fetchInto } from './fetch.ts';
import { parseRemoteUrl } from './remote-url.ts';

const origin = 'origin';
/** Where the refs of an opened parcel are kept; no place by that name is set up. */
const parcel = 'parcel';

export interface CloneResult {
  readonly branch: string;
  /** Null when the remote is empty: the repository then waits for its first commit. */
  readonly commit: Oid | null;
  /** What was not written, because no name or kind of it is safe here. */
  readonly quarantined: readonly Quarantined[];
}

/**
 * Makes a new folder with a remote's wiki in it.
 *
 * All of it happens in a hidden folder beside the target, which is renamed at the very end: a
 * failed, cancelled or killed clone leaves no target. The place becomes the remote `origin`, its URL
 * stored without credentials; a bundle becomes none.
 *
 * @param dir must not exist, or be an empty folder; the folder above it is made where needed
 * @throws AppError as `fetchInto`; BAD_INPUT when something is at `dir`
 */
export async function cloneInto(dir: string, access: RemoteAccess): Promise<CloneResult> {
  const target = resolve(dir);
  await refuseTaken(target);
  const parent = dirname(target);
  await mkdir(parent, { recursive: true }).catch((error: unknown) => {
    throw diskError('make the folder', parent, error);
  });
  await removeLeftovers(parent, { restMs: 0 });
  const name = `.${nameOfOurs()}.tmp`;
  const temporary = join(parent, name);
  try {
    await mkdir(temporary).catch((error: unknown) => {
      throw diskError('make a folder in', parent, error);
    });
    const result = await fill(temporary, access);
    throwIfCancelled(access.signal);
    await moveIntoPlace(temporary, target);
    await syncFolder(parent);
    return result;
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function fill(dir: string, access: RemoteAccess): Promise<CloneResult> {
  const address = parseRemoteUrl(access.url);
  if (address.kind === 'invalid') throw new AppError('REMOTE_INVALID', address.message);
  const isParcel = address.kind === 'bundle';
  const remote = isParcel ? parcel : origin;
  const repo = await initRepository(dir);
  try {
    if (!isParcel) await repo.config.setRemote(remote, address.url);
    const { branches, headBranch } = await fetchInto(repo, access, { remote });
    const branch = openingBranch(branches, headBranch);
    const commit = branches.get(branch) ?? null;
    await setUpBranch(repo, branch, commit, isParcel ? null : remote);
    const quarantined = commit === null ? [] : await writeFirstFiles(repo, commit, access);
    await syncRepositoryFolders(repo);
    return { branch, commit, quarantined };
  } finally {
    await repo.close();
  }
}

function openingBranch(branches: ReadonlyMap<string, Oid>, headBranch: string | null): string {
  const likely = [headBranch, 'main', 'master', ...branches.keys()];
  return likely.find((name) => name !== null && branches.has(name)) ?? 'main';
}

async function setUpBranch(
  repo: Repository,
  branch: string,
  commit: Oid | null,
  remote: string | null,
): Promise<void> {
  const ref = `refs/heads/${branch}`;
  if (remote !== null) {
    await repo.config.set(`branch.${branch}.remote`, remote);
    await repo.config.set(`branch.${branch}.merge`, ref);
  }
  await repo.refs.setSymbolic('HEAD', ref);
  if (commit === null) return;
  await repo.refs.compareAndSwap(ref, null, commit, 'clone');
  if (remote === null) return;
  await repo.refs.setSymbolic(`refs/remotes/${remote}/HEAD`, `refs/remotes/${remote}/${branch}`);
}

async function refuseTaken(target: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(target);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    if (isAbsent(error)) throw taken(target);
    throw diskError('look into', target, error);
  }
  if (names.length > 0) throw taken(target);
}

async function moveIntoPlace(temporary: string, target: string): Promise<void> {
  try {
    // An empty folder may be there; Windows renames onto nothing at all.
    await rmdir(target).catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
    await rename(temporary, target);
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error) ?? '')) throw taken(target);
    throw diskError('put the wiki into', target, error);
  }
}

function taken(target: string): AppError {
  return new AppError(
    'BAD_INPUT',
    `There is something in the folder "${basename(target)}" already. Choose an empty or a new one.`,
    { dir: target },
  );
}
