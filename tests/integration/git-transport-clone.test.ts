import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cloneInto } from '../../electron/git/transport/clone.ts';
import { git, gitAsync, gitWith, makeTempDir } from '../helpers/git-repo.ts';
import { accessTo, served, wikiWithHistory } from '../helpers/git-transport.ts';

test('a clone is what git’s own clone is: history, files, settings, clean status', async () => {
  const source = wikiWithHistory();
  git(source, 'branch', '-m', 'main', 'trunk');
  const server = await served();
  const { url } = await server.createRepo('wiki', source);
  const parent = makeTempDir();
  const dir = join(parent, 'Our wiki');
  const result = await cloneInto(dir, accessTo(url));
  expect(result).toEqual({
    branch: 'trunk',
    commit: git(source, 'rev-parse', 'trunk'),
    quarantined: [],
  });
  const theirs = join(makeTempDir(), 'theirs');
  await gitAsync('/', 'clone', '-q', url, theirs);
  expect(git(dir, 'log', '--format=%H %T %D')).toBe(git(theirs, 'log', '--format=%H %T %D'));
  expect(git(dir, 'ls-files', '--stage')).toBe(git(theirs, 'ls-files', '--stage'));
  expect(git(dir, 'status', '--porcelain')).toBe('');
  git(dir, 'diff', '--no-index', '--exit-code', join(theirs, 'notes'), join(dir, 'notes'));
  const settings = (at: string): string => git(at, 'config', '--get-regexp', '^(remote|branch)\\.');
  expect(settings(dir).split('\n').sort()).toEqual(settings(theirs).split('\n').sort());
  expect(git(dir, 'for-each-ref')).toBe(git(theirs, 'for-each-ref'));
  git(dir, 'fsck', '--full', '--strict');
  expect(readdirSync(parent)).toEqual(['Our wiki']);
  // And git goes on from there.
  await gitAsync(dir, 'pull', '-q');
});

test('an empty remote gives a wiki that waits for its first page', async () => {
  const server = await served();
  const { url } = await server.createRepo('empty');
  const dir = join(makeTempDir(), 'wiki');
  mkdirSync(dir);
  expect(await cloneInto(dir, accessTo(url))).toEqual({
    branch: 'main',
    commit: null,
    quarantined: [],
  });
  expect(git(dir, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  expect(git(dir, 'config', 'remote.origin.url')).toBe(url);
});

test('credentials never reach the new repository', async () => {
  const user = { username: 'ada', password: 'hunter2hunter2' };
  const server = await served({ user });
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const dir = join(makeTempDir(), 'wiki');
  const withUser = url.replace('://', `://${user.username}:${user.password}@`);
  await cloneInto(dir, accessTo(withUser, { credentials: user }));
  for (const file of ['config', 'HEAD', 'logs/HEAD', 'logs/refs/remotes/origin/main']) {
    expect(readFileSync(join(dir, '.git', file), 'utf8')).not.toContain(user.password);
  }
  expect(git(dir, 'config', 'remote.origin.url')).toBe(url);
});

test('what fails or is cancelled at any point leaves nothing behind', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const parent = makeTempDir();
  const dir = join(parent, 'wiki');
  server.setFault('fetch', { kind: 'cut', afterBytes: 700, clean: true });
  await expect(cloneInto(dir, accessTo(url))).rejects.toMatchObject({
    code: 'NETWORK',
  });
  server.setFault('fetch', null);
  for (const phase of ['receiving', 'writing']) {
    const stop = new AbortController();
    const onProgress = (progress: { phase: string; done: number }): void => {
      if (progress.phase === phase && progress.done > 3) stop.abort();
    };
    const access = accessTo(url, { signal: stop.signal, onProgress });
    await expect(cloneInto(dir, access)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  }
  expect(readdirSync(parent)).toEqual([]);
  await cloneInto(dir, accessTo(url));
  expect(existsSync(join(dir, 'Home.md'))).toBe(true);
});

test('a folder with anything in it is not cloned into, and stays as it is', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const dir = makeTempDir();
  writeFileSync(join(dir, 'mine.txt'), 'mine');
  await expect(cloneInto(dir, accessTo(url))).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
  const file = join(dir, 'mine.txt');
  await expect(cloneInto(file, accessTo(url))).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
  expect(readdirSync(dir)).toEqual(['mine.txt']);
  expect(server.seen).toEqual([]);
});

test('what a killed clone or fetch left is taken away by the next one', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const parent = makeTempDir();
  const ofDead = (host: string) => `.commonplace-4194999@${host}-0123456789ab.tmp`;
  const gone = join(parent, ofDead(hostname()));
  mkdirSync(join(gone, '.git'), { recursive: true });
  mkdirSync(join(parent, ofDead('elsewhere')));
  const dir = join(parent, 'wiki');
  await cloneInto(dir, accessTo(url));
  expect(readdirSync(parent).sort()).toEqual([ofDead('elsewhere'), 'wiki']);
});

test('a symlink or an unsafe name from a peer is reported, not written', async () => {
  const source = wikiWithHistory();
  const link = gitWith(source, { input: '../../outside' }, 'hash-object', '-w', '--stdin');
  git(source, 'update-index', '--add', '--cacheinfo', `120000,${link},escape`);
  git(source, 'update-index', '--add', '--cacheinfo', `100644,${link},CON.md`);
  git(source, 'commit', '-q', '-m', 'Hostile');
  const server = await served();
  const { url } = await server.createRepo('wiki', source);
  const dir = join(makeTempDir(), 'wiki');
  const { quarantined } = await cloneInto(dir, accessTo(url));
  expect(quarantined.map(({ path }) => path).sort()).toEqual(['CON.md', 'escape']);
  expect(existsSync(join(dir, 'escape'))).toBe(false);
});
