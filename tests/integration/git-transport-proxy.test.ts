import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import type { NetworkChoice } from '../../electron/git/transport/access.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { pushBranch } from '../../electron/git/transport/push.ts';
import { makeAuthority } from '../helpers/certificates.ts';
import { commitAll, git, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  failureOf,
  served,
  snapshot,
  wikiWithHistory,
} from '../helpers/git-transport.ts';
import { startProxy } from '../helpers/proxy-server.ts';

const origin = { remote: 'origin' };
const user = { username: 'ada', password: 's3cret' };
const proxyUser = { username: 'door', password: 'pr0xy/ü' };

beforeEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toUpperCase(), undefined);
  }
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(makeTempDir(), 'none'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function network(more: Partial<NetworkChoice>): { readonly network: NetworkChoice } {
  return { network: { proxy: '', proxyCredentials: null, caFile: '', ...more } };
}

function personalProxy(proxy: string, key = 'http.proxy'): void {
  const dir = makeTempDir();
  const file = join(dir, 'gitconfig');
  git(dir, 'config', '--file', file, key, proxy);
  vi.stubEnv('GIT_CONFIG_GLOBAL', file);
}

async function servedSafely(options: { readonly user?: typeof user } = {}) {
  const authority = makeAuthority();
  const server = await served({ certificate: authority.issue(), ...options });
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  return { authority, server, url };
}

test('a wiki behind http goes through the proxy both ways, the proxy’s password not beyond it', async () => {
  const server = await served({ user });
  const { url, dir: bare } = await server.createRepo('wiki', wikiWithHistory());
  const proxy = await startProxy({ user: proxyUser });
  const choice = network({ proxy: proxy.url, proxyCredentials: proxyUser });
  const access = accessTo(url, { credentials: user, ...choice });
  const repo = await emptyRepo();
  const { branches } = await fetchInto(repo, access, origin);
  git(repo.dir, 'checkout', '-q', '-b', 'main', 'origin/main');
  writeFiles(repo.dir, { 'New.md': 'New\n' });
  const localOid = toOid(commitAll(repo.dir, 'New'));
  const expected = branches.get('main') ?? null;
  const request = { localOid, remoteRef: 'refs/heads/main', expected, ...origin };
  expect(await pushBranch(repo, access, request)).toEqual({ kind: 'pushed' });
  expect(git(bare, 'rev-parse', 'main')).toBe(localOid);
  expect(proxy.seen.map(({ method, target }) => [method, target])).toEqual(
    server.seen.map(({ method, path }) => [method, `${server.origin}${path}`]),
  );
});

test('a wiki behind https goes through the proxy sealed: it sees the name of the place and nothing else', async () => {
  const { authority, server, url } = await servedSafely({ user });
  const proxy = await startProxy({ user: proxyUser });
  const choice = network({
    proxy: proxy.url,
    proxyCredentials: proxyUser,
    caFile: authority.file,
  });
  const access = accessTo(url, { credentials: user, ...choice });
  const repo = await emptyRepo();
  expect((await fetchInto(repo, access, origin)).branches.has('main')).toBe(true);
  git(repo.dir, 'fsck', '--full');
  await listRemoteRefs(access);
  // One tunnel serves both jobs.
  expect(proxy.seen).toHaveLength(1);
  expect(proxy.seen[0]).toMatchObject({ method: 'CONNECT', target: new URL(url).host });
  expect(proxy.seen[0]?.headers).not.toHaveProperty('authorization');
  const passed = proxy.tunnelled().toString('latin1');
  expect(passed.length).toBeGreaterThan(0);
  expect(passed).not.toMatch(/authorization|git-upload-pack/i);
  expect(server.seen.every(({ authorization }) => authorization !== null)).toBe(true);
});

test('a proxy may itself be reached by https', async () => {
  const { authority, url } = await servedSafely();
  const proxy = await startProxy({ certificate: authority.issue(), user: proxyUser });
  const choice = network({
    proxy: proxy.url,
    proxyCredentials: proxyUser,
    caFile: authority.file,
  });
  expect((await listRemoteRefs(accessTo(url, choice))).refs.size).toBeGreaterThan(0);
  const open = await served();
  const plain = await open.createRepo('wiki', wikiWithHistory());
  expect((await listRemoteRefs(accessTo(plain.url, choice))).refs.size).toBeGreaterThan(0);
  expect(proxy.seen.map(({ method }) => method)).toEqual(['CONNECT', 'GET']);
  const untrusted = accessTo(url, network({ ...choice.network, caFile: '' }));
  expect(await failureOf(listRemoteRefs(untrusted))).toMatchObject({
    code: 'NETWORK_SETTINGS',
    message: /^The proxy 127\.0\.0\.1:\d+, .* certificate is not trusted here/,
  });
});

test('the proxy is the app’s own, else that of the person’s git, else that of the environment', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const proxies = {
    environment: await startProxy(),
    all: await startProxy(),
    git: await startProxy(),
    own: await startProxy(),
  };
  const used = async (choice: Partial<NetworkChoice> = {}): Promise<readonly string[]> => {
    for (const { seen } of Object.values(proxies)) seen.length = 0;
    await listRemoteRefs(accessTo(url, network(choice)));
    return Object.entries(proxies).flatMap(([name, { seen }]) => (seen.length > 0 ? [name] : []));
  };
  expect(await used()).toEqual([]);
  vi.stubEnv('ALL_PROXY', proxies.all.url);
  expect(await used()).toEqual(['all']);
  vi.stubEnv('HTTP_PROXY', proxies.environment.url);
  expect(await used()).toEqual(['environment']);
  personalProxy(proxies.git.url);
  expect(await used()).toEqual(['git']);
  personalProxy(proxies.git.url, 'http.https://elsewhere.example.proxy');
  expect(await used()).toEqual(['environment']);
  personalProxy(proxies.git.url, `http.${server.origin}.proxy`);
  expect(await used()).toEqual(['git']);
  expect(await used({ proxy: proxies.own.url })).toEqual(['own']);
  expect(await used({ proxy: 'direct' })).toEqual([]);
  vi.stubEnv('NO_PROXY', 'other.example, 127.0.0.1');
  expect(await used({ proxy: proxies.own.url })).toEqual([]);
  expect(await used()).toEqual([]);
  // Empty in git's own settings: none, whatever the environment says.
  vi.stubEnv('NO_PROXY', undefined);
  personalProxy('');
  expect(await used()).toEqual([]);
});

