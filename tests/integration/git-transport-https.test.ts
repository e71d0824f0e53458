import { X509Certificate } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import type { NetworkChoice } from '../../electron/git/transport/access.ts';
import { cloneInto } from '../../electron/git/transport/clone.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { pushBranch } from '../../electron/git/transport/push.ts';
import { trustIn } from '../../electron/git/transport/http/certificates.ts';
import { ofSystem } from '../../electron/git/transport/http/system-authorities.ts';
import { closeIdleConnections } from '../../electron/git/transport/http/web-route.ts';
import { asBinary, makeAuthority } from '../helpers/certificates.ts';
import { commitAll, git, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  failureOf,
  served,
  wikiWithHistory,
} from '../helpers/git-transport.ts';

const origin = { remote: 'origin' };

beforeEach(() => {
  for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'GIT_SSL_CAINFO']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(makeTempDir(), 'none'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function trusting(caFile: string): { readonly network: NetworkChoice } {
  return { network: { proxy: '', proxyCredentials: null, caFile } };
}

function personalSettings(...settings: readonly (readonly [string, string])[]): void {
  const dir = makeTempDir();
  const file = join(dir, 'gitconfig');
  for (const [key, value] of settings) git(dir, 'config', '--file', file, key, value);
  vi.stubEnv('GIT_CONFIG_GLOBAL', file);
}

async function servedSafely(
  options: Parameters<ReturnType<typeof makeAuthority>['issue']>[0] = {},
) {
  const authority = makeAuthority();
  const server = await served({ certificate: authority.issue(options) });
  const { url } = await server.createRepo('wiki', wikiWithHistory());
  return { authority, server, url };
}

test('a server of an authority that the person chose is cloned from, fetched from and pushed to', async () => {
  const { authority, server, url } = await servedSafely();
  const access = accessTo(url, trusting(authority.file));
  const dir = join(makeTempDir(), 'wiki');
  await cloneInto(dir, access);
  const repo = await emptyRepo();
  const { branches } = await fetchInto(repo, access, origin);
  const expected = toOid(git(dir, 'rev-parse', 'HEAD'));
  expect(branches.get('main')).toBe(expected);
  git(repo.dir, 'checkout', '-q', '-b', 'main', 'origin/main');
  writeFiles(repo.dir, { 'New.md': 'New\n' });
  const localOid = toOid(commitAll(repo.dir, 'New'));
  const request = { localOid, remoteRef: 'refs/heads/main', expected, ...origin };
  expect(await pushBranch(repo, access, request)).toEqual({ kind: 'pushed' });
  const bare = join(server.root, 'wiki.git');
  expect(git(bare, 'rev-parse', 'main')).toBe(localOid);
  git(bare, 'fsck', '--full');
});

test('one connection serves all requests, also those of the next job', async () => {
  const { authority, server, url } = await servedSafely();
  const access = accessTo(url, trusting(authority.file));
  await fetchInto(await emptyRepo(), access, origin);
  const before = server.seen.length;
  await listRemoteRefs(access);
  expect(server.seen.slice(before)).toMatchObject([{ kind: 'refs', method: 'GET' }]);
  expect(new Set(server.seen.map(({ port }) => port)).size).toBe(1);
  closeIdleConnections();
  await listRemoteRefs(access);
  expect(new Set(server.seen.map(({ port }) => port)).size).toBe(2);
});

test('authorities of the person’s git and of the environment count too', async () => {
  const { authority, url } = await servedSafely();
  personalSettings(['http.sslCAInfo', authority.file]);
  expect((await listRemoteRefs(accessTo(url))).refs.size).toBeGreaterThan(0);
  personalSettings([`http.${new URL(url).origin}/.sslCAInfo`, authority.file]);
  expect((await listRemoteRefs(accessTo(url))).refs.size).toBeGreaterThan(0);
  personalSettings(['http.https://other.example/.sslCAInfo', authority.file]);
  expect((await failureOf(listRemoteRefs(accessTo(url)))).code).toBe('NETWORK_SETTINGS');
  for (const name of ['NODE_EXTRA_CA_CERTS', 'GIT_SSL_CAINFO', 'SSL_CERT_FILE']) {
    vi.stubEnv(name, authority.file);
    expect((await listRemoteRefs(accessTo(url))).refs.size).toBeGreaterThan(0);
    vi.stubEnv(name, undefined);
  }
});

test('whom a Linux or BSD trusts is read from the first of its files that holds any', async () => {
  const [first, second] = [makeAuthority(), makeAuthority()];
  const empty = join(makeTempDir(), 'empty.pem');
  writeFileSync(empty, '');
  const files = ['/nowhere/bundle.pem', empty, first.file, second.file];
  expect(await ofSystem('linux', files)).toEqual([readFileSync(first.file, 'utf8')]);
  // Those that Node trusts anyway cost nothing, however their lines are broken.
  expect(trustIn(tls.rootCertificates.map((pem) => new X509Certificate(pem).toString()))).toEqual(
    {},
  );
  expect(trustIn(await ofSystem('freebsd', files)).ca).toHaveLength(
    tls.rootCertificates.length + 1,
  );
});

test('a certificate file may be binary, or hold several certificates', async () => {
  const { authority, url } = await servedSafely();
  const binary = accessTo(url, trusting(asBinary(authority.file)));
  expect((await listRemoteRefs(binary)).refs.size).toBeGreaterThan(0);
  const several = join(makeTempDir(), 'several.pem');
  writeFileSync(several, `Ours:\n${readFileSync(makeAuthority().file, 'utf8')}`);
  appendFileSync(several, readFileSync(authority.file));
  const both = accessTo(url, trusting(several));
  expect((await listRemoteRefs(both)).refs.size).toBeGreaterThan(0);
});

test('who is not known is not trusted, whatever a repository, git or Node say about checking', async () => {
  const { authority, server, url } = await servedSafely();
  personalSettings(['http.sslVerify', 'false']);
  vi.stubEnv('GIT_SSL_NO_VERIFY', '1');
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const repo = await emptyRepo();
  git(repo.dir, 'config', 'http.sslVerify', 'false');
  git(repo.dir, 'config', 'http.sslCAInfo', authority.file);
  const failure = await failureOf(fetchInto(repo, accessTo(url), origin));
  expect(failure).toMatchObject({
    code: 'NETWORK_SETTINGS',
    message: /nobody whom this computer trusts.*Settings under Network/,
  });
  expect(server.seen).toEqual([]);
});

test.each([
  ['has expired', { until: '20200201000000Z' }, /has expired\. Check the date of this computer/],
  ['is not valid yet', { from: '20980101000000Z' }, /does not hold yet\. Check the date/],
  [
    'is that of another computer',
    { names: 'DNS:elsewhere.example' },
    /another computer \(elsewhere\.example\)\. Check the address/,
  ],
])('a certificate that %s is said to be just that', async (_what, options, message) => {
  const { authority, server, url } = await servedSafely(options);
  const failure = await failureOf(listRemoteRefs(accessTo(url, trusting(authority.file))));
  expect(failure).toMatchObject({ code: 'NETWORK_SETTINGS', message });
  expect(server.seen).toEqual([]);
});

test('a certificate file that is gone or holds none is named', async () => {
  const dir = makeTempDir();
  const file = join(dir, 'notes.txt');
  writeFileSync(file, 'no certificate');
  for (const path of [file, join(dir, 'gone.pem')]) {
    const access = accessTo('https://127.0.0.1:9/wiki', trusting(path));
    const failure = await failureOf(listRemoteRefs(access));
    expect(failure.code).toBe('NETWORK_SETTINGS');
    expect(failure.message).toContain(path);
  }
});

test('https where only http is spoken is said plainly', async () => {
  const server = await served();
  const url = `${server.origin.replace('http:', 'https:')}/wiki.git`;
  expect(await failureOf(listRemoteRefs(accessTo(url)))).toMatchObject({
    code: 'NETWORK',
    message: /does not speak https/,
  });
});
