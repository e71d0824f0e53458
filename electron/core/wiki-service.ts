import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import type { Person } from '../../shared/contract/values.ts';
import { nameForTitle } from '../../shared/wiki/names.ts';
import { toPagePath } from '../../shared/wiki/page-path.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import { commitChanges } from '../git/commit.ts';
import { pathsLeftToGit } from '../git/left-to-git.ts';
import { hasRepository, initRepository, openRepository } from '../git/repository.ts';
import { statusOfPaths } from '../git/status-paths.ts';
import { worktreeStatus } from '../git/status.ts';
import { isErrno } from '../storage/path-jail.ts';
import { openWikiFiles } from '../storage/wiki-files.ts';
import { licenceNotice } from './licences.ts';
import type { OpenWiki } from './open-wiki.ts';
import { authorOf, commitWritten, outsideSummary, type SaveContext } from './save-page.ts';
import { printWikiConfig } from './wiki-config.ts';
import type { Wikis } from './wikis.ts';

type Opened = Output<'wiki.create'>;
export type Refused = Extract<Opened, { kind: 'refused' }>;

export function refuse(reason: Refused['reason'], message: string): Refused {
  return { kind: 'refused', reason, message };
}

async function opened(wiki: OpenWiki): Promise<Extract<Opened, { kind: 'opened' }>> {
  return { kind: 'opened', summary: await wiki.summary() };
}

/** What a person chose may be anything; what can't be a wiki is told in words. */
async function folderProblem(dir: string): Promise<Refused | null> {
  try {
    if ((await stat(dir)).isDirectory()) return null;
    return refuse('notAFolder', `${dir} is a file. Choose the folder that holds the pages.`);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) {
      return refuse('missing', `There is no folder ${dir}. It may have been moved or renamed.`);
    }
    return refuse('noAccess', `The folder ${dir} can't be opened: check its permissions.`);
  }
}

export function toRefusal(error: unknown): Refused {
  if (error instanceof AppError) {
    if (error.code === 'REPO_UNSUPPORTED') return refuse('unsupported', error.message);
    if (error.code === 'REPO_DAMAGED') return refuse('damaged', error.message);
    if (error.code === 'DISK') return refuse('noAccess', error.message);
  }
  if (isErrno(error, 'EACCES', 'EPERM', 'EROFS')) {
    return refuse('noAccess', 'This folder may not be read or written: check its permissions.');
  }
  throw error;
}

/** Makes a folder's files the first revision of a wiki. Without an author, they wait for the first save. */
async function recordAll(dir: string, author: Person | null, message: string, dateMs: number) {
  const repo = await openRepository(dir);
  try {
    const writer = author ?? (await repo.config.author());
    if (writer === null) return;
    const files = openWikiFiles(dir, join(repo.gitDir, 'commonplace'));
    const paths = (await worktreeStatus(repo)).map(({ path }) => path).filter(isInsideTree);
    const leftToGit = await pathsLeftToGit(repo, paths);
    const changes = paths
      .filter((path) => !leftToGit.has(path))
      .map((path) => ({ path, content: () => files.read(path) }));
    if (changes.length > 0) await commitChanges(repo, { changes, message, author: writer, dateMs });
  } finally {
    await repo.close();
  }
}

export async function openFolder(
  context: SaveContext,
  wikis: Wikis,
  { dir, initialise }: ParsedInput<'wiki.open'>,
): Promise<Output<'wiki.open'>> {
  const absolute = resolve(dir);
  const problem = await folderProblem(absolute);
  if (problem !== null) return problem;
  try {
    if (!(await hasRepository(absolute))) {
      if (!initialise) {
        const files = await openWikiFiles(absolute, join(absolute, '.git', 'commonplace')).list();
        const pageCount = files.filter((path) => toPagePath(path) !== null).length;
        return { kind: 'needsInit', dir: absolute, pageCount };
      }
      await initRepository(absolute);
      await recordAll(
        absolute,
        null,
        'Start keeping the history of this wiki',
        context.ports.clock.nowMs(),
      );
    }
    return await opened(await wikis.open(absolute));
  } catch (error) {
    return toRefusal(error);
  }
}

