import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { WorktreeWriter } from '../../electron/git/checkout-plan.ts';
import { applyTree, pendingCheckout } from '../../electron/git/checkout.ts';
import { commitChanges } from '../../electron/git/commit.ts';
import { createCommit } from '../../electron/git/commit-object.ts';
import { toOid } from '../../electron/git/oid.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { worktreeStatus } from '../../electron/git/status.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { commitAll, git, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { headOf, opened } from '../helpers/opened-repo.ts';

const author = { name: 'Ada', email: 'ada@example.org' };

/** Writes wherever it is told to: what must not be written has to be stopped before it gets here. */
function plainWriter(
  dir: string,
  onWrite: (path: string) => void = () => undefined,
): WorktreeWriter {
  return {
    read: (path) => {
      const file = join(dir, path);
      const isFile = lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
      return Promise.resolve(isFile ? readFileSync(file) : null);
    },
    write: (path, bytes) => {
      onWrite(path);
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), bytes);
      return Promise.resolve();
    },
    remove: (path) => {
      onWrite(path);
      rmSync(join(dir, path), { force: true });
      for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
        if (readdirSync(join(dir, folder)).length > 0) break;
        rmdirSync(join(dir, folder));
      }
      return Promise.resolve();
    },
  };
}

/** A tree object of exactly these entries, however malformed. */
async function plantTree(repo: Repository, entries: [string, string, Oid][]): Promise<Oid> {
  const parts = entries.map(([mode, name, oid]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]),
  );
  return repo.objects.write('tree', Buffer.concat(parts));
}

async function plantCommit(repo: Repository, tree: Oid): Promise<Oid> {
  const by = { ...author, dateMs: 1_720_000_000_000, tzMinutes: 0 };
  return createCommit(repo, { tree, parents: [await headOf(repo)], message: 'm', author: by });
}

async function moveTo(repo: Repository, from: Oid, to: Oid): ReturnType<typeof applyTree> {
  const outcome = await applyTree(repo, from, to, plainWriter(repo.dir));
  expect(await repo.refs.compareAndSwap('HEAD', from, to, 'test')).toBe(true);
  return outcome;
}

test('the worktree and the index become the other commit', async () => {
  const dir = makeRepo({
    files: { 'a.md': 'a\n', 'b.md': 'b\n', 'dir/c.md': 'c\n', file: 'f\n', 'd/x.md': 'x\n' },
  });
  const first = git(dir, 'rev-parse', 'HEAD');
  git(dir, 'rm', '-q', '-r', 'dir', 'file', 'd');
  writeFiles(dir, { 'a.md': 'A\n', 'neu/ü.md': 'ü\n', 'file/inside.md': 'i\n', d: 'now a file\n' });
  const second = commitAll(dir, 'Second');
  git(dir, 'reset', '-q', '--hard', first);
  const repo = await opened(dir);
  const outcome = await moveTo(repo, toOid(first), toOid(second));
  expect(outcome).toMatchObject({ kept: [], quarantined: [] });
  expect([...outcome.written].sort()).toEqual(['a.md', 'd', 'file/inside.md', 'neu/ü.md']);
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(existsSync(join(dir, 'dir'))).toBe(false);
  await moveTo(repo, toOid(second), toOid(first));
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(await pendingCheckout(repo)).toBeNull();
});

test('a file that a person changed is kept, and nothing at all is touched', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'b.md': 'b\n', 'c.md': 'c\n' } });
  const first = git(dir, 'rev-parse', 'HEAD');
  writeFiles(dir, { 'a.md': 'A\n', 'b.md': 'B\n', 'new.md': 'theirs\n' });
  git(dir, 'rm', '-q', 'c.md');
  const second = commitAll(dir, 'Second');
  git(dir, 'reset', '-q', '--hard', first);
  writeFiles(dir, { 'b.md': 'mine\n', 'c.md': 'mine\n', 'new.md': 'mine\n' });
  const repo = await opened(dir);
  const touched: string[] = [];
  const writer = plainWriter(dir, (path) => touched.push(path));
  const outcome = await applyTree(repo, toOid(first), toOid(second), writer);
  expect(outcome.kept).toEqual(['b.md', 'c.md', 'new.md']);
  expect(touched).toEqual([]);
  expect(git(dir, 'status', '--porcelain')).toBe(' M b.md\n M c.md\n?? new.md');
});

