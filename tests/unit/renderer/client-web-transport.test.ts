import { expect, test } from 'vitest';
import { createApi } from '../../../renderer/client/api.ts';
import { webTransport } from '../../../renderer/client/web-transport.ts';
import { closeSignedOut } from '../../../shared/contract/envelope.ts';
import type { JobProgress } from '../../../shared/contract/events.ts';
import type { JobId } from '../../../shared/contract/values.ts';

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  readonly sent: unknown[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.dispatchEvent(new Event('open'));
    this.receive({ welcome: true });
  }
  receive(frame: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }
  drop(code = 1006): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const retries: { delayMs: number; run: () => void }[] = [];
  let signedOut = 0;
  const transport = webTransport('the key', {
    openSocket() {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket; // the members that the transport uses
    },
    after(delayMs, run) {
      retries.push({ delayMs, run });
      return () => undefined;
    },
    onSignedOut: () => (signedOut += 1),
  });
  const latest = () => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  return { transport, sockets, retries, latest, signedOut: () => signedOut };
}

const job = 'job-1' as JobId;
const progress: JobProgress = { phase: 'a', done: 1, total: 2, unit: 'files', bytes: null };

test('the key goes first and requests wait for the welcome', async () => {
  const { transport, latest } = setUp();
  const answer = transport.request('app.settings', {});
  expect(latest().sent).toEqual([]);
  latest().open();
  expect(latest().sent).toEqual([
    { key: 'the key', client: transport.client },
    { id: 1, method: 'app.settings', input: {} },
  ]);
  latest().receive({ id: 1, answer: { ok: true, value: 'yes' } });
  expect(await answer).toEqual({ ok: true, value: 'yes' });
});

test('answers find their requests in any order', async () => {
  const { transport, latest } = setUp();
  latest().open();
  const first = transport.request('a', {});
  const second = transport.request('b', {});
  latest().receive({ id: 2, answer: { ok: true, value: 'b' } });
  latest().receive({ id: 1, answer: { ok: true, value: 'a' } });
  expect(await Promise.all([first, second])).toEqual([
    { ok: true, value: 'a' },
    { ok: true, value: 'b' },
  ]);
});

test('a lost connection fails what was sent and keeps what was not', async () => {
  const { transport, latest, retries } = setUp();
  latest().open();
  const sent = transport.request('sent', {});
  latest().drop();
  expect(transport.connection()).toEqual({ kind: 'lost' });
  expect(await sent).toMatchObject({ ok: false, error: { code: 'NETWORK' } });
  const kept = transport.request('kept', {});
  retries[0]?.run();
  latest().open();
  expect(latest().sent.at(-1)).toEqual({ id: 2, method: 'kept', input: {} });
  latest().receive({ id: 2, answer: { ok: true, value: null } });
  expect(await kept).toEqual({ ok: true, value: null });
});

test('each failed attempt waits longer, up to five seconds, until one succeeds', () => {
  const { latest, retries } = setUp();
  for (let attempt = 0; attempt < 7; attempt += 1) {
    latest().drop();
    retries.at(-1)?.run();
  }
  expect(retries.map(({ delayMs }) => delayMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  latest().open();
  latest().drop();
  expect(retries.at(-1)?.delayMs).toBe(250);
});

test('an unknown session ends for good and is forgotten', async () => {
  const { transport, latest, retries, signedOut } = setUp();
  const waiting = transport.request('a', {});
  latest().drop(closeSignedOut);
  expect(transport.connection().kind).toBe('signedOut');
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'AUTH_REQUIRED' } });
  expect(await transport.request('b', {})).toMatchObject({ ok: false });
  expect(retries).toEqual([]);
  expect(signedOut()).toBe(1);
});

test('a failure rejects with its code, message and data', async () => {
  const { transport, latest } = setUp();
  const api = createApi(transport);
  latest().open();
  const answer = api.request('app.settings', {});
  const error = { code: 'DISK', message: 'The disk is full.', data: { dir: '/x' } };
  latest().receive({ id: 1, answer: { ok: false, error } });
  await expect(answer).rejects.toMatchObject(error);
});

test('a job that ends before its id is known still ends', async () => {
  const { transport, latest } = setUp();
  const api = createApi(transport);
  latest().open();
  const seen: JobProgress[] = [];
  const result = api.runJob(
    'wiki.join',
    { url: 'https://example.org', parentDir: '/x' },
    { onProgress: (each) => seen.push(each) },
  );
  const value = { kind: 'refused', reason: 'notAUrl', message: 'No.' };
  latest().receive({ event: { name: 'job.progress', job, progress } });
  latest().receive({ event: { name: 'job.done', job: 'another', value: 'not this one' } });
  latest().receive({ event: { name: 'job.done', job, value } });
  latest().receive({ id: 1, answer: { ok: true, value: { job } } });
  expect(await result).toEqual(value);
  expect(seen).toEqual([progress]);
});

test('a job that ends while the connection is lost is asked about when it is back', async () => {
  const { transport, latest, retries } = setUp();
  const api = createApi(transport);
  latest().open();
  let isStarted: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (isStarted = resolve));
  const result = api.runJob(
    'wiki.join',
    { url: 'https://example.org', parentDir: '/x' },
    { onStart: () => isStarted() },
  );
  latest().receive({ id: 1, answer: { ok: true, value: { job } } });
  await started;
  latest().drop();
  retries[0]?.run();
  latest().open();
  expect(latest().sent.at(-1)).toMatchObject({ method: 'job.state', input: { job } });
  const error = { code: 'NETWORK', message: 'Cut off.', data: {} };
  latest().receive({ id: 2, answer: { ok: true, value: { kind: 'failed', error } } });
  await expect(result).rejects.toMatchObject({ code: 'NETWORK', message: 'Cut off.' });
});

test('stopping a job cancels it by its id', async () => {
  const { transport, latest } = setUp();
  const api = createApi(transport);
  latest().open();
  const stop = new Promise<() => void>((resolve) => {
    const result = api.runJob(
      'wiki.join',
      { url: 'https://example.org', parentDir: '/x' },
      { onStart: resolve },
    );
    result.catch(() => undefined);
  });
  latest().receive({ id: 1, answer: { ok: true, value: { job } } });
  (await stop)();
  expect(latest().sent.at(-1)).toMatchObject({ method: 'job.cancel', input: { job } });
});
