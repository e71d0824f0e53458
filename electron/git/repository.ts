import { lstat, mkdir, realpath } from 'node:fs/promises';
import { AppError } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { localOffsetMinutes, type Signature } from './commit-object.ts';
import { RepositoryConfig } from './config.ts';
import { mendIndex } from './index-mend.ts';
import { isOid } from './oid.ts';
import { ObjectStore } from './object-store.ts';
import { PendingIndex } from './pending-index.ts';
import { checkRefName } from './ref-name.ts';
import { RefStore } from './refs.ts';
import { refuseUnsupported, warningsOf } from './support.ts';
import { isAbsent, readIfPresent, replaceFile, temporaryName } from './whole-file.ts';

/** One open git repository with a worktree. It holds files open: close it. */
export interface Repository {
  readonly dir: string;
  readonly gitDir: string;
  readonly objects: ObjectStore;
  readonly refs: RefStore;
  readonly config: RepositoryConfig;
  readonly pendingIndex: PendingIndex;
  /** What a person should know before they rely on this repository here, in words. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

/** Whether the folder itself (not one above it) is the worktree of a git repository. */
export async function hasRepository(dir: string): Promise<boolean> {
  try {
    await lstat(`${dir}/.git`);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/**
 * Opens the repository whose worktree is `dir`.
 *
 * @throws AppError `REPO_UNSUPPORTED` for whatever could not be kept safe here (SHA-256, bare, linked
 *   worktrees, submodules, alternates, partial clones, sparse or split index, reftable),
 *   `REPO_DAMAGED` when a part that git needs is missing
 */
export async function openRepository(dir: string): Promise<Repository> {
  const real = await realpath(dir);
  const gitDir = `${real}/.git`;
  const config = new RepositoryConfig(gitDir);
  await refuseUnsupported(gitDir, config);
  const objects = new ObjectStore(`${gitDir}/objects`);
  const identity = async (): Promise<Signature> => {
    const dateMs = Date.now();
    return {
      ...(await config.authorOrNobody()),
      dateMs,
      tzMinutes: localOffsetMinutes(dateMs),
    };
  };
  const repo = {
    dir: real,
    gitDir,
    objects,
    refs: new RefStore(gitDir, identity),
    config,
    pendingIndex: new PendingIndex(gitDir),
    close: () => objects.close(),
  };
  const warnings = await warningsOf(real, config);
  try {
    // A split or sparse index is found here, before anything is written.
    const mended = await mendIndex({ ...repo, warnings });
    return { ...repo, warnings: mended === null ? warnings : [...warnings, mended] };
  } catch (error) {
    await repo.close();
    throw error;
  }
}

/** Makes an empty repository in a folder, as `git init` does; files in the folder stay as they are. */
export async function initRepository(dir: string, branch = 'main'): Promise<Repository> {
  checkRefName(`refs/heads/${branch}`);
  if (await hasRepository(dir)) {
    throw new AppError('BAD_INPUT', 'This folder has a repository already. Open it instead.');
  }
  const gitDir = `${dir}/.git`;
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info']) {
    await mkdir(`${gitDir}/${folder}`, { recursive: true });
  }
  const isWindows = process.platform === 'win32';
  const settings = [
    '[core]',
    '\trepositoryformatversion = 0',
    `\tfilemode = ${isWindows ? 'false' : 'true'}`,
    '\tbare = false',
    '\tlogallrefupdates = true',
    ...(isWindows ? ['\tsymlinks = false'] : []),
    ...(isWindows || process.platform === 'darwin' ? ['\tignorecase = true'] : []),
    ...(process.platform === 'darwin' ? ['\tprecomposeunicode = true'] : []),
    '',
  ];
  await replaceFile(`${gitDir}/config`, Buffer.from(settings.join('\n')), temporaryName(gitDir));
  // HEAD last: a folder without it is no repository yet, so a crash leaves nothing half made.
  const head = Buffer.from(`ref: refs/heads/${branch}\n`);
  await replaceFile(`${gitDir}/HEAD`, head, temporaryName(gitDir));
  return openRepository(dir);
}

/** The commits whose parents a shallow clone left out. */
export async function readShallow(gitDir: string): Promise<Set<Oid>> {
  const text = (await readIfPresent(`${gitDir}/shallow`))?.toString('latin1') ?? '';
  return new Set(text.split('\n').filter(isOid));
}
