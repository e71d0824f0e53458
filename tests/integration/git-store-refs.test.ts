import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import { isRefName } from '../../electron/git/ref-name.ts';
import { openRepository } from '../../electron/git/repository.ts';
import { commitAll, git, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import { headOf, opened } from '../helpers/opened-repo.ts';

describe.each(['loose', 'packed'] as const)('%s refs', (form) => {
  test('move, are listed and are deleted as git sees them', async () => {
    const dir = makeRepo({ files: { 'a.md': 'a\n' } });
    const first = git(dir, 'rev-parse', 'HEAD');
    const second = commitAll(dir, 'Second');
    git(dir, 'branch', 'topic/ä', first);
    git(dir, 'tag', '-a', '-m', 't', 'v1');
    if (form === 'packed') git(dir, 'pack-refs', '--all');
    const { refs } = await opened(dir);
    const listed = (await refs.list('refs/')).map(({ ref, oid }) => `${oid} ${ref}`);
    expect(listed.join('\n')).toBe(git(dir, 'for-each-ref', '--format=%(objectname) %(refname)'));
    const from = toOid(first);
    const to = toOid(second);
    expect(await refs.compareAndSwap('refs/heads/topic/ä', to, from, 'no')).toBe(false);
    expect(await refs.compareAndSwap('refs/heads/topic/ä', from, to, 'a test')).toBe(true);
    expect(git(dir, 'rev-parse', 'topic/ä')).toBe(second);
    expect(git(dir, 'reflog', 'topic/ä', '--format=%gs').split('\n')[0]).toBe('a test');
    expect(await refs.compareAndSwap('refs/heads/topic/ä', to, null, '')).toBe(true);
    expect(git(dir, 'branch', '--format=%(refname:short)')).toBe('main');
    expect(await refs.compareAndSwap('refs/heads/topic', null, to, '')).toBe(true);
    git(dir, 'fsck', '--strict');
  });

  test('a name that is a folder of another is refused', async () => {
    const dir = makeRepo({ files: { 'a.md': 'a\n' } });
    git(dir, 'branch', 'a/b');
    if (form === 'packed') git(dir, 'pack-refs', '--all', '--prune');
    const repo = await opened(dir);
    const head = await headOf(repo);
    for (const ref of ['refs/heads/a', 'refs/heads/a/b/c']) {
      const attempt = repo.refs.compareAndSwap(ref, null, head, '');
      await expect(attempt).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
  });
});

test('a name is valid when git check-ref-format says so', () => {
  const dir = makeRepo();
  const names = [
    'main',
    'a/b',
    'ä',
    'a..b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a.lock',
    'a.lock/b',
    '.a',
    'a/.b',
    'a.',
    'a/',
    '/a',
    'a//b',
    'a@{b',
    '@',
    'a@b',
    '-a',
    'a\x7f',
    'ref.x',
  ];
  for (const name of names) {
    let isValid = true;
    try {
      git(dir, 'check-ref-format', `refs/heads/${name}`);
    } catch {
      isValid = false;
    }
    expect(isRefName(`refs/heads/${name}`), name).toBe(isValid);
  }
  expect(isRefName('../../etc/passwd')).toBe(false);
});

test('a detached HEAD moves itself', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const first = toOid(git(dir, 'rev-parse', 'HEAD'));
  const second = toOid(commitAll(dir, 'Second'));
  git(dir, 'checkout', '-q', first);
  const { refs } = await opened(dir);
  expect(await refs.head()).toEqual({ ref: 'HEAD', oid: first });
  expect(await refs.compareAndSwap('HEAD', first, second, 'm')).toBe(true);
  expect(git(dir, 'rev-parse', 'HEAD')).toBe(second);
});

test("changing a remote leaves every other byte of the person's file alone", async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const config = join(dir, '.git/config');
  const before = `${readFileSync(config, 'utf8')}; a comment\r\n[Alias]\n  st = status # short\n[weird "Sub \\"x\\""]key="a;b" ; c\n\\\n`;
  writeFileSync(config, before.replace('\\\n', ''));
  const kept = readFileSync(config, 'utf8');
  const { config: settings } = await opened(dir);
  await settings.setRemote('origin', 'https://example.org/wiki.git');
  expect(git(dir, 'remote', '-v').split('\n')[0]).toBe(
    'origin\thttps://example.org/wiki.git (fetch)',
  );
  expect(git(dir, 'config', 'weird.Sub "x".key')).toBe('a;b');
  expect(readFileSync(config, 'utf8').startsWith(kept)).toBe(true);
  await settings.setRemote('origin', 'ssh://host/b #c.git');
  expect(await settings.remotes()).toEqual([{ name: 'origin', url: 'ssh://host/b #c.git' }]);
  expect(git(dir, 'config', 'remote.origin.url')).toBe('ssh://host/b #c.git');
  await settings.removeRemote('origin');
  expect(readFileSync(config, 'utf8')).toBe(kept);
  expect(existsSync(`${config}.lock`)).toBe(false);
});

test('the author is who git says', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  const { config } = await opened(dir);
  await config.set('user.name', 'Zoë "Z" Writer');
  await config.set('user.email', 'zoe@example.org');
  expect(git(dir, 'config', 'user.name')).toBe('Zoë "Z" Writer');
  expect(await config.author()).toEqual({ name: 'Zoë "Z" Writer', email: 'zoe@example.org' });
});

test('repositories that could not be kept safe are refused with a reason', async () => {
  const refusal = async (prepare: (dir: string) => void): Promise<unknown> => {
    const dir = makeRepo({ files: { 'a.md': 'a\n', 'b/c.md': 'c\n' } });
    prepare(dir);
    return openRepository(dir).catch((error: unknown) => error);
  };
  const unsupported = { code: 'REPO_UNSUPPORTED' };
  const cases: ((dir: string) => void)[] = [
    (dir) => git(dir, 'update-index', '--split-index'),
    (dir) => git(dir, 'sparse-checkout', 'set', '--cone', 'b'),
    (dir) => writeFiles(dir, { '.git/objects/info/alternates': '/elsewhere\n' }),
    (dir) => git(dir, 'config', 'remote.origin.promisor', 'true'),
    (dir) => git(dir, 'config', 'extensions.refStorage', 'reftable'),
    (dir) => git(dir, 'config', 'core.worktree', '/elsewhere'),
  ];
  for (const prepare of cases) expect(await refusal(prepare)).toMatchObject(unsupported);
  const main = makeRepo({ files: { 'a.md': 'a\n' } });
  const linked = join(makeTempDir(), 'linked');
  git(main, 'worktree', 'add', '-q', linked);
  await expect(openRepository(linked)).rejects.toMatchObject(unsupported);
});
