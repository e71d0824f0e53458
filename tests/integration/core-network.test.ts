import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memorySecrets } from '../../electron/core/host/node-ports.ts';
import { makeAuthority } from '../helpers/certificates.ts';
import { startCore } from '../helpers/core.ts';
import { makeTempDir } from '../helpers/git-repo.ts';
import { served, wikiWithHistory } from '../helpers/git-transport.ts';
import { startProxy } from '../helpers/proxy-server.ts';

beforeEach(() => {
  vi.stubEnv('no_proxy', undefined);
  vi.stubEnv('NO_PROXY', undefined);
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(makeTempDir(), 'none'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('a proxy and a certificate file hold from the next request on, without a restart', async () => {
  const authority = makeAuthority();
  const server = await served({ certificate: authority.issue() });
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  const proxy = await startProxy({ user: { username: 'ada', password: 's3cret' } });
  const { call, job, home } = await startCore();
  const tested = () => job('sync.testRemote', { wiki: null, url });
  expect(await tested()).toMatchObject({ kind: 'failed', code: 'NETWORK_SETTINGS' });
  await call('app.updateSettings', { caFile: authority.file });
  expect(await tested()).toMatchObject({ kind: 'reached', isEmpty: false });
  expect(proxy.seen).toEqual([]);

  await call('app.updateSettings', { proxy: proxy.url });
  expect(await tested()).toMatchObject({ kind: 'failed', code: 'NETWORK_SETTINGS' });
  const withName = proxy.url.replace('//', '//ada:s3cret@');
  expect((await call('app.updateSettings', { proxy: withName })).proxy).toBe(proxy.url);
  expect(await tested()).toMatchObject({ kind: 'reached' });
  // Saved again as it is shown, the proxy keeps its password.
  await call('app.updateSettings', { proxy: proxy.url, theme: 'dark' });
  expect(await tested()).toMatchObject({ kind: 'reached' });
  expect(readFileSync(join(home, 'app', 'settings.json'), 'utf8')).not.toContain('s3cret');

  const before = proxy.seen.length;
  await call('app.updateSettings', { proxy: 'direct' });
  expect(await tested()).toMatchObject({ kind: 'reached' });
  expect(proxy.seen).toHaveLength(before);
});

test('the password of a proxy is forgotten with the proxy', async () => {
  const kept = memorySecrets();
  const { call } = await startCore({ secrets: kept });
  await call('app.updateSettings', { proxy: 'http://ada:s3cret@proxy.example:3128' });
  const key = 'proxy+http://proxy.example:3128';
  expect(await kept.get(key)).toEqual({ username: 'ada', password: 's3cret' });
  const socks = { proxy: 'socks5h://ada:s3cret@proxy.example' };
  expect((await call('app.updateSettings', socks)).proxy).toBe('socks5h://proxy.example:1080');
  expect(await kept.get(key)).toBeNull();
  const socksKey = 'proxy+socks5h://proxy.example:1080';
  expect(await kept.get(socksKey)).toEqual({ username: 'ada', password: 's3cret' });
  await call('app.updateSettings', { proxy: '' });
  expect(await kept.get(socksKey)).toBeNull();
});

test.each([
  [{ proxy: 'socks5://127.0.0.1:9050/x' }, 'BAD_INPUT', /no proxy’s address/],
  [{ proxy: 'ftp://proxy.example' }, 'BAD_INPUT', /ftp:\/\//],
  [{ proxy: 'http://proxy.example/path' }, 'BAD_INPUT', /no proxy’s address/],
  [{ proxy: 'http://' }, 'BAD_INPUT', /no address/],
  [{ caFile: 'authority.pem' }, 'BAD_INPUT', /whole path/],
  [{ caFile: '/nowhere/authority.pem' }, 'NETWORK_SETTINGS', /cannot be read/],
])('%o is refused in words and changes nothing', async (changes, code, message) => {
  const { call } = await startCore();
  const before = await call('app.settings', {});
  await expect(call('app.updateSettings', changes)).rejects.toMatchObject({ code, message });
  expect(await call('app.settings', {})).toEqual(before);
});

test('settings of an earlier version are kept beside those that it did not know', async () => {
  const dataDir = join(makeTempDir(), 'app');
  mkdirSync(dataDir);
  const earlier = { theme: 'dark', sidebar: false, outline: true, loadRemoteImages: true };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(earlier));
  const { call } = await startCore({ dataDir });
  expect(await call('app.settings', {})).toMatchObject({ ...earlier, proxy: '', caFile: '' });
});
