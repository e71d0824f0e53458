import { expect, test } from 'vitest';
import { fetchInto } from '../../electron/git/transport/fetch.ts';
import { pushBranch } from '../../electron/git/transport/push.ts';
import type { RemoteAccess } from '../../electron/git/transport/access.ts';
import { toOid } from '../../electron/git/oid.ts';
import { commitAll, git, gitAsync, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  failureOf,
  longPage,
  served,
  snapshot,
  wikiWithHistory,
} from '../helpers/git-transport.ts';

const origin = { remote: 'origin' };

test('a connection cut at any point leaves the repository byte for byte as it was', async () => {
  const source = wikiWithHistory();
  const server = await served();
  const { url, dir } = await server.createRepo('wiki', source);
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), origin);
  writeFiles(source, { 'Long.md': longPage(7, 'Changed'), 'New.md': longPage(0, 'New') });
  const commit = commitAll(source, 'New');
  git(source, 'push', '-q', dir, 'main');
  const before = snapshot(repo.gitDir);
  for (const afterBytes of [0, 3, 8, 60, 200, 700, 5000]) {
    for (const clean of [false, true]) {
      server.setFault('fetch', { kind: 'cut', afterBytes, clean });
      const failure = await failureOf(fetchInto(repo, accessTo(url), origin));
      expect(failure.code).toBe('NETWORK');
      expect(snapshot(repo.gitDir)).toEqual(before);
    }
  }
  for (const afterBytes of [0, 20, 34, 100, 400]) {
    server.setFault('refs', { kind: 'cut', afterBytes });
    expect((await failureOf(fetchInto(repo, accessTo(url), origin))).code).toBe('NETWORK');
    server.setFault('refs', { kind: 'cut', afterBytes, clean: true });
    expect((await failureOf(fetchInto(repo, accessTo(url), origin))).code).toMatch(
      /^(NETWORK|REMOTE_INVALID)$/,
    );
  }
  server.setFault('refs', null);
  server.setFault('fetch', null);
  git(repo.dir, 'fsck', '--full');
  expect((await fetchInto(repo, accessTo(url), origin)).branches.get('main')).toBe(commit);
  git(repo.dir, 'fsck', '--full');
});

test('every byte at which a small answer can end cleanly is noticed', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  for (const missing of [1, 2, 3, 4, 5, 20, 24, 30]) {
    server.setFault('fetch', { kind: 'rewrite', rewrite: (body) => body.subarray(0, -missing) });
    expect((await failureOf(fetchInto(repo, accessTo(url), origin))).code).toBe('NETWORK');
  }
  expect(snapshot(repo.gitDir)).toEqual(before);
});

test.each(['refs', 'fetch'] as const)(
  'a server that hangs in %s can be left at once',
  async (at) => {
    const server = await served();
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const repo = await emptyRepo();
    const before = snapshot(repo.gitDir);
    const stop = new AbortController();
    server.setFault(at, { kind: 'hang', afterBytes: 100 });
    const leaving = failureOf(fetchInto(repo, accessTo(url, { signal: stop.signal }), origin));
    await expect
      .poll(() => server.seen.some(({ kind }) => kind === at), { timeout: 30_000 })
      .toBe(true);
    stop.abort();
    expect((await leaving).code).toBe('CANCELLED');
    const limits = { idleMs: 100 };
    expect((await failureOf(fetchInto(repo, accessTo(url, { limits }), origin))).code).toBe(
      'NETWORK',
    );
    expect(snapshot(repo.gitDir)).toEqual(before);
  },
);

test('a fetch that was cancelled before it began asks nothing', async () => {
  const server = await served();
  const access = accessTo(`${server.origin}/wiki.git`, { signal: AbortSignal.abort() });
  expect((await failureOf(fetchInto(await emptyRepo(), access, origin))).code).toBe('CANCELLED');
  expect(server.seen).toEqual([]);
});

test('nobody at the address, and a name that does not exist, are network failures in words', async () => {
  const server = await served();
  await server.close();
  const repo = await emptyRepo();
  const refused = await failureOf(fetchInto(repo, accessTo(`${server.origin}/w.git`), origin));
  expect(refused).toMatchObject({ code: 'NETWORK', message: /does not accept connections/ });
  const unknown = await failureOf(fetchInto(repo, accessTo('http://no.such.invalid/w'), origin));
  expect(unknown).toMatchObject({ code: 'NETWORK', message: /no\.such\.invalid/ });
});

test.each([
  [404, 'REMOTE_INVALID'],
  [410, 'REMOTE_INVALID'],
  [400, 'REMOTE_INVALID'],
  [403, 'REMOTE_REFUSED'],
  [402, 'REMOTE_REFUSED'],
  [429, 'NETWORK'],
  [500, 'NETWORK'],
  [503, 'NETWORK'],
])('an answer of %i is %s', async (status, code) => {
  const server = await served();
  server.setFault('refs', { kind: 'status', status });
  const access = accessTo(`${server.origin}/wiki.git`);
  expect((await failureOf(fetchInto(await emptyRepo(), access, origin))).code).toBe(code);
});

test('a web page is not a shared wiki', async () => {
  const server = await served();
  const body = Buffer.from('<html>Welcome</html>');
  server.setFault('refs', { kind: 'answer', body, contentType: 'text/html' });
  const access = accessTo(`${server.origin}/wiki`);
  expect(await failureOf(fetchInto(await emptyRepo(), access, origin))).toMatchObject({
    code: 'REMOTE_INVALID',
    message: /no shared wiki/,
  });
});

