import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWebHost, type WebHost } from '../../electron/webhost/host.ts';
import { fakeCore, type FakeCore } from '../helpers/fake-core.ts';
import { manualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { openSocket, rawRequest, type RawAnswer } from '../helpers/raw-http.ts';
import { connect, signIn } from '../helpers/web-session.ts';

let uiDir: string;
let core: FakeCore;
let clock: ManualClock;
let host: WebHost;
let refusals = 0;

beforeEach(async () => {
  uiDir = await mkdtemp(join(tmpdir(), 'commonplace-ui-'));
  await writeFile(join(uiDir, 'index.html'), '<p>the page</p>');
  core = fakeCore();
  clock = manualClock();
  refusals = 0;
  host = await startWebHost({
    core,
    clock,
    logger: { warn: () => {}, error: () => {} },
    uiDir,
    port: 0,
    onSignInRefused: () => (refusals += 1),
  });
});

afterEach(async () => {
  await host.close();
  await rm(uiDir, { recursive: true });
});

const origin = () => `http://127.0.0.1:${host.port}`;
const tokenOf = (url: string) => new URL(url).hash.replace('#launch=', '');
function post(body: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return rawRequest(host.port, {
    method: 'POST',
    path: '/session',
    headers: { origin: origin(), 'content-type': 'application/json', ...headers },
    body,
  });
}
const redeem = (token: string) => post(JSON.stringify({ token }));

describe('the launch address', () => {
  it('has a token of 256 bits in its fragment, which no server log sees', () => {
    const url = new URL(host.newLaunchUrl());
    expect(url.origin).toBe(origin());
    expect(url.pathname + url.search).toBe('/');
    expect(Buffer.from(tokenOf(url.href), 'base64url')).toHaveLength(32);
  });

  it('opens one session, once', async () => {
    const token = tokenOf(host.newLaunchUrl());
    expect((await redeem(token)).status).toBe(200);
    expect((await redeem(token)).status).toBe(401);
  });

  it('works just before a minute is over and not at its end', async () => {
    const inTime = tokenOf(host.newLaunchUrl());
    clock.advance(59_999);
    expect((await redeem(inTime)).status).toBe(200);
    const late = tokenOf(host.newLaunchUrl());
    clock.advance(60_000);
    expect((await redeem(late)).status).toBe(401);
  });

  it('tells the terminal when a used one is tried, at most once a second', async () => {
    await redeem('no such token');
    await redeem('no such token');
    expect(refusals).toBe(1);
    clock.advance(1000);
    await redeem('no such token');
    expect(refusals).toBe(2);
  });
});

describe('signing in', () => {
  it('gives a key and a cookie that scripts and other sites never get', async () => {
    const answer = await redeem(tokenOf(host.newLaunchUrl()));
    const cookie = answer.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^commonplace-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(answer.body).toMatch(/^\{"key":"[\w-]{43}"\}$/);
    expect(cookie).not.toContain((JSON.parse(answer.body) as { key: string }).key);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is refused to another origin, to none, and leaves the token good', async () => {
    const token = tokenOf(host.newLaunchUrl());
    const body = JSON.stringify({ token });
    for (const other of ['http://localhost:1', 'null', `http://localhost:${host.port}`, ''])
      expect((await post(body, { origin: other })).status).toBe(403);
    expect((await redeem(token)).status).toBe(200);
  });

  it('is refused to what a form of another site can send', async () => {
    const body = JSON.stringify({ token: tokenOf(host.newLaunchUrl()) });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect((await post(body, { 'content-type': type })).status).toBe(415);
  });

  it('answers 401 to bodies that are no token, however long', async () => {
    for (const body of ['', 'null', '[]', '{"token":5}', `{"token":"${'x'.repeat(5000)}"}`])
      expect((await post(body)).status).toBe(401);
  });

  it('keeps the session of a browser that signs in again, so its first tab stays signed in', async () => {
    const first = await signIn(host.newLaunchUrl());
    const second = await signIn(host.newLaunchUrl(), first.cookie);
    expect(second).toEqual(first);
  });

  it('gives two browsers different sessions', async () => {
    const first = await signIn(host.newLaunchUrl());
    const second = await signIn(host.newLaunchUrl());
    expect(second.key).not.toBe(first.key);
    expect(second.cookie).not.toBe(first.cookie);
  });

  it('works by POST only', async () => {
    const answer = await rawRequest(host.port, { path: '/session' });
    expect(answer.status).toBe(405);
  });
});

describe('the socket', () => {
  const upgrade = (headers: Record<string, string>) =>
    openSocket(host.port, { headers: { origin: origin(), ...headers } });

  it('carries requests and events after cookie and key', async () => {
    const socket = await connect(await signIn(host.newLaunchUrl()));
    socket.send({ id: 7, method: 'app.settings', input: { a: 1 } });
    const answer = { ok: true, value: { method: 'app.settings', input: { a: 1 } } };
    expect(await socket.next()).toEqual({ id: 7, answer });
    core.emit({ name: 'recents.changed' });
    expect(await socket.next()).toEqual({ event: { name: 'recents.changed' } });
    socket.close();
  });

  it('stops listening for events when it closes', async () => {
    const socket = await connect(await signIn(host.newLaunchUrl()));
    expect(core.listenerCount()).toBe(1);
    socket.close();
    await socket.closed;
    await expect.poll(() => core.listenerCount()).toBe(0);
  });

  it('tells the core that a window is gone when its last connection is', async () => {
    const session = await signIn(host.newLaunchUrl());
    const first = await connect(session, 'a');
    const again = await connect(session, 'a');
    const other = await connect(session, 'b');
    const left = () => core.asked.filter(({ method }) => method === 'client.left');
    first.close();
    await first.closed;
    other.close();
    await other.closed;
    await expect.poll(left).toEqual([{ method: 'client.left', input: { client: 'b' } }]);
    again.close();
    await expect.poll(left).toHaveLength(2);
    expect(left()[1]?.input).toEqual({ client: 'a' });
  });

  it('closes as signed out without the cookie', async () => {
    await signIn(host.newLaunchUrl());
    const socket = await upgrade({});
    expect(await socket.closed).toBe(4401);
  });

  it('closes as signed out on a wrong key, and asks the core nothing', async () => {
    const session = await signIn(host.newLaunchUrl());
    const other = await signIn(host.newLaunchUrl());
    for (const hello of [{ key: other.key }, { key: 5 }, {}, { id: 1, method: 'x', input: {} }]) {
      const socket = await upgrade({ cookie: session.cookie });
      socket.send(hello);
      socket.send({ id: 1, method: 'app.settings', input: {} });
      expect(await socket.closed).toBe(4401);
    }
    expect(core.asked).toEqual([]);
  });

  it('closes when no key comes within ten seconds', async () => {
    const session = await signIn(host.newLaunchUrl());
    const socket = await upgrade({ cookie: session.cookie });
    clock.advance(10_000);
    expect(await socket.closed).toBe(4401);
  });

  it('sends no event before the key', async () => {
    const session = await signIn(host.newLaunchUrl());
    const socket = await upgrade({ cookie: session.cookie });
    core.emit({ name: 'recents.changed' });
    socket.send({ key: session.key });
    expect(await socket.next()).toEqual({ welcome: true });
    socket.close();
  });

  it('is refused to another origin even with the cookie', async () => {
    const { cookie } = await signIn(host.newLaunchUrl());
    for (const other of ['http://evil.example', `http://localhost:${host.port}`, 'null'])
      await expect(upgrade({ cookie, origin: other })).rejects.toThrow('403');
  });

  it('is refused under another name with 421', async () => {
    const { cookie } = await signIn(host.newLaunchUrl());
    for (const name of ['evil.example', `localhost:${host.port}`, '127.0.0.1'])
      await expect(upgrade({ cookie, host: name })).rejects.toThrow('421');
  });

  it('is refused on another path and without the protocol', async () => {
    const { cookie } = await signIn(host.newLaunchUrl());
    const headers = { origin: origin(), cookie };
    await expect(openSocket(host.port, { headers, path: '/' })).rejects.toThrow('404');
    await expect(openSocket(host.port, { headers, protocols: ['other'] })).rejects.toThrow('400');
  });

  it('closes on what is no request', async () => {
    for (const text of ['{', '[]', '{"id":"1","method":"x"}', '5']) {
      const socket = await connect(await signIn(host.newLaunchUrl()));
      socket.sendText(text);
      expect(await socket.closed).toBe(1008);
    }
  });

  it('takes a frame of 60 MB and closes on one over 64 MB', async () => {
    const socket = await connect(await signIn(host.newLaunchUrl()));
    socket.send({ id: 1, method: 'x', input: 'a'.repeat(60 * 1024 * 1024) });
    expect(await socket.next()).toMatchObject({ id: 1 });
    socket.sendText('a'.repeat(64 * 1024 * 1024 + 1));
    expect(await socket.closed).toBe(1009);
  });
});

it('closing ends open sockets and the core', async () => {
  const socket = await connect(await signIn(host.newLaunchUrl()));
  await host.close();
  await socket.closed;
  expect(core.isClosed()).toBe(true);
  await expect(rawRequest(host.port)).rejects.toThrow('ECONNREFUSED');
  host = await startWebHost({
    core,
    clock,
    logger: { warn: () => {}, error: () => {} },
    uiDir,
    port: 0,
  });
});
