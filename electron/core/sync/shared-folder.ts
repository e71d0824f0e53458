import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nameForTitle } from '../../../shared/wiki/names.ts';

/** What a folder that a person chose to share at is. */
export type SharedFolder =
  | { readonly kind: 'shared'; readonly dir: string }
  /** `dir` is where a shared wiki would be made. */
  | { readonly kind: 'empty'; readonly dir: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ownFolder' };

/**
 * The folder itself where it holds a repository; else the wiki's place inside it, as on a stick that holds
 * other things too.
 */
export async function findSharedFolder(
  dir: string,
  wiki: { readonly dir: string; readonly name: string },
): Promise<SharedFolder> {
  if (!(await isFolder(dir))) return { kind: 'missing' };
  const real = await realpath(dir);
  if (real === wiki.dir || real === join(wiki.dir, '.git')) return { kind: 'ownFolder' };
  if (await holdsRepository(real)) return { kind: 'shared', dir };
  const inside = join(dir, `${nameForTitle(wiki.name)}.git`);
  return { kind: (await holdsRepository(inside)) ? 'shared' : 'empty', dir: inside };
}

const maxLooked = 500;

/**
 * The shared wikis that lie directly in a folder, by name: on a stick the folder that a person chooses is
 * often the stick itself. None where the folder is a shared wiki, or can't be read.
 */
export async function sharedWikisIn(dir: string): Promise<readonly string[]> {
  if (await holdsRepository(dir)) return [];
  const names = await readdir(dir).catch((): string[] => []);
  const found: string[] = [];
  for (const name of names.sort().slice(0, maxLooked)) {
    if (await holdsRepository(join(dir, name))) found.push(join(dir, name));
  }
  return found;
}

/** Bare, or with files beside its `.git`. */
async function holdsRepository(dir: string): Promise<boolean> {
  if (await isFolder(join(dir, '.git'))) return true;
  return (await isFolder(join(dir, 'objects'))) && (await isFolder(join(dir, 'refs')));
}

function isFolder(dir: string): Promise<boolean> {
  return stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