test('a list of refs without end is stopped', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const access = accessTo(url, { limits: { maxRefListBytes: 100 } });
  expect((await failureOf(fetchInto(await emptyRepo(), access, origin))).code).toBe('LIMIT');
});

const user = { username: 'ada', password: 's3cret/ü:x' };

test('with the right name and password everything works, with none or wrong ones a sign-in is asked for', async () => {
  const server = await served({ user });
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const repo = await emptyRepo();
  const without = await failureOf(fetchInto(repo, accessTo(url), origin));
  expect(without).toMatchObject({ code: 'AUTH_REQUIRED', data: { origin: server.origin } });
  const wrong = accessTo(url, { credentials: { ...user, password: 'wr0ng' } });
  const failure = await failureOf(fetchInto(repo, wrong, origin));
  expect(failure).toMatchObject({ code: 'AUTH_REQUIRED', data: { origin: server.origin } });
  expect(JSON.stringify(failure.toShape())).not.toContain('wr0ng');
  const right = accessTo(url, { credentials: user });
  const { branches } = await fetchInto(repo, right, origin);
  expect(branches.has('main')).toBe(true);
  git(repo.dir, 'fsck', '--full');
});

test('who is signed in but may not come in is asked to sign in as somebody else', async () => {
  const server = await served();
  const body = 'Account ada:s3cret/ü:x at http://ada:s3cret@host/x may not read this.';
  server.setFault('refs', { kind: 'status', status: 403, body });
  const access = accessTo(`${server.origin}/wiki.git`, { credentials: user });
  const failure = await failureOf(fetchInto(await emptyRepo(), access, origin));
  expect(failure.code).toBe('AUTH_REQUIRED');
  expect(failure.message).not.toContain('s3cret');
});

test('a moved wiki is followed, and the rest is asked at its new address', async () => {
  const server = await served({ user });
  await server.createRepo('new-place', wikiWithHistory());
  server.setFault('refs', {
    kind: 'redirect',
    status: 301,
    to: (path) => (path.startsWith('/old.git') ? path.replace('old', 'new-place') : null),
  });
  const access = accessTo(`${server.origin}/old.git`, { credentials: user });
  expect((await fetchInto(await emptyRepo(), access, origin)).branches.has('main')).toBe(true);
  expect(server.seen.at(-1)?.path).toBe('/new-place.git/git-upload-pack');
});

test('credentials are not sent on to another place', async () => {
  const server = await served();
  const other = await served();
  const { url } = await other.createRepo('wiki', wikiWithHistory());
  server.setFault('refs', { kind: 'redirect', to: (path) => `${other.origin}${path}` });
  const access: RemoteAccess = accessTo(`${server.origin}/wiki.git`, { credentials: user });
  await fetchInto(await emptyRepo(), access, origin);
  expect(server.seen[0]?.authorization).toMatch(/^Basic /);
  expect(other.seen.map(({ kind, authorization }) => [kind, authorization])).toEqual([
    ['refs', null],
    ['fetch', null],
  ]);
  expect(url).toContain(other.origin);
});

test.each([
  ['in a circle', (path: string) => path],
  ['to a file', () => 'file:///etc/passwd'],
  ['to another page', () => '/login?next=wiki'],
  ['with a password in it', (path: string) => `http://eve:pass@127.0.0.1${path}`],
])('a redirect %s is not followed for ever', async (_, to) => {
  const server = await served();
  server.setFault('refs', { kind: 'redirect', to });
  const access = accessTo(`${server.origin}/wiki.git`);
  const failure = await failureOf(fetchInto(await emptyRepo(), access, origin));
  expect(failure.code).toBe('REMOTE_INVALID');
  expect(server.seen.length).toBeLessThan(8);
});

test('a push that is cut or cancelled leaves both sides sound, and can be done again', async () => {
  const server = await served();
  const { url, dir: bare } = await server.createRepo('wiki', wikiWithHistory());
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(url), origin);
  await gitAsync(repo.dir, 'checkout', '-q', '-b', 'main', 'origin/main');
  const expected = toOid(git(repo.dir, 'rev-parse', 'HEAD'));
  writeFiles(repo.dir, { 'Home.md': 'Edited\n' });
  const localOid = toOid(commitAll(repo.dir, 'Edit'));
  const request = { localOid, remoteRef: 'refs/heads/main', expected, ...origin };
  const before = snapshot(repo.gitDir);
  server.setFault('push', { kind: 'status', status: 500 });
  expect((await failureOf(pushBranch(repo, accessTo(url), request))).code).toBe('NETWORK');
  const stop = new AbortController();
  server.setFault('refs', { kind: 'hang', afterBytes: 50 });
  const leaving = failureOf(pushBranch(repo, accessTo(url, { signal: stop.signal }), request));
  await expect.poll(() => server.seen.at(-1)?.kind).toBe('refs');
  stop.abort();
  expect((await leaving).code).toBe('CANCELLED');
  server.setFault('refs', null);
  expect(snapshot(repo.gitDir)).toEqual(before);
  expect(git(bare, 'rev-parse', 'main')).toBe(expected);
  // Here the remote took it and only its answer was lost.
  server.setFault('push', { kind: 'cut', afterBytes: 10 });
  expect((await failureOf(pushBranch(repo, accessTo(url), request))).code).toBe('NETWORK');
  server.setFault('push', null);
  expect(await pushBranch(repo, accessTo(url), request)).toEqual({ kind: 'pushed' });
  expect(git(bare, 'rev-parse', 'main')).toBe(localOid);
  git(bare, 'fsck', '--full');
  expect(git(repo.dir, 'status', '--porcelain')).toBe('');
});
