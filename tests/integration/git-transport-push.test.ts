import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import { openRepository, type Repository } from '../../electron/git/repository.ts';
import { fetchInto } from '../../electron/git/transport/fetch.ts';
import { pushBranch, type PushResult } from '../../electron/git/transport/push.ts';
import { commitAll, git, gitAsync, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import type { GitServer } from '../helpers/git-server.ts';
import { accessTo, longPage, served, snapshot, wikiWithHistory } from '../helpers/git-transport.ts';

interface Shared {
  readonly server: GitServer;
  readonly url: string;
  readonly bare: string;
  /** A clone that git made, where we work. */
  readonly dir: string;
  readonly repo: Repository;
}

async function sharedWiki(): Promise<Shared> {
  const server = await served();
  const { url, dir: bare } = await server.createRepo('wiki', wikiWithHistory());
  const dir = join(makeTempDir(), 'clone');
  await gitAsync('/', 'clone', '-q', url, dir);
  const repo = await openRepository(dir);
  onTestFinished(() => repo.close());
  return { server, url, bare, dir, repo };
}

async function push({ repo, url, dir }: Shared, more: object = {}): Promise<PushResult> {
  return pushBranch(repo, accessTo(url), {
    localOid: toOid(git(dir, 'rev-parse', 'HEAD')),
    remoteRef: 'refs/heads/main',
    expected: toOid(git(dir, 'rev-parse', 'origin/main')),
    remote: 'origin',
    ...more,
  });
}

test('a pushed edit is what every other clone gets, and costs a few bytes', async () => {
  const shared = await sharedWiki();
  writeFiles(shared.dir, { 'Long.md': longPage(9, 'Changed'), 'notes/New.md': '# New\n' });
  const commit = commitAll(shared.dir, 'Edit');
  expect(await push(shared)).toEqual({ kind: 'pushed' });
  expect(git(shared.bare, 'rev-parse', 'main')).toBe(commit);
  git(shared.bare, 'fsck', '--full', '--strict');
  const other = join(makeTempDir(), 'other');
  await gitAsync('/', 'clone', '-q', shared.url, other);
  expect(git(other, 'log', '--format=%H %T')).toBe(git(shared.dir, 'log', '--format=%H %T'));
  const sent = shared.server.seen.findLast(({ kind }) => kind === 'push');
  expect(sent?.requestBytes).toBeLessThan(1200);
  expect(git(shared.dir, 'rev-parse', 'origin/main')).toBe(commit);
});

test('what a torn answer said of the server is not believed for longer than that push', async () => {
  const shared = await sharedWiki();
  writeFiles(shared.dir, { 'New.md': '# New\n' });
  const commit = commitAll(shared.dir, 'Add');
  const torn = (body: Buffer) =>
    Buffer.from(body.toString('latin1').replace('report-status ', 'report-statuz '), 'latin1');
  shared.server.setFault('refs', { kind: 'rewrite', rewrite: torn });
  await expect(push(shared)).rejects.toMatchObject({ code: 'REMOTE_INVALID' });
  shared.server.setFault('refs', null);
  expect(await push(shared)).toEqual({ kind: 'pushed' });
  expect(git(shared.bare, 'rev-parse', 'main')).toBe(commit);
});

test('a first push fills an empty remote with the whole history', async () => {
  const server = await served();
  const { url, dir: bare } = await server.createRepo('empty');
  const dir = wikiWithHistory();
  writeFiles(dir, { 'Gone.md': 'soon\n' });
  commitAll(dir, 'Add');
  git(dir, 'rm', '-q', 'Gone.md');
  git(dir, 'checkout', '-q', '-b', 'side', 'HEAD~4');
  writeFiles(dir, { 'Side.md': 'side\n' });
  commitAll(dir, 'Side');
  git(dir, 'checkout', '-q', '-f', 'main');
  git(dir, 'merge', '-q', '--no-edit', 'side');
  const repo = await openRepository(dir);
  onTestFinished(() => repo.close());
  const localOid = toOid(git(dir, 'rev-parse', 'HEAD'));
  const request = { localOid, remoteRef: 'refs/heads/main', expected: null, remote: 'origin' };
  expect(await pushBranch(repo, accessTo(url), request)).toEqual({ kind: 'pushed' });
  git(bare, 'fsck', '--full', '--strict');
  expect(git(bare, 'log', '--format=%H %T', 'main')).toBe(
    git(dir, 'log', '--format=%H %T', 'main'),
  );
  const counted = git(dir, 'rev-list', '--objects', 'main').split('\n').length;
  expect(git(bare, 'count-objects', '-v')).toMatch(
    new RegExp(`^(count|in-pack): ${counted}$`, 'm'),
  );
});

test('only what the remote lacks is sent, also over a merge', async () => {
  const shared = await sharedWiki();
  git(shared.dir, 'checkout', '-q', '-b', 'side', 'HEAD~3');
  writeFiles(shared.dir, { 'notes/Side.md': '# Side\n' });
  commitAll(shared.dir, 'Side');
  git(shared.dir, 'checkout', '-q', 'main');
  git(shared.dir, 'merge', '-q', '--no-ff', '--no-edit', 'side');
  const lacking = git(shared.dir, 'rev-list', '--objects', 'main', '--not', 'origin/main');
  const before = looseCount(shared.bare);
  expect(await push(shared)).toEqual({ kind: 'pushed' });
  expect(looseCount(shared.bare) - before).toBe(lacking.split('\n').length);
  git(shared.bare, 'fsck', '--full', '--strict');
});

test('pushing what is there already changes nothing', async () => {
  const shared = await sharedWiki();
  const before = snapshot(shared.bare);
  expect(await push(shared)).toEqual({ kind: 'pushed' });
  expect(snapshot(shared.bare)).toEqual(before);
  expect(shared.server.seen.at(-1)?.kind).toBe('refs');
});

test('a place that took a push before is sent the next one without being asked first', async () => {
  const shared = await sharedWiki();
  for (const text of ['First\n', 'Second\n']) {
    writeFiles(shared.dir, { 'Home.md': text });
    commitAll(shared.dir, text);
    const before = shared.server.seen.length;
    expect(await push(shared)).toEqual({ kind: 'pushed' });
    const kinds = shared.server.seen.slice(before).map(({ kind }) => kind);
    expect(kinds).toEqual(text === 'First\n' ? ['refs', 'push'] : ['push']);
  }
  const other = join(makeTempDir(), 'other');
  await gitAsync('/', 'clone', '-q', shared.url, other);
  writeFiles(other, { 'Theirs.md': 'Theirs\n' });
  const theirs = commitAll(other, 'Theirs');
  await gitAsync(other, 'push', '-q');
  writeFiles(shared.dir, { 'Home.md': 'Third\n' });
  commitAll(shared.dir, 'Third');
  expect(await push(shared)).toEqual({ kind: 'behind' });
  expect(git(shared.bare, 'rev-parse', 'main')).toBe(theirs);
});

test('what a branch there held that is gone meanwhile is sent as well', async () => {
  const shared = await sharedWiki();
  writeFiles(shared.dir, { 'Home.md': 'First\n' });
  commitAll(shared.dir, 'First');
  expect(await push(shared)).toEqual({ kind: 'pushed' });
  git(shared.dir, 'checkout', '-q', '-b', 'side');
  writeFiles(shared.dir, { 'Side.md': 'Side\n' });
  commitAll(shared.dir, 'Side');
  git(shared.dir, 'checkout', '-q', 'main');
  await gitAsync(shared.dir, 'push', '-q', shared.url, 'side');
  await fetchInto(shared.repo, accessTo(shared.url), { remote: 'origin' });
  git(shared.dir, 'merge', '-q', '--no-ff', '--no-edit', 'side');
  git(shared.bare, 'update-ref', '-d', 'refs/heads/side');
  git(shared.bare, 'gc', '-q', '--prune=now');
  expect(await push(shared)).toEqual({ kind: 'pushed' });
  git(shared.bare, 'fsck', '--full', '--strict');
  expect(git(shared.bare, 'log', '--format=%s', 'main')).toContain('Side');
});

test('a push is told that it is behind when someone else was first', async () => {
  const shared = await sharedWiki();
  const other = join(makeTempDir(), 'other');
  await gitAsync('/', 'clone', '-q', shared.url, other);
  writeFiles(other, { 'Home.md': 'Theirs\n' });
  const theirs = commitAll(other, 'Theirs');
  await gitAsync(other, 'push', '-q');
  writeFiles(shared.dir, { 'Home.md': 'Ours\n' });
  commitAll(shared.dir, 'Ours');
  expect(await push(shared)).toEqual({ kind: 'behind' });
  await fetchInto(shared.repo, accessTo(shared.url), { remote: 'origin' });
  // Also where the expectation is right but our commit does not contain it.
  expect(await push(shared)).toEqual({ kind: 'behind' });
  expect(git(shared.bare, 'rev-parse', 'main')).toBe(theirs);
});

test('a push that loses the race between asking and sending is behind, not a failure', async () => {
  const shared = await sharedWiki();
  writeFiles(shared.dir, { 'Home.md': 'Ours\n' });
  commitAll(shared.dir, 'Ours');
  const theirs = git(shared.bare, 'commit-tree', '-p', 'main', '-m', 'Theirs', 'main^{tree}');
  // The hook runs after the old value was compared the first time and moves the branch itself.
  await shared.server.setHook(
    'wiki',
    'pre-receive',
    `unset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/main ${theirs}`,
  );
  expect(await push(shared)).toEqual({ kind: 'behind' });
  expect(git(shared.bare, 'rev-parse', 'main')).toBe(theirs);
});

test('of many who push at once each commit gets through in the end', async () => {
  const shared = await sharedWiki();
  const outside = join(makeTempDir(), 'other');
  await gitAsync('/', 'clone', '-q', shared.url, outside);
  let behind = 0;
  for (let round = 0; round < 4; round += 1) {
    writeFiles(outside, { 'Theirs.md': `Round ${round}\n` });
    commitAll(outside, `Theirs ${round}`);
    writeFiles(shared.dir, { 'Ours.md': `Round ${round}\n` });
    commitAll(shared.dir, `Ours ${round}`);
    await gitAsync(outside, 'pull', '-q', '--no-rebase', '--no-edit');
    const theirs = gitAsync(outside, 'push', '-q').catch(() => '');
    if (round === 0) await theirs; // who wins the other rounds is chance
    let result = await push(shared);
    await theirs;
    while (result.kind === 'behind') {
      behind += 1;
      await fetchInto(shared.repo, accessTo(shared.url), { remote: 'origin' });
      git(shared.dir, 'merge', '-q', '--no-edit', 'origin/main');
      result = await push(shared);
    }
    expect(result).toEqual({ kind: 'pushed' });
  }
  await gitAsync(outside, 'pull', '-q', '--no-rebase', '--no-edit');
  await gitAsync(outside, 'push', '-q');
  const subjects = git(shared.bare, 'log', '--format=%s', 'main');
  for (let round = 0; round < 4; round += 1) {
    expect(subjects).toContain(`Ours ${round}`);
    expect(subjects).toContain(`Theirs ${round}`);
  }
  expect(behind).toBeGreaterThan(0);
  git(shared.bare, 'fsck', '--full', '--strict');
});

test('a hook’s refusal comes with its own words, without terminal codes', async () => {
  const shared = await sharedWiki();
  await shared.server.setHook(
    'wiki',
    'pre-receive',
    `printf '\\033[31mOnly maintainers\\033[0m may\\007 write here.\\n' >&2\nexit 1`,
  );
  writeFiles(shared.dir, { 'Home.md': 'Ours\n' });
  commitAll(shared.dir, 'Ours');
  const before = git(shared.dir, 'for-each-ref');
  expect(await push(shared)).toEqual({
    kind: 'refused',
    message: 'Only maintainers may write here.',
  });
  expect(git(shared.dir, 'for-each-ref')).toBe(before);
});

test('a refusal without words gives the remote’s reason', async () => {
  const shared = await sharedWiki();
  git(shared.bare, 'config', 'receive.denyDeletes', 'true');
  await shared.server.setHook('wiki', 'update', 'exit 1');
  writeFiles(shared.dir, { 'Home.md': 'Ours\n' });
  commitAll(shared.dir, 'Ours');
  const result = await push(shared);
  expect(result.kind === 'refused' && result.message).toContain('hook declined');
});

test('a new branch can be made, and one that exists is not overwritten by it', async () => {
  const shared = await sharedWiki();
  const remoteRef = 'refs/heads/drafts/of ada'.replace(' ', '-');
  expect(await push(shared, { remoteRef, expected: null })).toEqual({ kind: 'pushed' });
  writeFiles(shared.dir, { 'Home.md': 'More\n' });
  commitAll(shared.dir, 'More');
  expect(await push(shared, { remoteRef, expected: null })).toEqual({ kind: 'behind' });
});

test('a shallow clone shares what it made itself, and is told plainly what it cannot', async () => {
  const shared = await sharedWiki();
  const dir = join(makeTempDir(), 'shallow');
  await gitAsync('/', 'clone', '-q', '--depth', '2', shared.url, dir);
  writeFiles(dir, { 'Home.md': 'From a part of the history\n' });
  const commit = commitAll(dir, 'Edit');
  const repo = await openRepository(dir);
  onTestFinished(() => repo.close());
  expect(await push({ ...shared, dir, repo })).toEqual({ kind: 'pushed' });
  expect(git(shared.bare, 'rev-parse', 'main')).toBe(commit);
  git(shared.bare, 'fsck', '--full', '--strict');
  const { url } = await shared.server.createRepo('other');
  await expect(
    pushBranch(repo, accessTo(url), {
      localOid: toOid(commit),
      remoteRef: 'refs/heads/main',
      expected: null,
      remote: 'other',
    }),
  ).rejects.toMatchObject({ code: 'REMOTE_REFUSED', message: /only a part of its history/ });
});

function looseCount(dir: string): number {
  return Number(/^count: (\d+)/.exec(git(dir, 'count-objects', '-v'))?.[1]);
}
