import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitChanges, type FileChange } from '../../electron/git/commit.ts';
import { settleIndex } from '../../electron/git/index-settle.ts';
import { tryLock } from '../../electron/git/lock-file.ts';
import { isOid } from '../../electron/git/oid.ts';
import { initRepository, type Repository } from '../../electron/git/repository.ts';
import { spliceTree } from '../../electron/git/tree-splice.ts';
import { commitAll, git, gitWith, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import { headOf, opened } from '../helpers/opened-repo.ts';

const author = { name: 'Zoë Writer', email: 'zoe@example.org' };
const dateMs = 1_720_000_000_000;

async function save(
  repo: Repository,
  files: Readonly<Record<string, string | null>>,
): Promise<Awaited<ReturnType<typeof commitChanges>>> {
  const changes: FileChange[] = [];
  for (const [path, text] of Object.entries(files)) {
    const file = join(repo.dir, path);
    if (text === null) rmSync(file, { force: true });
  }
  for (const [path, text] of Object.entries(files)) {
    const file = join(repo.dir, path);
    if (text !== null) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    changes.push({ path, content: text === null ? null : Buffer.from(text) });
  }
  return commitChanges(repo, { changes, message: 'Edit a page', author, dateMs, tzMinutes: 330 });
}

function expectClean(dir: string): void {
  expect(git(dir, 'status', '--porcelain')).toBe('');
  git(dir, 'fsck', '--strict', '--no-dangling');
}

describe.each(['loose', 'packed', 'index v4'] as const)('saving into a repository (%s)', (form) => {
  test('leaves a worktree that git calls clean and a commit that git can show', async () => {
    const dir = makeRepo({
      files: { 'Home.md': 'home\n', 'Folder/Page.md': 'page\n', 'Folder/Other.md': 'x\n' },
    });
    if (form === 'packed') git(dir, 'gc', '-q');
    if (form === 'index v4') git(dir, 'update-index', '--index-version', '4');
    const repo = await opened(dir);
    await save(repo, { 'Folder/Page.md': 'changed\n' });
    await save(repo, { 'Folder/New/日本語 ä.md': 'new\n', 'Home.md': 'home again\n' });
    const { commit } = await save(repo, { 'Folder/Other.md': null });
    expectClean(dir);
    expect(git(dir, 'rev-parse', 'HEAD')).toBe(commit);
    expect(git(dir, 'log', '-1', '--format=%an <%ae> %ad|%s', '--date=raw')).toBe(
      'Zoë Writer <zoe@example.org> 1720000000 +0530|Edit a page',
    );
    expect(git(dir, '-c', 'core.quotePath=off', 'ls-files')).toBe(
      ['Folder/New/日本語 ä.md', 'Folder/Page.md', 'Home.md'].join('\n'),
    );
    expect(git(dir, 'reflog', '--format=%gs').split('\n').slice(0, 2)).toEqual([
      'commit: Edit a page',
      'commit: Edit a page',
    ]);
  });
});

test('the first save of a new repository makes its branch', async () => {
  const dir = makeTempDir();
  const made = await initRepository(dir, 'trunk');
  await save(made, { 'Home.md': 'hello\n' });
  await made.close();
  expectClean(dir);
  expect(git(dir, 'symbolic-ref', 'HEAD')).toBe('refs/heads/trunk');
  expect(git(dir, 'reflog', '--format=%gs')).toBe('commit (initial): Edit a page');
});

test('a save of what is there already makes no commit', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const repo = await opened(dir);
  const before = git(dir, 'rev-parse', 'HEAD');
  expect(await save(repo, { 'a.md': 'a\n' })).toMatchObject({ commit: before, isNew: false });
});

test('a file gives way to a folder and a folder to a file', async () => {
  const dir = makeRepo({ files: { a: 'file\n', 'b/c.md': 'c\n', 'b/d.md': 'd\n' } });
  const repo = await opened(dir);
  await save(repo, { a: null, 'a/page.md': 'below\n' });
  rmSync(join(dir, 'b'), { recursive: true });
  await save(repo, { b: 'now a file\n' });
  expectClean(dir);
  expect(git(dir, 'ls-files')).toBe('a/page.md\nb');
});

test('what a person staged by hand stays staged', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'b.md': 'b\n' } });
  const repo = await opened(dir);
  writeFiles(dir, { 'b.md': 'staged\n' });
  git(dir, 'add', 'b.md');
  await save(repo, { 'a.md': 'saved\n' });
  expect(git(dir, 'status', '--porcelain')).toBe('M  b.md');
});

test('a path that leaves the wiki is refused and nothing is written', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const repo = await opened(dir);
  for (const path of ['../x.md', '.git/config', 'a//b.md', '/etc/x', 'x/.GIT/hooks/y']) {
    const change = { path, content: Buffer.from('evil') };
    await expect(
      commitChanges(repo, { changes: [change], message: 'm', author, dateMs }),
    ).rejects.toMatchObject({ code: 'PATH_OUTSIDE_WIKI' });
  }
  expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('1');
});

