import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../electron/git/repository.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { commitAll, git, gitAsync, gitWith, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  longPage,
  served,
  wikiWithHistory,
} from '../helpers/git-transport.ts';

test('what is fetched is what git would have, and git finds no fault in it', async () => {
  const source = wikiWithHistory();
  git(source, 'branch', 'side', 'HEAD~5');
  git(source, 'gc', '-q');
  const server = await served();
  const { url } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  const phases = new Set<string>();
  const result = await fetchInto(
    repo,
    accessTo(url, { onProgress: ({ phase }) => phases.add(phase) }),
    { remote: 'origin' },
  );
  expect(result.headBranch).toBe('main');
  expect([...result.branches.keys()].sort()).toEqual(['main', 'side']);
  expect(result.receivedBytes).toBeGreaterThan(0);
  expect([...phases][0]).toBe('receiving');
  git(repo.dir, 'fsck', '--full', '--strict');
  for (const branch of ['main', 'side']) {
    expect(git(repo.dir, 'log', '--format=%H %T', `origin/${branch}`)).toBe(
      git(source, 'log', '--format=%H %T', branch),
    );
  }
  const commit = git(source, 'rev-parse', 'main');
  expect((await repo.objects.read(result.branches.get('main') ?? fail())).type).toBe('commit');
  expect(result.branches.get('main')).toBe(commit);
});

test('the index of a received pack has the same bytes as git’s own', async () => {
  const source = wikiWithHistory();
  git(source, 'gc', '-q', '--aggressive');
  const server = await served();
  const { url } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  const packs = join(repo.gitDir, 'objects/pack');
  const pack = readdirSync(packs).find((name) => name.endsWith('.pack')) ?? fail();
  const theirs = join(makeTempDir(), 'theirs.idx');
  git(repo.dir, 'index-pack', '-o', theirs, join(packs, pack));
  git(
    repo.dir,
    'diff',
    '--no-index',
    '--exit-code',
    theirs,
    join(packs, pack.replace('.pack', '.idx')),
  );
});

test('an edit of a long page comes as a thin pack of a few bytes and is made whole here', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  writeFiles(source, { 'Long.md': longPage(7, 'One changed line') });
  const commit = commitAll(source, 'A small edit');
  git(source, 'push', '-q', dir, 'main');
  const { branches, receivedBytes } = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  expect(branches.get('main')).toBe(commit);
  expect(receivedBytes).toBeLessThan(2000);
  git(repo.dir, 'fsck', '--full', '--strict');
  expect(git(repo.dir, 'show', 'origin/main:Long.md')).toContain('One changed line');
});

test('a fetch without news is one request on the connection that is open already', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  const before = server.seen.length;
  const { receivedBytes } = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  expect(receivedBytes).toBe(0);
  const since = server.seen.slice(before);
  expect(since.map(({ kind }) => kind)).toEqual(['refs']);
  expect(since[0]?.port).toBe(server.seen[0]?.port);
});

test('commits we pushed by other means are not fetched again', async () => {
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', wikiWithHistory());
  const clone = join(makeTempDir(), 'clone');
  await gitAsync('/', 'clone', '-q', url, clone);
  writeFiles(clone, { 'Home.md': '# Home, edited\n' });
  const commit = commitAll(clone, 'Edit');
  git(clone, 'push', '-q', dir, 'main');
  const repo = await openRepository(clone);
  const before = server.seen.length;
  const { receivedBytes } = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  await repo.close();
  expect(receivedBytes).toBe(0);
  expect(server.seen.slice(before).map(({ kind }) => kind)).toEqual(['refs']);
  expect(git(clone, 'rev-parse', 'origin/main')).toBe(commit);
});

test('a branch that was rewritten on the remote is followed, and that is told', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  const before = commitAll(source, 'On the old way');
  git(source, 'push', '-q', dir, 'main');
  expect((await fetchInto(repo, accessTo(url), { remote: 'origin' })).forced).toEqual([]);
  git(source, 'reset', '-q', '--hard', 'HEAD~10');
  writeFiles(source, { 'New.md': 'Another way.\n' });
  const commit = commitAll(source, 'Another way');
  git(source, 'push', '-q', '--force', dir, 'main');
  const { branches, receivedBytes, forced } = await fetchInto(repo, accessTo(url), {
    remote: 'origin',
  });
  expect(branches.get('main')).toBe(commit);
  expect(forced).toEqual([{ branch: 'main', from: before, to: commit }]);
  expect(receivedBytes).toBeLessThan(2000);
  git(repo.dir, 'fsck', '--full');
});

test('a branch that only moved back is told as rewritten too', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  const to = git(source, 'rev-parse', 'main~3');
  git(dir, 'update-ref', 'refs/heads/main', to);
  const { forced, receivedBytes } = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  expect(forced).toEqual([{ branch: 'main', from: git(source, 'rev-parse', 'main'), to }]);
  expect(receivedBytes).toBe(0);
});