test('unknown files in the way of a folder or a file are kept', async () => {
  const dir = makeRepo({ files: { 'a/x.md': 'x\n' } });
  const first = git(dir, 'rev-parse', 'HEAD');
  git(dir, 'rm', '-q', '-r', 'a');
  writeFiles(dir, { a: 'file\n', 'b/page.md': 'p\n' });
  const second = commitAll(dir, 'Second');
  git(dir, 'reset', '-q', '--hard', first);
  writeFiles(dir, { 'a/mine.md': 'mine\n', b: 'mine\n' });
  const repo = await opened(dir);
  const outcome = await applyTree(repo, toOid(first), toOid(second), plainWriter(dir));
  expect(outcome.kept).toEqual(['a/mine.md', 'b']);
});

test('hostile names and kinds never reach the disk, and git still finds a clean worktree', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'Page.md': 'p\n' } });
  const repo = await opened(dir);
  const from = await headOf(repo);
  const blob = await repo.objects.write('blob', Buffer.from('evil\n'));
  const file = (name: string): [string, string, Oid] => ['100644', name, blob];
  const inner = await plantTree(repo, [file('config')]);
  const up = await plantTree(repo, [file('escape.md')]);
  const to = await plantCommit(
    repo,
    await plantTree(repo, [
      ['40000', '..', up],
      ['40000', '.GIT', inner],
      ['40000', '.git', inner],
      file('.git\u200c'),
      file('..\\x.md'),
      file('/tmp-evil.md'),
      ['100755', 'Good.md', blob],
      file('Page.md'),
      file('a.md'),
      file('aux.md'),
      file('clash.md'),
      file('CLASH.md'),
      ['160000', 'gitlink', blob],
      file('git~1'),
      ['120000', 'link', blob],
      file('page.md'),
      file('trailing. '),
      file('x:y.md'),
    ]),
  );
  const touched: string[] = [];
  const outcome = await applyTree(
    repo,
    from,
    to,
    plainWriter(dir, (path) => touched.push(path)),
  );
  expect(touched.sort()).toEqual(['Good.md', 'Page.md', 'a.md', 'clash.md']);
  expect(outcome.quarantined.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['../escape.md', '.git/config', 'link', 'gitlink', 'page.md', 'aux.md']),
  );
  expect(readdirSync(dir).sort()).toEqual(['.git', 'Good.md', 'Page.md', 'a.md', 'clash.md']);
  expect(existsSync(join(dir, '../escape.md'))).toBe(false);
});

test('a quarantined file survives a commit made by git and one made here', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const repo = await opened(dir);
  const from = await headOf(repo);
  const blob = await repo.objects.write('blob', Buffer.from('a.md'));
  const page = toOid(git(dir, 'rev-parse', 'HEAD:a.md'));
  const to = await plantCommit(
    repo,
    await plantTree(repo, [
      ['100644', 'CON.md', blob],
      ['100644', 'a.md', page],
      ['120000', 'link', blob],
      ['100664', 'odd.md', page],
    ]),
  );
  await moveTo(repo, from, to);
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(await worktreeStatus(repo)).toEqual([]);
  writeFiles(dir, { 'a.md': 'by git\n' });
  git(dir, 'commit', '-q', '-a', '-m', 'By git');
  writeFiles(dir, { 'b.md': 'here\n' });
  const changes = [{ path: 'b.md', content: Buffer.from('here\n') }];
  await commitChanges(repo, { changes, message: 'Here', author, dateMs: 1_720_000_000_000 });
  expect(git(dir, 'ls-tree', '--name-only', 'HEAD').split('\n')).toEqual([
    'CON.md',
    'a.md',
    'b.md',
    'link',
    'odd.md',
  ]);
  expect(git(dir, 'status', '--porcelain')).toBe('');
});

