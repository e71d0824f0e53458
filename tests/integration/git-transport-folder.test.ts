import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { cloneInto } from '../../electron/git/transport/clone.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { initBare } from '../../electron/git/transport/folder/folder-init.ts';
import { pushBranch, type PushResult } from '../../electron/git/transport/push.ts';
import { bareFolder, cloneOf, opened, share } from '../helpers/folder-wiki.ts';
import {
  commitAll,
  git,
  gitAsync,
  makeRepo,
  makeTempDir,
  writeFiles,
} from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  longPage,
  snapshot,
  wikiWithHistory,
} from '../helpers/git-transport.ts';

const origin = { remote: 'origin' };

/** So much that sharing it is seen to go on. */
const manyPages = Object.fromEntries(
  Array.from({ length: 400 }, (_, at) => [`many/${at}.md`, longPage(at, 'x')]),
);

/** No program can be found while the test runs what it is about. */
async function withoutGit<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = process.env['PATH'];
  process.env['PATH'] = '';
  try {
    return await work();
  } finally {
    process.env['PATH'] = before;
  }
}

const layouts: readonly (readonly [string, () => string])[] = [
  ['a bare one', () => bareFolder()],
  ['one with files', () => wikiWithHistory()],
  [
    'one of several packs and loose objects',
    () => {
      const dir = wikiWithHistory();
      for (const name of ['One', 'Two']) {
        writeFiles(dir, { 'Long.md': longPage(3, name), [`${name}.md`]: name });
        commitAll(dir, name);
        git(dir, 'repack', '-q', '-d');
      }
      writeFiles(dir, { 'Long.md': longPage(4, 'Loose') });
      commitAll(dir, 'Loose');
      return dir;
    },
  ],
  [
    'one whose packs share objects',
    () => {
      const dir = wikiWithHistory();
      git(dir, 'repack', '-q', '-a');
      git(
        dir,
        'pack-objects',
        '-q',
        '--all',
        '--no-reuse-delta',
        '--depth=1',
        join(dir, '.git/objects/pack/pack'),
      );
      return dir;
    },
  ],
  [
    'one with rests of history that nobody uses and that have holes',
    () => {
      const dir = wikiWithHistory();
      git(dir, 'checkout', '-q', '-b', 'gone');
      writeFiles(dir, { 'Gone.md': 'Gone\n' });
      commitAll(dir, 'Gone');
      const blob = git(dir, 'rev-parse', 'HEAD:Gone.md');
      git(dir, 'checkout', '-q', 'main');
      git(dir, 'branch', '-D', 'gone');
      rmSync(join(dir, '.git/objects', blob.slice(0, 2), blob.slice(2)));
      return dir;
    },
  ],
];

test.each(layouts)('of a folder, %s, a clone is what git would make', async (_, make) => {
  const source = make();
  const dir = join(makeTempDir(), 'wiki');
  const result = await withoutGit(() => cloneInto(dir, accessTo(source)));
  expect(result).toEqual({
    branch: 'main',
    commit: git(source, 'rev-parse', 'main'),
    quarantined: [],
  });
  git(dir, 'fsck', '--full', '--strict');
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(git(dir, 'log', '--format=%H %T', 'main')).toBe(
    git(source, 'log', '--format=%H %T', 'main'),
  );
  expect(git(dir, 'config', 'remote.origin.url')).toBe(source);
  git(dir, 'pull', '-q');
});

test('an edit goes through a folder both ways, and git takes part in between', async () => {
  const folder = bareFolder();
  const ours = await cloneOf(folder);
  const theirs = join(makeTempDir(), 'theirs');
  git('/', 'clone', '-q', folder, theirs);
  writeFiles(ours.dir, { 'Long.md': longPage(9, 'Ours'), 'notes/New.md': '# New\n' });
  const commit = commitAll(ours.dir, 'Ours');
  expect(await withoutGit(() => sharePrepared(ours, folder, commit))).toEqual({ kind: 'pushed' });
  expect(git(folder, 'rev-parse', 'main')).toBe(commit);
  expect(git(ours.dir, 'rev-parse', 'origin/main')).toBe(commit);
  git(folder, 'fsck', '--full', '--strict');
  git(theirs, 'pull', '-q');
  expect(git(theirs, 'rev-parse', 'HEAD')).toBe(commit);
  writeFiles(theirs, { 'Long.md': longPage(200, 'Theirs') });
  const next = commitAll(theirs, 'Theirs');
  git(theirs, 'push', '-q');
  const { receivedBytes } = await withoutGit(() => fetchInto(ours, accessTo(folder), origin));
  expect(receivedBytes).toBeLessThan(1000);
  expect(git(ours.dir, 'rev-parse', 'origin/main')).toBe(next);
  git(ours.dir, 'fsck', '--full', '--strict');
});