test('history whose clocks ran backwards is not taken for rewritten', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  for (const date of ['1990-01-01T00:00:00Z', '1980-01-01T00:00:00Z']) {
    const env = { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
    gitWith(source, { env }, 'commit', '-q', '--allow-empty', '-m', date);
  }
  git(source, 'push', '-q', dir, 'main');
  expect((await fetchInto(repo, accessTo(url), { remote: 'origin' })).forced).toEqual([]);
});

test('a branch that is gone from the remote goes here too, also where it made way for another name', async () => {
  const source = wikiWithHistory();
  git(source, 'branch', 'topic', 'main~2');
  git(source, 'branch', 'way/there', 'main~3');
  git(source, 'branch', 'kept', 'main~4');
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const clone = join(makeTempDir(), 'clone');
  await gitAsync('/', 'clone', '-q', url, clone);
  git(clone, 'pack-refs', '--all');
  git(dir, 'branch', '-m', 'topic', 'topic/new');
  git(dir, 'branch', '-m', 'way/there', 'way');
  const repo = await openRepository(clone);
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  await repo.close();
  const expected = git(
    dir,
    'for-each-ref',
    '--format=%(objectname) %(refname:lstrip=2)',
    'refs/heads',
  );
  expect(
    git(clone, 'for-each-ref', '--format=%(objectname) %(refname:lstrip=3)', 'refs/remotes/origin')
      .split('\n')
      .filter((line) => !line.endsWith(' HEAD'))
      .join('\n'),
  ).toBe(expected);
  git(clone, 'fsck', '--full', '--strict');
});

test('when the main branch was renamed on the remote nothing dangles here', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const clone = join(makeTempDir(), 'clone');
  await gitAsync('/', 'clone', '-q', url, clone);
  git(dir, 'branch', '-m', 'main', 'trunk');
  const repo = await openRepository(clone);
  const { headBranch } = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  await repo.close();
  expect(headBranch).toBe('trunk');
  expect(git(clone, 'for-each-ref', '--format=%(refname)', 'refs/remotes')).toBe(
    'refs/remotes/origin/trunk',
  );
  git(clone, 'fsck', '--full', '--strict');
});

test('tags of a clone that git made are neither lost nor moved', async () => {
  const source = wikiWithHistory();
  git(source, 'tag', '-a', '-m', 'First', 'v1', 'main~5');
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const clone = join(makeTempDir(), 'clone');
  await gitAsync('/', 'clone', '-q', url, clone);
  git(dir, 'tag', '-d', 'v1');
  git(dir, 'tag', 'v2', 'main~1');
  const repo = await openRepository(clone);
  await fetchInto(repo, accessTo(url), { remote: 'origin' });
  await repo.close();
  expect(git(clone, 'for-each-ref', '--format=%(refname)', 'refs/tags')).toBe('refs/tags/v1');
});

test('an empty remote has no branches and changes nothing', async () => {
  const server = await served();
  const { url } = await server.createRepo('empty');
  const repo = await emptyRepo();
  const result = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  expect(result).toEqual({ branches: new Map(), headBranch: null, receivedBytes: 0, forced: [] });
});

test('a shallow clone made by git fetches what is new', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const clone = join(makeTempDir(), 'clone');
  await gitAsync('/', 'clone', '-q', '--depth', '3', url, clone);
  writeFiles(source, { 'New.md': 'New.\n' });
  const commit = commitAll(source, 'New');
  git(source, 'push', '-q', dir, 'main');
  const repo = await openRepository(clone);
  const { branches } = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  await repo.close();
  expect(branches.get('main')).toBe(commit);
  git(clone, 'fsck', '--full');
});

test('a remote with a part of the history only is refused in words', async () => {
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', wikiWithHistory());
  writeFileSync(join(dir, 'shallow'), `${git(dir, 'rev-parse', 'main~2')}\n`);
  await expect(
    fetchInto(await emptyRepo(), accessTo(url), { remote: 'origin' }),
  ).rejects.toMatchObject({ code: 'REMOTE_INVALID', message: /part of the wiki’s history/ });
});

test('of branches that differ only by case one is kept, and the main branch is that one', async () => {
  const source = wikiWithHistory();
  for (const name of ['MAIN', 'HEAD', 'Topic', 'topic']) {
    git(source, 'update-ref', `refs/heads/${name}`, 'HEAD~1');
  }
  const server = await served();
  const { url } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  const { branches } = await fetchInto(repo, accessTo(url), { remote: 'origin' });
  expect([...branches.keys()].sort()).toEqual(['Topic', 'main']);
  expect(git(repo.dir, 'rev-parse', 'origin/main')).toBe(git(source, 'rev-parse', 'main'));
});

test('what a remote has can be listed without a repository', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url } = await server.createRepo('wiki', source);
  const { refs, headRef } = await listRemoteRefs(accessTo(url));
  expect(headRef).toBe('refs/heads/main');
  expect(refs.get('refs/heads/main')).toBe(git(source, 'rev-parse', 'main'));
});

function fail(): never {
  throw new Error('missing');
}
