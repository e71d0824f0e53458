import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NetworkChoice } from '../../electron/git/transport/access.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { makeAuthority } from '../helpers/certificates.ts';
import { git, makeTempDir } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  failureOf,
  served,
  wikiWithHistory,
} from '../helpers/git-transport.ts';
import { startProxy } from '../helpers/proxy-server.ts';
import { startSocksProxy } from '../helpers/socks-server.ts';

const origin = { remote: 'origin' };
const user = { username: 'door', password: 'pr0xy/ü' };

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

test.each(['http', 'https'])(
  'a wiki behind %s is fetched through a SOCKS proxy',
  async (scheme) => {
    const authority = makeAuthority();
    const server = await served(scheme === 'https' ? { certificate: authority.issue() } : {});
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const proxy = await startSocksProxy({ user });
    const choice = network({
      proxy: `socks5://${proxy.address}`,
      proxyCredentials: user,
      caFile: authority.file,
    });
    const repo = await emptyRepo();
    const { branches } = await fetchInto(repo, accessTo(url, choice), origin);
    expect(branches.has('main')).toBe(true);
    git(repo.dir, 'fsck', '--full');
    // One connection serves all requests, and those of the next job.
    await listRemoteRefs(accessTo(url, choice));
    expect(proxy.seen).toEqual([
      { version: 5, host: '127.0.0.1', port: Number(new URL(url).port) },
    ]);
  },
);

test.each([
  ['socks', 4, '127.0.0.1'],
  ['socks4', 4, '127.0.0.1'],
  ['socks4a', 4, 'localhost'],
  ['socks5', 5, '127.0.0.1'],
  ['socks5h', 5, 'localhost'],
])('%s:// speaks version %i and asks for %s', async (scheme, version, host) => {
  const server = await served();
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const proxy = await startSocksProxy({ names: { localhost: '127.0.0.1' } });
  vi.stubEnv('ALL_PROXY', `${scheme}://${proxy.address}`);
  const named = url.replace('127.0.0.1', 'localhost');
  expect((await listRemoteRefs(accessTo(named))).refs.size).toBeGreaterThan(0);
  expect(proxy.seen).toMatchObject([{ version, host }]);
});

test('a name that only the proxy knows is looked up there, and nowhere else', async () => {
  const authority = makeAuthority();
  const certificate = authority.issue({ names: 'DNS:wiki.invalid' });
  const server = await served({ certificate });
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const hidden = url.replace('127.0.0.1', 'wiki.invalid');
  const proxy = await startSocksProxy({ names: { 'wiki.invalid': '127.0.0.1' } });
  const through = (scheme: string) =>
    accessTo(hidden, network({ proxy: `${scheme}://${proxy.address}`, caFile: authority.file }));
  expect((await listRemoteRefs(through('socks5h'))).refs.size).toBeGreaterThan(0);
  expect(proxy.seen).toMatchObject([{ host: 'wiki.invalid' }]);
  expect(await failureOf(listRemoteRefs(through('socks5')))).toMatchObject({
    code: 'NETWORK',
    message: /wiki\.invalid cannot be found/,
  });
  expect(proxy.seen).toHaveLength(1);
});

test.each([
  [null, /wants a name and password\. Give them .* in Settings under Network/],
  [{ ...user, password: 'other' }, /did not accept the name and password/],
])('a SOCKS proxy that knows nobody of %o says so', async (proxyCredentials, message) => {
  const proxy = await startSocksProxy({ user });
  const choice = network({ proxy: `socks5h://${proxy.address}`, proxyCredentials });
  const failure = await failureOf(listRemoteRefs(accessTo('https://wiki.invalid/wiki', choice)));
  expect(failure).toMatchObject({ code: 'NETWORK_SETTINGS', message });
  expect(failure.message).toContain(proxy.address);
  expect(JSON.stringify([failure.toShape(), String(failure.cause)])).not.toContain('other');
});

test.each([
  ['forbids the place', 'socks5h', 2, /does not let you go to this place/],
  ['does not find the place', 'socks5h', 4, /could not reach the place/],
  ['refuses in the old way', 'socks4a', 4, /could not reach the place/],
])('a SOCKS proxy that %s is named', async (_what, scheme, reply, message) => {
  const proxy = await startSocksProxy();
  proxy.setFault({ kind: 'refuse', reply });
  const access = accessTo(
    'http://wiki.invalid/wiki',
    network({ proxy: `${scheme}://${proxy.address}` }),
  );
  const failure = await failureOf(listRemoteRefs(access));
  expect(failure).toMatchObject({ code: 'NETWORK_SETTINGS', message });
});

test.each(['socks4a', 'socks5h'])(
  'a proxy of another kind than %s is told from one that is gone',
  async (scheme) => {
    const other = await startProxy();
    const through = (url: string) =>
      accessTo('https://wiki.invalid/wiki', network({ proxy: url.replace('http:', `${scheme}:`) }));
    expect(await failureOf(listRemoteRefs(through(other.url)))).toMatchObject({
      code: 'NETWORK_SETTINGS',
      message: /answers, but not as a SOCKS proxy.*http:\/\//,
    });
    const gone = await served();
    await gone.close();
    expect(await failureOf(listRemoteRefs(through(gone.origin)))).toMatchObject({
      code: 'NETWORK_SETTINGS',
      message: /^The proxy 127\.0\.0\.1:\d+, .* does not answer/,
    });
  },
);

test('a SOCKS proxy that says nothing can be left at once', async () => {
  const proxy = await startSocksProxy();
  proxy.setFault({ kind: 'hang' });
  const stop = new AbortController();
  const choice = network({ proxy: `socks5h://${proxy.address}` });
  const access = accessTo('https://wiki.invalid/wiki', { signal: stop.signal, ...choice });
  const leaving = failureOf(listRemoteRefs(access));
  await expect.poll(() => proxy.taken(), { timeout: 30_000 }).toBe(1);
  stop.abort();
  expect((await leaving).code).toBe('CANCELLED');
});
