import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { AppError } from '../../../../shared/contract/errors.ts';
import { parseConfig, type ConfigEntry } from '../../config-text.ts';
import { ObjectStore } from '../../object-store.ts';
import { refuseUnreadable } from '../../support.ts';
import { isAbsent, readIfPresent, systemCode } from '../../whole-file.ts';
import { shallowRemote } from '../advertisement.ts';

const maxSmallFileBytes = 1024 * 1024;

/** Somebody else's repository in a folder. Nothing in it is trusted, nothing of it is ever run. */
export interface FolderPlace {
  readonly gitDir: string;
  readonly isBare: boolean;
  readonly objects: ObjectStore;
}

/**
 * Opens the repository at a folder, bare or with files, where git would look for it.
 *
 * @throws AppError `NETWORK` with `absent` when nothing is there; `REMOTE_INVALID` with `noWiki`
 *   (and `isEmpty`) when it is a folder without a repository, or one that could not be kept safe
 */
export async function openFolderPlace(dir: string): Promise<FolderPlace> {
  const { gitDir, isDotGit } = await findGitDir(dir);
  for (const folder of ['objects', 'objects/pack', 'refs', 'refs/heads']) {
    await requireFolder(`${gitDir}/${folder}`, folder === 'objects' || folder === 'refs');
  }
  for (const file of ['HEAD', 'config', 'shallow', 'packed-refs', 'objects/info/alternates']) {
    await requireFile(`${gitDir}/${file}`, file === 'packed-refs');
  }
  const entries = await configOf(gitDir);
  refuseUnreadable(entries);
  const alternates = await readIfPresent(`${gitDir}/objects/info/alternates`);
  if (alternates !== null && alternates.toString('latin1').trim() !== '') {
    throw unfit('it borrows parts of its history from another folder');
  }
  const shallow = await readIfPresent(`${gitDir}/shallow`);
  if (shallow !== null && shallow.length > 0) throw shallowRemote();
  const bare = entries.findLast(({ key }) => key === 'core.bare')?.value?.toLowerCase();
  const isBare = bare === undefined ? !isDotGit : bare === 'true';
  return { gitDir, isBare, objects: new ObjectStore(`${gitDir}/objects`) };
}

async function findGitDir(dir: string): Promise<{ gitDir: string; isDotGit: boolean }> {
  for (const base of [dir, `${dir}.git`]) {
    const real = await existing(base);
    if (real === null) continue;
    const inside = await lstat(`${real}/.git`).catch(() => null);
    if (inside !== null && !inside.isDirectory()) {
      throw unfit('it is a linked worktree or a submodule of another repository');
    }
    if (inside !== null) return { gitDir: `${real}/.git`, isDotGit: true };
    if ((await lstat(`${real}/HEAD`).catch(() => null)) !== null) {
      return { gitDir: real, isDotGit: false };
    }
    if (base === dir) throw await noWiki(real);
  }
  throw absentFolder(dir);
}

async function existing(dir: string): Promise<string | null> {
  try {
    const found = await stat(dir);
    if (found.isDirectory()) return await realpath(dir);
  } catch (error) {
    if (systemCode(error) === 'EACCES' || systemCode(error) === 'EPERM') {
      throw new AppError(
        'DISK',
        `The folder ${dir} may not be read. Check its permissions.`,
        { dir },
        { cause: error },
      );
    }
    if (!isAbsent(error)) throw absentFolder(dir, error);
    return null;
  }
  throw new AppError('REMOTE_INVALID', `${dir} is a file. Choose the folder of a shared wiki.`);
}

async function noWiki(dir: string): Promise<AppError> {
  const names = await readdir(dir).catch(() => ['?']);
  return new AppError('REMOTE_INVALID', `The folder ${dir} holds no shared wiki yet.`, {
    noWiki: true,
    isEmpty: names.length === 0,
    dir,
  });
}

/** The folder is not there now. */
export function absentFolder(dir: string, cause?: unknown): AppError {
  return new AppError(
    'NETWORK',
    `The folder ${dir} is not there. If it is on a stick or on another computer, connect that and try again.`,
    { absent: true, dir },
    { cause },
  );
}

/** A link would lead our writes to wherever its maker likes. */
async function requireFolder(path: string, isRequired: boolean): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (found === null && !isRequired) return;
  if (found?.isDirectory() !== true) throw unfit('a part of it is not where it belongs');
}

/** A pipe or a device would keep a reader waiting for ever. */
async function requireFile(path: string, isLong: boolean): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (found === null) return;
  const maxBytes = isLong ? 64 * maxSmallFileBytes : maxSmallFileBytes;
  if (!found.isFile() || found.size > maxBytes)
    throw unfit('a part of it is not what it should be');
}

/** Every object file is a plain file in a plain folder. */
export async function requirePlainObjects(objectsDir: string): Promise<void> {
  for (const folder of await readdir(objectsDir, { withFileTypes: true })) {
    if (!/^(?:[0-9a-f]{2}|pack)$/u.test(folder.name)) continue;
    if (!folder.isDirectory()) throw unfit('a part of it is not where it belongs');
    for (const file of await readdir(`${objectsDir}/${folder.name}`, { withFileTypes: true })) {
      if (!file.isFile()) throw unfit('a part of it is not what it should be');
    }
  }
}

/** Its own file only: what that includes may be any file of this computer. */
async function configOf(gitDir: string): Promise<readonly ConfigEntry[]> {
  const bytes = await readIfPresent(`${gitDir}/config`);
  return bytes === null ? [] : parseConfig(bytes.toString('latin1')).entries;
}

function unfit(why: string): AppError {
  return new AppError(
    'REMOTE_INVALID',
    `The repository in this folder cannot be shared with: ${why}. Choose another folder.`,
  );
}