function sharePrepared(repo: Repository, folder: string, commit: string): Promise<PushResult> {
  const expected = readFileSync(join(repo.gitDir, 'packed-refs'), 'utf8')
    .split('\n')
    .find((line) => line.endsWith(' refs/remotes/origin/main'))
    ?.slice(0, 40);
  return pushBranch(repo, accessTo(folder), {
    localOid: toOid(commit),
    remoteRef: 'refs/heads/main',
    expected: toOid(expected ?? ''),
    ...origin,
  });
}

test('nothing new writes nothing on either side', async () => {
  const folder = bareFolder();
  const repo = await cloneOf(folder);
  const before = [snapshot(folder), snapshot(repo.gitDir)];
  expect((await fetchInto(repo, accessTo(folder), origin)).receivedBytes).toBe(0);
  expect(await share(repo, folder)).toEqual({ kind: 'pushed' });
  expect([snapshot(folder), snapshot(repo.gitDir)]).toEqual(before);
});

test('a folder we made is a bare repository to git, and a first push fills it', async () => {
  const folder = join(makeTempDir(), 'shared');
  await withoutGit(() => initBare(folder));
  expect(git(folder, 'rev-parse', '--is-bare-repository')).toBe('true');
  git(folder, 'fsck', '--full', '--strict');
  await expect(initBare(folder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const repo = await opened(wikiWithHistory());
  expect(await listRemoteRefs(accessTo(folder))).toMatchObject({ refs: new Map(), headRef: null });
  const localOid = toOid(git(repo.dir, 'rev-parse', 'HEAD'));
  const request = { localOid, remoteRef: 'refs/heads/main', expected: null, ...origin };
  expect(await pushBranch(repo, accessTo(folder), request)).toEqual({ kind: 'pushed' });
  git(folder, 'fsck', '--full', '--strict');
  const other = join(makeTempDir(), 'other');
  git('/', 'clone', '-q', folder, other);
  expect(git(other, 'rev-parse', 'HEAD')).toBe(git(repo.dir, 'rev-parse', 'HEAD'));
  // A folder above that is missing is a disk that is not connected.
  await expect(initBare(join(folder, '../not there/shared'))).rejects.toMatchObject({
    code: 'NETWORK',
    data: { absent: true },
  });
});

test('who was second is told that they are behind, also at the very last moment', async () => {
  const folder = bareFolder();
  const repo = await cloneOf(folder);
  const theirs = git(folder, 'commit-tree', '-p', 'main', '-m', 'Theirs', 'main^{tree}');
  writeFiles(repo.dir, { 'Home.md': 'Ours\n' });
  commitAll(repo.dir, 'Ours');
  let moved = false;
  const onProgress = (): void => {
    if (!moved) git(folder, 'update-ref', 'refs/heads/main', theirs);
    moved = true;
  };
  writeFiles(repo.dir, manyPages);
  const localOid = toOid(commitAll(repo.dir, 'Much'));
  const expected = toOid(git(repo.dir, 'rev-parse', 'origin/main'));
  const request = { localOid, remoteRef: 'refs/heads/main', expected, ...origin };
  expect(await pushBranch(repo, accessTo(folder, { onProgress }), request)).toEqual({
    kind: 'behind',
  });
  expect(moved).toBe(true);
  expect(await share(repo, folder)).toEqual({ kind: 'behind' });
  expect(git(folder, 'rev-parse', 'main')).toBe(theirs);
  git(folder, 'fsck', '--full');
});

test('the branch that somebody has open is not moved under their files', async () => {
  const folder = wikiWithHistory();
  const repo = await cloneOf(folder);
  commitAll(repo.dir, 'Ours');
  const before = snapshot(folder);
  const result = await share(repo, folder);
  expect(result.kind === 'refused' && result.message).toMatch(/somebody’s open wiki/u);
  expect(snapshot(folder)).toEqual(before);
  // Another branch of it is free, and so is this one when they work on another.
  expect(await share(repo, folder, { remoteRef: 'refs/heads/from-ada', expected: null })).toEqual({
    kind: 'pushed',
  });
  git(folder, 'checkout', '-q', '-b', 'elsewhere');
  expect(await share(repo, folder)).toEqual({ kind: 'pushed' });
  git(folder, 'fsck', '--full', '--strict');
});

test('a name that stands in another’s way is refused in words', async () => {
  const folder = bareFolder();
  git(folder, 'branch', 'a/b', 'main');
  git(folder, 'pack-refs', '--all');
  const repo = await cloneOf(folder);
  const request = { remoteRef: 'refs/heads/a', expected: null };
  await expect(share(repo, folder, request)).rejects.toMatchObject({ code: 'REMOTE_REFUSED' });
  git(folder, 'branch', '-D', 'a/b');
  expect(await share(repo, folder, request)).toEqual({ kind: 'pushed' });
  git(folder, 'fsck', '--full', '--strict');
});

test('a folder that is not there, is empty or holds something else is told apart', async () => {
  const parent = makeTempDir();
  await expect(listRemoteRefs(accessTo(join(parent, 'gone')))).rejects.toMatchObject({
    code: 'NETWORK',
    data: { absent: true },
  });
  await expect(listRemoteRefs(accessTo(parent))).rejects.toMatchObject({
    code: 'REMOTE_INVALID',
    data: { noWiki: true, isEmpty: true },
  });
  writeFiles(parent, { 'Letter.txt': 'Dear Ada' });
  await expect(listRemoteRefs(accessTo(parent))).rejects.toMatchObject({
    code: 'REMOTE_INVALID',
    data: { noWiki: true, isEmpty: false },
  });
  await expect(listRemoteRefs(accessTo(join(parent, 'Letter.txt')))).rejects.toMatchObject({
    code: 'REMOTE_INVALID',
  });
});

test('a stick that is pulled out in the middle is absent, and all stays whole', async () => {
  const folder = bareFolder();
  const away = `${folder}.away`;
  const onProgress = (): void => {
    if (existsSync(folder)) renameSync(folder, away);
  };
  const absent = { code: 'NETWORK', data: { absent: true } };
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  const access = accessTo(folder, { onProgress });
  await expect(fetchInto(repo, access, origin)).rejects.toMatchObject(absent);
  expect(snapshot(repo.gitDir)).toEqual(before);
  renameSync(away, folder);
  await fetchInto(repo, accessTo(folder), origin);
  git(repo.dir, 'reset', '-q', '--hard', 'origin/main');
  const expected = toOid(git(repo.dir, 'rev-parse', 'HEAD'));
  writeFiles(repo.dir, manyPages);
  const localOid = toOid(commitAll(repo.dir, 'Much'));
  const request = { localOid, remoteRef: 'refs/heads/main', expected, ...origin };
  await expect(pushBranch(repo, access, request)).rejects.toMatchObject(absent);
  renameSync(away, folder);
  git(folder, 'fsck', '--full', '--strict');
  expect(await pushBranch(repo, accessTo(folder), request)).toEqual({ kind: 'pushed' });
  git(folder, 'fsck', '--full', '--strict');
});

test('of many who push at once each commit gets through in the end', async () => {
  const folder = bareFolder();
  const outside = join(makeTempDir(), 'outside');
  git('/', 'clone', '-q', folder, outside);
  const ours = await Promise.all(
    ['Ada', 'Ben'].map(async (name) => ({ name, repo: await cloneOf(folder) })),
  );
  const rounds = 3;
  await Promise.all(
    ours.map(async ({ name, repo }) => {
      for (let round = 0; round < rounds; round += 1) {
        writeFiles(repo.dir, { [`${name}.md`]: `Round ${round}\n` });
        commitAll(repo.dir, `${name} ${round}`);
        while ((await share(repo, folder)).kind !== 'pushed') {
          await fetchInto(repo, accessTo(folder), origin);
          git(repo.dir, 'merge', '-q', '--no-edit', 'origin/main');
        }
        if (name === 'Ada') {
          writeFiles(outside, { 'Git.md': `Round ${round}\n` });
          commitAll(outside, `Git ${round}`);
          for (let isPushed = false; !isPushed; isPushed = await isPushedByGit(outside)) {
            await gitAsync(outside, 'pull', '-q', '--no-rebase', '--no-edit');
          }
        }
      }
    }),
  );
  git(folder, 'fsck', '--full', '--strict');
  const subjects = git(folder, 'log', '--format=%s', 'main').split('\n');
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['Ada', 'Ben', 'Git']) expect(subjects).toContain(`${name} ${round}`);
  }
});