test('a held index lock lets the save stand, and the index follows later', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const repo = await opened(dir);
  writeFileSync(join(dir, '.git/index.lock'), '');
  expect(await save(repo, { 'a.md': 'saved\n' })).toMatchObject({ isNew: true, indexStale: true });
  rmSync(join(dir, '.git/index.lock'));
  expect(git(dir, 'status', '--porcelain')).not.toBe('');
  await settleIndex(repo);
  expectClean(dir);
});

test('a lock left by a dead process of ours is taken over', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const repo = await opened(dir);
  const { hostname } = await import('node:os');
  const left = `commonplace 999999999 ${hostname()}\n`;
  writeFileSync(join(dir, '.git/refs/heads/main.lock'), left);
  writeFileSync(join(dir, '.git/index.lock'), left);
  await save(repo, { 'a.md': 'saved\n' });
  expectClean(dir);
});

test('a lock left by a thread of this process is taken over, one in use is not', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const path = join(dir, '.git/index');
  const { hostname } = await import('node:os');
  writeFileSync(`${path}.lock`, `commonplace ${process.pid} ${hostname()} 0123456789ab\n`);
  const held = await tryLock(path, 0);
  expect(held).not.toBeNull();
  expect(await tryLock(path, 0)).toBeNull();
  await held?.release();
  await (await tryLock(path, 0))?.release();
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test('a merge is committed with its parents, and refused when the branch moved on', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  git(dir, 'switch', '-q', '-c', 'side');
  writeFiles(dir, { 'side.md': 's\n' });
  const side = commitAll(dir, 'Side');
  git(dir, 'switch', '-q', 'main');
  const repo = await opened(dir);
  const main = await headOf(repo);
  if (!isOid(side)) throw new Error('no oid');
  writeFiles(dir, { 'side.md': 's\n' });
  const change = { path: 'side.md', content: Buffer.from('s\n') };
  const merge = { changes: [change], message: 'Merge', author, dateMs, parents: [main, side] };
  const { commit } = await commitChanges(repo, merge);
  expect(git(dir, 'rev-parse', `${commit}^1`, `${commit}^2`)).toBe(`${main}\n${side}`);
  expectClean(dir);
  await save(repo, { 'a.md': 'moved on\n' });
  await expect(commitChanges(repo, merge)).rejects.toMatchObject({ code: 'REPO_BUSY' });
});

test('a spliced tree is the tree git writes for the same files', { timeout: 180_000 }, async () => {
  const name = fc.constantFrom('a', 'b', 'a.md', 'a-b', 'a0', 'ä', 'é.md', 'Z', '日本');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const texts = ['1\n', '2\n', '3\n'];
  const files = fc.dictionary(path, fc.constantFrom(...texts), { maxKeys: 12 });
  const dir = makeRepo({ files: { seed: 'x' } });
  const repo = await opened(dir);
  const blobs = new Map(
    texts.map((text) => [text, gitWith(dir, { input: text }, 'hash-object', '-w', '--stdin')]),
  );
  const treeByGit = (content: Readonly<Record<string, string>>): string => {
    const env = { GIT_INDEX_FILE: join(dir, '.git/scratch-index') };
    rmSync(env.GIT_INDEX_FILE, { force: true });
    const lines = Object.entries(content).map(
      ([file, text]) => `100644 ${blobs.get(text) ?? ''}\t${file}\0`,
    );
    gitWith(dir, { env, input: lines.join('') }, 'update-index', '-z', '--index-info');
    return gitWith(dir, { env }, 'write-tree');
  };
  const withoutClashes = (content: Readonly<Record<string, string>>): Record<string, string> => {
    const paths = Object.keys(content);
    const isFolder = (file: string): boolean => paths.some((other) => other.startsWith(`${file}/`));
    return Object.fromEntries(Object.entries(content).filter(([file]) => !isFolder(file)));
  };
  await fc.assert(
    fc.asyncProperty(files, files, async (first, second) => {
      const before = withoutClashes(first);
      const after = withoutClashes(second);
      const base = treeByGit(before);
      if (!isOid(base)) throw new Error('no tree');
      const gone = Object.keys(before).filter((file) => !(file in after));
      const edits = await Promise.all([
        ...gone.map((file) => Promise.resolve({ path: file, leaf: null })),
        ...Object.entries(after).map(async ([file, text]) => {
          const oid = await repo.objects.write('blob', Buffer.from(text));
          return { path: file, leaf: { mode: null, oid } };
        }),
      ]);
      expect(await spliceTree(repo.objects, base, edits)).toBe(treeByGit(after));
    }),
    { numRuns: 60 },
  );
});

test('no byte of the index but the changed entries differs after a save', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`p${at}.md`, `${at}\n`] as const),
  );
  const dir = makeRepo({ files });
  const repo = await opened(dir);
  git(dir, 'update-index', '--assume-unchanged', 'p7.md');
  git(dir, 'update-index', '--skip-worktree', 'p8.md');
  const before = git(dir, 'ls-files', '-s', '-v', '--debug');
  await save(repo, { 'p30.md': 'changed\n' });
  const after = git(dir, 'ls-files', '-s', '-v', '--debug');
  const differing = before.split('\n').filter((line) => !after.includes(line));
  expect(differing.length).toBeLessThanOrEqual(6);
  expect(readFileSync(join(dir, '.git/index')).readUInt32BE(4)).toBe(3);
  expectClean(dir);
});
