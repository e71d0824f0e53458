import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebHost, type WebHost } from '../../electron/webhost/host.ts';
import { fakeCore } from '../helpers/fake-core.ts';
import { manualClock } from '../helpers/manual-clock.ts';
import { rawRequest } from '../helpers/raw-http.ts';
import { signIn } from '../helpers/web-session.ts';

const wiki = '0123456789abcdef';
const core = fakeCore();
let dir: string;
let host: WebHost;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'commonplace-ui-'));
  const uiDir = join(dir, 'ui');
  await mkdir(join(uiDir, 'assets'), { recursive: true });
  await mkdir(join(uiDir, 'asset'), { recursive: true });
  await writeFile(join(uiDir, 'index.html'), '<script nonce="STYLE_NONCE"></script>');
  await writeFile(join(uiDir, 'assets', 'main-1.js'), 'run()');
  await writeFile(join(uiDir, 'assets', 'notes.txt'), 'not served');
  await writeFile(join(dir, 'secret.js'), 'secret');
  await symlink(join(dir, 'secret.js'), join(uiDir, 'assets', 'linked.js'));
  const text = (content: string) => Buffer.from(content);
  core.assets.set(`${wiki}/a b/ü.png`, { bytes: text('png'), mediaType: 'image/png' });
  core.assets.set(`${wiki}/x.svg`, { bytes: text('<svg/>'), mediaType: 'image/svg+xml' });
  core.assets.set(`${wiki}/x.html`, { bytes: text('<b>'), mediaType: 'text/html' });
  core.assets.set(`${wiki}/x.mp4`, { bytes: text('0123456789'), mediaType: 'video/mp4' });
  core.assets.set(`${wiki}/'quote".pdf`, { bytes: text('pdf'), mediaType: 'application/pdf' });
  host = await startWebHost({
    core,
    clock: manualClock(),
    logger: { warn: () => {}, error: () => {} },
    uiDir,
    port: 0,
  });
});

afterAll(async () => {
  await host.close();
  await rm(dir, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  rawRequest(host.port, { path, headers });

describe('where it listens', () => {
  it('listens on no address of this machine that others can reach', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((face) => face?.family === 'IPv4' && !face.internal)
      .map((face) => face?.address ?? '');
    for (const address of others) {
      const failure = await new Promise<string>((resolve) => {
        const socket = connectTcp({ host: address, port: host.port });
        socket.on('connect', () => resolve('connected'));
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      });
      expect(failure).toBe('ECONNREFUSED');
    }
  });

  it('answers to no other name with anything but 421', async () => {
    for (const name of [
      'evil.example',
      `localhost:${host.port}`,
      '127.0.0.1',
      `[::1]:${host.port}`,
    ])
      for (const path of ['/', '/assets/main-1.js', '/session', `/asset/${wiki}/x.svg`])
        expect((await get(path, { host: name })).status).toBe(421);
  });
});

describe('the page', () => {
  it('comes with every header that keeps others out', async () => {
    const { headers, status } = await get('/');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('has a policy that allows only what is named here', async () => {
    const { headers, body } = await get('/');
    const nonce = /nonce="([\w-]{24})"/.exec(body)?.[1] ?? 'none';
    expect(String(headers['content-security-policy']).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob: https:",
      "media-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "frame-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
  });

  it('has another nonce each time', async () => {
    expect((await get('/')).body).not.toBe((await get('/')).body);
  });

  it('is read by GET and HEAD only', async () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'POST'])
      expect((await rawRequest(host.port, { method })).status).toBe(405);
    const head = await rawRequest(host.port, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
  });
});

describe('built files', () => {
  it('are served with their type, for good', async () => {
    const { headers, body } = await get('/assets/main-1.js');
    expect(body).toBe('run()');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
    expect(headers['content-security-policy']).toBe("default-src 'none'; script-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/../../secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/assets\\..\\..\\secret.js',
    '/assets/..%5c..%5csecret.js',
    '//etc/passwd',
    '/assets/linked.js',
    '/assets/main-1.js%00.js',
    '/assets/notes.txt',
    '/assets',
    '/%zz',
    '/nothing.js',
  ])('%s leads to nothing', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });
});

describe('files of a wiki', () => {
  it('are refused without the cookie', async () => {
    expect((await get(`/asset/${wiki}/x.svg`)).status).toBe(403);
    const wrong = { cookie: `commonplace-${host.port}=${'x'.repeat(43)}` };
    expect((await get(`/asset/${wiki}/x.svg`, wrong)).status).toBe(403);
  });

  it('are served by their path, each segment decoded', async () => {
    const { cookie } = await signIn(host.newLaunchUrl());
    const answer = await get(`/asset/${wiki}/a%20b/%C3%BC.png`, { cookie });
    expect(answer).toMatchObject({ status: 200, body: 'png' });
    expect(answer.headers['content-type']).toBe('image/png');
    expect(answer.headers['content-disposition']).toBeUndefined();
  });

  it('are given in part to players that ask for a part', async () => {
    const { cookie } = await signIn(host.newLaunchUrl());
    const ask = async (range: string, more = {}) => {
      const { status, body, headers } = await get(`/asset/${wiki}/x.mp4`, {
        cookie,
        range,
        ...more,
      });
      return [status, headers['content-range'], status === 416 ? '' : body];
    };
    expect(await ask('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await ask('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await ask('bytes=7-99')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await ask('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await ask('bytes=-99')).toEqual([206, 'bytes 0-9/10', '0123456789']);
    for (const range of ['bytes=10-', 'bytes=-0'])
      expect(await ask(range)).toEqual([416, 'bytes */10', '']);
    const whole = [200, undefined, '0123456789'];
    for (const range of ['bytes=4-2', 'bytes=0-1,4-5', 'bytes=-', 'lines=1-2', 'bytes=a-b'])
      expect(await ask(range)).toEqual(whole);
    expect(await ask('bytes=2-4', { 'if-range': 'Mon, 01 Jan 2024 00:00:00 GMT' })).toEqual(whole);
    const { headers } = await get(`/asset/${wiki}/x.mp4`, { cookie });
    expect(headers['accept-ranges']).toBe('bytes');
  });

  it('can run nothing, not even an SVG opened as a page', async () => {
    const { cookie } = await signIn(host.newLaunchUrl());
    const { headers } = await get(`/asset/${wiki}/x.svg`, { cookie });
    expect(headers['content-security-policy']).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it('are downloads when they are no picture, sound or film, whatever they say they are', async () => {
    const { cookie } = await signIn(host.newLaunchUrl());
    const html = await get(`/asset/${wiki}/x.html`, { cookie });
    expect(html.headers['content-type']).toBe('application/octet-stream');
    expect(html.headers['content-disposition']).toBe("attachment; filename*=UTF-8''x.html");
    const quoted = await get(`/asset/${wiki}/'quote%22.pdf`, { cookie });
    expect(quoted.headers['content-disposition']).toBe(
      "attachment; filename*=UTF-8''%27quote%22.pdf",
    );
  });

  it.each([`/asset/${wiki}`, `/asset/${wiki}/`, '/asset/nope/x.svg', `/asset/${wiki}/../x.svg`])(
    '%s leads to nothing',
    async (path) => {
      const { cookie } = await signIn(host.newLaunchUrl());
      expect((await get(path, { cookie })).status).toBe(404);
    },
  );
});