/** False where another one was quicker, or held the lock for longer than git waits. */
function isPushedByGit(dir: string): Promise<boolean> {
  return gitAsync(dir, 'push', '-q').then(
    () => true,
    () => false,
  );
}

test('a job that is stopped leaves both sides as they were', async () => {
  const folder = bareFolder();
  const repo = await cloneOf(folder);
  appendFileSync(join(repo.dir, 'Home.md'), 'More\n');
  commitAll(repo.dir, 'More');
  const before = [snapshot(folder), snapshot(repo.gitDir)];
  const signal = AbortSignal.abort();
  await expect(fetchInto(repo, accessTo(folder, { signal }), origin)).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  const stop = new AbortController();
  const whole = await emptyRepo();
  const access = accessTo(folder, { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(fetchInto(whole, access, origin)).rejects.toMatchObject({ code: 'CANCELLED' });
  expect([snapshot(folder), snapshot(repo.gitDir)]).toEqual(before);
  expect(readdirSync(join(whole.gitDir, 'objects/pack'))).toEqual([]);
});

test('a wiki made by git with nothing in it yet can be joined', async () => {
  const folder = makeRepo({ bare: true });
  const dir = join(makeTempDir(), 'wiki');
  expect(await cloneInto(dir, accessTo(folder))).toEqual({
    branch: 'main',
    commit: null,
    quarantined: [],
  });
});