/** The folder for a new wiki if it can be made there: absent, or empty. */
export async function freshFolder(parentDir: string, name: string): Promise<string | Refused> {
  const folder = nameForTitle(name.trim());
  if (folder === '') return refuse('notAFolder', 'Give the wiki a name with at least one letter.');
  const dir = join(resolve(parentDir), folder);
  try {
    await mkdir(resolve(parentDir), { recursive: true });
    const entries = await readdir(dir);
    return entries.length === 0
      ? dir
      : refuse(
          'notEmpty',
          `${dir} exists already and is not empty. Choose another name or place, or open that folder.`,
        );
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return dir;
    if (isErrno(error, 'ENOTDIR', 'EEXIST'))
      return refuse('notAFolder', `A file stands where ${dir} would be.`);
    return refuse('noAccess', `${dir} can't be made: check the permissions of ${parentDir}.`);
  }
}

export async function createWiki(
  context: SaveContext,
  wikis: Wikis,
  { parentDir, name, description, licence, author }: ParsedInput<'wiki.create'>,
): Promise<Opened> {
  const dir = await freshFolder(parentDir, name);
  if (typeof dir !== 'string') return dir;
  try {
    await mkdir(dir, { recursive: true });
    const about = description === '' ? `Welcome to ${name}.` : description;
    const pages = {
      'Home.md': `# ${name}\n\n${about}\n\nPress **E** to edit this page. Write \`[[Name of a page]]\` to link to a page, also to one that does not exist yet.\n`,
      'wiki.yaml': printWikiConfig({ name, description, licence }),
      ...(licence === '' ? {} : { LICENSE: licenceNotice(name, licence) }),
    };
    for (const [file, text] of Object.entries(pages)) await writeFile(join(dir, file), text);
    const repo = await initRepository(dir);
    if (author !== null) {
      await repo.config.set('user.name', author.name);
      await repo.config.set('user.email', author.email);
    }
    await repo.close();
    await recordAll(dir, author, `Start ${name}`, context.ports.clock.nowMs());
    return await opened(await wikis.open(dir));
  } catch (error) {
    return toRefusal(error);
  }
}

const sampleAuthor: Person = { name: 'Commonplace', email: 'sample@commonplace.invalid' };

/** The sample is the person's own copy: it is made once and then opened as they left it. */
export async function openSample(context: SaveContext, wikis: Wikis): Promise<Opened> {
  const dir = join(context.ports.documentsDir, 'Commonplace sample');
  try {
    if (!(await hasRepository(dir))) {
      const fresh = await freshFolder(context.ports.documentsDir, basename(dir));
      if (typeof fresh !== 'string') return fresh;
      try {
        await cp(context.ports.sampleDir, dir, { recursive: true });
        await (await initRepository(dir)).close();
        await recordAll(dir, sampleAuthor, 'Start the sample wiki', context.ports.clock.nowMs());
      } catch (error) {
        await rm(dir, { recursive: true, force: true });
        throw error;
      }
    }
    return await opened(await wikis.open(dir));
  } catch (error) {
    return toRefusal(error);
  }
}

/** What other programs changed and history does not hold yet. */
export async function outsideChanges(wiki: OpenWiki): Promise<Output<'wiki.outsideChanges'>> {
  return { changes: [...(await wiki.outside.current())] };
}

export async function recordOutsideChanges(
  context: SaveContext,
  wiki: OpenWiki,
  onlyPaths: ReadonlySet<string> | null = null,
): Promise<Output<'wiki.recordOutsideChanges'>> {
  return wiki.write(() => recordOutsideNow(context, wiki, onlyPaths));
}

/** The same, for who holds the wiki's write turn already. */
export async function recordOutsideNow(
  context: SaveContext,
  wiki: OpenWiki,
  onlyPaths: ReadonlySet<string> | null,
): Promise<Output<'wiki.recordOutsideChanges'>> {
  const differing =
    onlyPaths === null
      ? (await worktreeStatus(wiki.repo)).map(({ path }) => path)
      : [...(await statusOfPaths(wiki.repo, [...onlyPaths]))]
          .filter(([, kind]) => kind !== null)
          .map(([path]) => path);
  const leftToGit = await pathsLeftToGit(wiki.repo, differing);
  const paths = differing.filter((path) => isInsideTree(path) && !leftToGit.has(path));
  if (paths.length === 0) return { kind: 'nothing' };
  const author = await authorOf(wiki);
  if (author === null) return { kind: 'needsAuthor' };
  const changes = paths.map((path) => ({ path, content: () => wiki.files.read(path) }));
  const commit = await commitWritten(context, wiki, author, changes, outsideSummary);
  context.bus.emit({ name: 'outside.changed', wiki: wiki.id });
  return { kind: 'recorded', commit, count: changes.length };
}