test('a repository cannot choose the proxy', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const proxy = await startProxy();
  const repo = await emptyRepo();
  git(repo.dir, 'config', 'http.proxy', proxy.url);
  await fetchInto(repo, accessTo(url), origin);
  expect(proxy.seen).toEqual([]);
});

test.each([
  [407, null, /wants a name and password/],
  [407, proxyUser, /did not accept the name and password/],
  [403, null, /does not let you go to this place \(403\)/],
])(
  'a proxy that answers %i is named, and no sign-in of the wiki is asked for',
  async (...given) => {
    const [status, proxyCredentials, message] = given;
    const { authority, url } = await servedSafely();
    const proxy = await startProxy();
    proxy.setFault({ kind: 'status', status });
    const choice = network({ proxy: proxy.url, proxyCredentials, caFile: authority.file });
    const failure = await failureOf(
      listRemoteRefs(accessTo(url, { credentials: user, ...choice })),
    );
    expect(failure).toMatchObject({ code: 'NETWORK_SETTINGS', message });
    expect(failure.message).toContain(new URL(proxy.url).host);
    expect(JSON.stringify(failure.toShape())).not.toContain(proxyUser.password);
  },
);

test('a proxy that reads requests and wants a name is told from a wiki that wants one', async () => {
  const server = await served();
  const { url } = await server.createRepo('wiki');
  const proxy = await startProxy({ user: proxyUser });
  const failure = await failureOf(
    listRemoteRefs(accessTo(url, { credentials: user, ...network({ proxy: proxy.url }) })),
  );
  expect(failure).toMatchObject({ code: 'NETWORK_SETTINGS', message: /wants a name and password/ });
});

test.each(['http', 'https'])(
  'a proxy that is not there is named, on the way to %s',
  async (scheme) => {
    const gone = await served();
    await gone.close();
    const access = accessTo(`${scheme}://wiki.invalid/wiki`, network({ proxy: gone.origin }));
    expect(await failureOf(listRemoteRefs(access))).toMatchObject({
      code: 'NETWORK_SETTINGS',
      message: /^The proxy 127\.0\.0\.1:\d+, .* does not answer/,
    });
  },
);

test('a proxy of a kind that is not supported is said plainly', async () => {
  vi.stubEnv('ALL_PROXY', 'quic://127.0.0.1:9050');
  expect(await failureOf(listRemoteRefs(accessTo('https://wiki.invalid/w')))).toMatchObject({
    code: 'NETWORK_SETTINGS',
    message: /quic:\/\/ are not supported/,
  });
});

test('a proxy that hangs can be left at once, and one that cuts leaves everything as it was', async () => {
  const { authority, url } = await servedSafely();
  const proxy = await startProxy();
  const choice = network({ proxy: proxy.url, caFile: authority.file });
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  proxy.setFault({ kind: 'hang' });
  const stop = new AbortController();
  const leaving = failureOf(
    fetchInto(repo, accessTo(url, { signal: stop.signal, ...choice }), origin),
  );
  await expect.poll(() => proxy.seen.length, { timeout: 30_000 }).toBe(1);
  stop.abort();
  expect((await leaving).code).toBe('CANCELLED');
  const limits = { idleMs: 100 };
  const waiting = fetchInto(repo, accessTo(url, { limits, ...choice }), origin);
  expect((await failureOf(waiting)).code).toBe('NETWORK');
  for (const afterBytes of [0, 200, 2500, 5000]) {
    proxy.setFault({ kind: 'cut', afterBytes });
    expect((await failureOf(fetchInto(repo, accessTo(url, choice), origin))).code).toBe('NETWORK');
  }
  expect(snapshot(repo.gitDir)).toEqual(before);
  proxy.setFault(null);
  expect((await fetchInto(repo, accessTo(url, choice), origin)).branches.has('main')).toBe(true);
});

test('through a proxy too, credentials do not follow to another place', async () => {
  const theirs = await served();
  await theirs.createRepo('wiki', wikiWithHistory());
  const { authority, server, url } = await servedSafely({ user });
  server.setFault('refs', { kind: 'redirect', to: (path) => `${theirs.origin}${path}` });
  const open = await served({ user });
  open.setFault('refs', { kind: 'redirect', to: (path) => `${theirs.origin}${path}` });
  const proxy = await startProxy();
  const choice = network({ proxy: proxy.url, caFile: authority.file });
  const access = accessTo(`${open.origin}/wiki.git`, { credentials: user, ...choice });
  await fetchInto(await emptyRepo(), access, origin);
  expect(open.seen[0]?.authorization).not.toBeNull();
  expect(theirs.seen.length).toBeGreaterThan(1);
  expect(theirs.seen.every(({ authorization }) => authorization === null)).toBe(true);
  // From https to http nobody is led on at all.
  const sealed = accessTo(url, { credentials: user, ...choice });
  expect((await failureOf(listRemoteRefs(sealed))).code).toBe('REMOTE_INVALID');
});
