import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCoreThread, type CoreThread } from '../../electron/core/host/core-thread.ts';
import createWorker from '../../electron/core/host/core-worker.ts?nodeWorker';
import { memorySecrets } from '../../electron/core/host/node-ports.ts';
import type { Clock, SecretStore, Shell } from '../../electron/core/ports.ts';
import { startWebHost } from '../../electron/webhost/host.ts';
import type { Envelope } from '../../shared/contract/envelope.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import { setAuthor } from '../helpers/core.ts';
import { git, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import createHeldWorker from '../helpers/held-core-worker.ts?nodeWorker';
import { manualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { rawRequest } from '../helpers/raw-http.ts';

interface Started {
  readonly core: CoreThread;
  readonly clock: ManualClock;
  readonly events: AppEvent[];
  readonly logged: string[];
  /** The threads started so far. */
  readonly workers: Worker[];
  ask(method: string, input: unknown): Promise<Envelope>;
  until(isIt: (event: AppEvent) => boolean): Promise<void>;
}

const noShell: Shell = {
  pickFolder: null,
  openExternal: null,
  showInFolder: null,
  setSpelling: null,
};

async function start(
  ports: { secrets?: SecretStore; shell?: Shell } = {},
  createOne: typeof createWorker = createWorker,
): Promise<Started> {
  const home = makeTempDir();
  mkdirSync(join(home, 'documents'));
  const clock = manualClock();
  const workers: Worker[] = [];
  const logged: string[] = [];
  const note = (message: string) => void logged.push(message);
  const core = await startCoreThread({
    setup: {
      host: 'browser',
      version: '0.0.0-test',
      dataDir: join(home, 'app'),
      documentsDir: join(home, 'documents'),
      sampleDir: new URL('../../electron/core/sample-wiki', import.meta.url).pathname,
      startWiki: null,
    },
    clock: clock satisfies Clock,
    logger: { warn: note, error: note },
    secrets: memorySecrets(),
    shell: noShell,
    startWorker(options) {
      const worker = createOne(options);
      workers.push(worker);
      return worker;
    },
    ...ports,
  });
  onTestFinished(() => core.close());
  const events: AppEvent[] = [];
  const checks = new Set<() => void>();
  core.onEvent((text) => {
    events.push(JSON.parse(text) as AppEvent);
    for (const check of checks) check();
  });
  return {
    core,
    clock,
    events,
    logged,
    workers,
    ask: async (method, input) => JSON.parse(await core.request(method, input)) as Envelope,
    until: (isIt) =>
      new Promise((resolve) => {
        const check = () => {
          if (!events.some(isIt)) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
}

function makeWiki(): string {
  const dir = makeRepo({ files: { 'Home.md': 'Hello [[Other]]\n', 'Other.md': 'words\n' } });
  setAuthor(dir);
  return dir;
}

async function open(started: Started, dir: string): Promise<string> {
  const answer = await started.ask('wiki.open', { dir });
  expect(answer).toMatchObject({ ok: true, value: { kind: 'opened' } });
  return (answer as { value: { summary: { wiki: string } } }).value.summary.wiki;
}

describe('the core in its own thread', () => {
  test('answers, tells events, searches and gives files as it does in this one', async () => {
    const started = await start();
    const dir = makeWiki();
    const wiki = await open(started, dir);
    await started.until((event) => event.name === 'index.progress' && event.isReady);
    expect(await started.ask('search.query', { wiki, query: 'words' })).toMatchObject({
      value: { hits: [{ path: 'Other.md' }] },
    });
    expect(await started.ask('no.such', {})).toMatchObject({ error: { code: 'UNKNOWN_METHOD' } });
    const asset = await started.core.readAsset(wiki, 'Home.md');
    expect(Buffer.from(asset?.bytes ?? []).toString()).toBe('Hello [[Other]]\n');
    expect(await started.core.readAsset(wiki, 'None.md')).toBeNull();
  });

  test('saves a page while this thread is held up', async () => {
    const started = await start();
    const dir = makeWiki();
    const wiki = await open(started, dir);
    const before = git(dir, 'rev-parse', 'HEAD');
    const saving = started.ask('page.save', {
      wiki,
      path: 'New.md',
      text: 'new\n',
      base: null,
      summary: '',
    });
    const untilMs = Date.now() + 30_000;
    // Nothing of this thread runs in this loop, no timer and no callback.
    while (git(dir, 'rev-parse', 'HEAD') === before && Date.now() < untilMs);
    expect(git(dir, 'show', 'HEAD:New.md')).toBe('new');
    expect(await saving).toMatchObject({ ok: true, value: { kind: 'saved' } });
  });

  test('leaves the web host free to answer while it is held up', async () => {
    const gate = new Int32Array(new SharedArrayBuffer(8));
    const started = await start({}, createHeldWorker);
    const uiDir = makeTempDir();
    const host = await startWebHost({
      core: started.core,
      clock: started.clock,
      logger: { warn: () => undefined, error: () => undefined },
      uiDir,
      port: 0,
    });
    const held = started.ask('held', gate);
    // The other thread has come to the gate, where it stands until it is opened.
    await expect.poll(() => Atomics.load(gate, 1)).toBe(1);
    expect((await rawRequest(host.port)).status).toBe(404);
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    expect(await held).toEqual({ ok: true, value: 'let go' });
    await host.close();
  });

  test('reaches the secrets and the dialogs of the host', async () => {
    const asked: string[] = [];
    const secrets = memorySecrets();
    const started = await start({
      secrets: { ...secrets, kind: 'protected' },
      shell: {
        pickFolder: (title) => Promise.resolve(`/picked/${title}`),
        openExternal: (url) => {
          asked.push(url);
          return Promise.reject(new Error('no browser'));
        },
        showInFolder: null,
        setSpelling: (languages) => {
          asked.push(...languages);
          return Promise.resolve();
        },
      },
    });
    expect(await started.ask('app.capabilities', {})).toMatchObject({
      value: { canPickFolder: true, canShowInFolder: false, secrets: 'protected' },
    });
    expect(await started.ask('app.pickFolder', { title: 'Here' })).toMatchObject({
      value: { dir: '/picked/Here' },
    });
    expect(await started.ask('app.openExternal', { url: 'https://example.org/' })).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL' },
    });
    expect(asked).toEqual(['https://example.org/']);
    const url = 'https://example.org/wiki.git';
    await started.ask('sync.signInTo', { url, username: 'ada', password: 'secret' });
    expect(await secrets.get('https://example.org')).toEqual({
      username: 'ada',
      password: 'secret',
    });
    expect(started.logged.join()).not.toContain('secret');
  });

  test('names the start wiki that was set last', async () => {
    const started = await start();
    started.core.setStartWiki('/somewhere');
    expect(await started.ask('app.capabilities', {})).toMatchObject({
      value: { startWiki: '/somewhere' },
    });
  });

  test('ends when it is closed, and answers that it did', async () => {
    const started = await start();
    const [worker] = started.workers;
    const ended = new Promise((resolve) => worker?.once('exit', resolve));
    await started.core.close();
    expect(await ended).toBe(0);
    expect(await started.ask('app.settings', {})).toMatchObject({ error: { code: 'CANCELLED' } });
  });
});

describe('a core that dies', () => {
  test('answers who waits, starts again, and has its wikis open and its drafts', async () => {
    const started = await start();
    const dir = makeWiki();
    const wiki = await open(started, dir);
    await started.until((event) => event.name === 'index.progress' && event.isReady);
    await started.ask('draft.save', { wiki, path: 'Home.md', text: 'every key\n', base: null });
    const checking = await started.ask('wiki.check', { wiki });
    const { job } = (checking as { value: { job: string } }).value;
    started.events.length = 0;
    const waiting = started.ask('page.read', { wiki, path: 'Home.md' });
    await started.workers[0]?.terminate();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(started.events).toContainEqual(
      expect.objectContaining({ name: 'job.failed', job }) as AppEvent,
    );
    expect(await started.ask('page.read', { wiki, path: 'Home.md' })).toMatchObject({
      ok: true,
      value: { draft: { text: 'every key\n' } },
    });
    expect(started.workers).toHaveLength(2);
    expect(started.events).toContainEqual(
      expect.objectContaining({
        name: 'pages.changed',
        changed: [
          { path: 'Home.md', title: 'Home' },
          { path: 'Other.md', title: 'Other' },
        ],
      }) as AppEvent,
    );
  });

  test('may save again at once: what it had locked is free', async () => {
    const started = await start();
    const dir = makeWiki();
    const wiki = await open(started, dir);
    const save = (path: string) =>
      started.ask('page.save', { wiki, path, text: 'x\n', base: null, summary: '' });
    const lock = join(dir, '.git/commonplace.lock');
    const saving = save('First.md');
    // Either it is in the middle of it, or already past it.
    while (!existsSync(lock) && !existsSync(join(dir, 'First.md')));
    await started.workers[0]?.terminate();
    await saving;
    expect(await save('Second.md')).toMatchObject({ value: { kind: 'saved' } });
    expect(readFileSync(join(dir, 'Second.md'), 'utf8')).toBe('x\n');
    expect(git(dir, 'fsck', '--strict')).toBe('');
  });

  test('twice within a minute stays down until the minute is over, and says what to do', async () => {
    const started = await start();
    for (const worker of [0, 1]) {
      await started.ask('app.settings', {});
      await started.workers[worker]?.terminate();
    }
    expect(await started.ask('app.settings', {})).toMatchObject({
      error: { code: 'INTERNAL', message: expect.stringContaining('Quit Commonplace') as string },
    });
    await expect(started.core.readAsset('0'.repeat(16), 'x')).rejects.toThrow('Quit Commonplace');
    started.clock.advance(60_000);
    expect(await started.ask('app.settings', {})).toMatchObject({ ok: true });
    expect(started.workers).toHaveLength(3);
  });
});