test('of two names that clash the second comes out once the first is gone', async () => {
  const dir = makeRepo({ files: { 'Page.md': 'upper\n' } });
  const repo = await opened(dir);
  const from = await headOf(repo);
  const upper = toOid(git(dir, 'rev-parse', 'HEAD:Page.md'));
  const lower = await repo.objects.write('blob', Buffer.from('lower\n'));
  const both = await plantCommit(
    repo,
    await plantTree(repo, [
      ['100644', 'Page.md', upper],
      ['100644', 'page.md', lower],
    ]),
  );
  expect((await moveTo(repo, from, both)).quarantined.map(({ path }) => path)).toEqual(['page.md']);
  const one = await plantCommit(repo, await plantTree(repo, [['100644', 'page.md', lower]]));
  const outcome = await moveTo(repo, both, one);
  expect(outcome).toMatchObject({ written: ['page.md'], removed: ['Page.md'], quarantined: [] });
  expect(readFileSync(join(dir, 'page.md'), 'utf8')).toBe('lower\n');
  expect(git(dir, 'status', '--porcelain')).toBe('');
});

test('nothing is written through a link that stands in the worktree', async () => {
  const dir = makeRepo({ files: { 'dir/a.md': 'a\n', 'b.md': 'b\n' } });
  const first = git(dir, 'rev-parse', 'HEAD');
  writeFiles(dir, { 'dir/a.md': 'A\n', 'dir/new.md': 'n\n' });
  const second = commitAll(dir, 'Second');
  git(dir, 'reset', '-q', '--hard', first);
  execFileSync('mv', [join(dir, 'dir'), join(dir, '../outside')]);
  symlinkSync('../outside', join(dir, 'dir'));
  const repo = await opened(dir);
  const outcome = await moveTo(repo, toOid(first), toOid(second));
  expect(outcome.quarantined.map(({ path }) => path)).toEqual(['dir/a.md', 'dir/new.md']);
  expect(readFileSync(join(dir, '../outside/a.md'), 'utf8')).toBe('a\n');
  expect(existsSync(join(dir, '../outside/new.md'))).toBe(false);
});

test('a checkout cut off at any file is finished by the same call', async () => {
  const names = Array.from({ length: 6 }, (_, at) => `p${at}.md`);
  for (let survives = 0; survives < names.length; survives += 1) {
    const dir = makeRepo({
      files: Object.fromEntries(names.map((name) => [name, `old ${name}\n`])),
    });
    const first = git(dir, 'rev-parse', 'HEAD');
    writeFiles(dir, Object.fromEntries(names.slice(1).map((name) => [name, `new ${name}\n`])));
    git(dir, 'rm', '-q', 'p0.md');
    const second = commitAll(dir, 'Second');
    git(dir, 'reset', '-q', '--hard', first);
    const repo = await opened(dir);
    let left = survives;
    const writer = plainWriter(dir, () => {
      left -= 1;
      if (left < 0) throw new Error('cut off');
    });
    await expect(applyTree(repo, toOid(first), toOid(second), writer)).rejects.toThrow('cut off');
    const pending = await pendingCheckout(repo);
    expect(pending).toEqual({ from: first, to: second });
    expect(await moveTo(repo, toOid(first), toOid(second))).toMatchObject({ kept: [] });
    expect(git(dir, 'status', '--porcelain')).toBe('');
  }
});

test('into an empty folder the whole wiki is written', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'x/y/z.md': 'z\n' } });
  const repo = await opened(dir);
  rmSync(join(dir, 'a.md'));
  rmSync(join(dir, 'x'), { recursive: true });
  rmSync(join(dir, '.git/index'));
  await applyTree(repo, null, await headOf(repo), plainWriter(dir));
  expect(git(dir, 'status', '--porcelain')).toBe('');
});
