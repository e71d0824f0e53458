import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { git, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { projectDir, quietEnvironment, startApp, type AppProcess } from '../helpers/app-process.ts';
import { rawRequest } from '../helpers/raw-http.ts';
import { runLauncher } from '../helpers/run-program.ts';
import { connect, signIn } from '../helpers/web-session.ts';

let app: AppProcess | null = null;
afterEach(async () => {
  await app?.stop();
  app = null;
});

const start = join(projectDir, 'electron/launch/start.mjs');

describe('npm start without a display', () => {
  it('prints an address that opens the app', async () => {
    app = await startApp();
    const socket = await connect(await signIn(app.url));
    socket.send({ id: 1, method: 'app.capabilities', input: {} });
    expect(await socket.next()).toMatchObject({ id: 1, answer: { value: { host: 'browser' } } });
    socket.close();
  });

  it('opens the wiki that it is given', async () => {
    const wikiDir = makeRepo({ files: { 'Home.md': 'x\n' } });
    app = await startApp({ wikiDir });
    const socket = await connect(await signIn(app.url));
    socket.send({ id: 1, method: 'app.capabilities', input: {} });
    expect(await socket.next()).toMatchObject({ answer: { value: { startWiki: wikiDir } } });
    socket.close();
  });

  it('says in one line why it is not on the desktop', async () => {
    const homeDir = makeTempDir();
    const child = spawn(process.execPath, [start], {
      env: quietEnvironment(homeDir),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [line] = (await once(createInterface(child.stderr), 'line')) as [string];
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(line).toBe('Commonplace opens in the browser: there is no display.');
  });

  it('prints a new address when a used one is tried', async () => {
    app = await startApp();
    await signIn(app.url);
    const lines = createInterface(app.process.stdout ?? process.stdin);
    const next = once(lines, 'line') as Promise<[string]>;
    await expect(signIn(app.url)).rejects.toThrow('401');
    const [url] = await next;
    expect(url).not.toBe(app.url);
    expect((await signIn(url)).key).toHaveLength(43);
  });

  it('ends on Ctrl+C and on a termination with code 0, and frees its port', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const started = await startApp();
      const exit = once(started.process, 'exit');
      started.process.kill(signal);
      expect(await exit).toEqual([0, null]);
      await expect(rawRequest(Number(new URL(started.url).port))).rejects.toThrow('ECONNREFUSED');
      await started.stop();
    }
  });

  it('ends when the program that started it is killed', async () => {
    const homeDir = makeTempDir();
    const code = `require('child_process').spawn(process.execPath, [${JSON.stringify(start)}, '--no-open'], { stdio: 'inherit' }); setInterval(() => {}, 1e6)`;
    const parent = spawn(process.execPath, ['-e', code], {
      env: quietEnvironment(homeDir),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [url] = (await once(createInterface(parent.stdout), 'line')) as [string];
    parent.kill('SIGKILL');
    const port = Number(new URL(url).port);
    await vi.waitFor(() => expect(rawRequest(port)).rejects.toThrow('ECONNREFUSED'), {
      timeout: 20_000,
    });
  });

  it('says when a port is taken', async () => {
    app = await startApp();
    const { port } = new URL(app.url);
    const ended = await runLauncher('start.mjs', ['--no-open', '--port', port], {
      homeDir: makeTempDir(),
    });
    expect(ended).toMatchObject({
      code: 1,
      err: `Port ${port} is taken. Choose another with --port.\n`,
    });
  });

  it('answers wrong usage with code 2, and --help with what npm start takes', async () => {
    const homeDir = makeTempDir();
    expect((await runLauncher('start.mjs', ['--what'], { homeDir })).code).toBe(2);
    expect((await runLauncher('start.mjs', ['a', 'b'], { homeDir })).code).toBe(2);
    const help = await runLauncher('start.mjs', ['--help'], { homeDir });
    expect(help.out).toContain('Usage: npm start -- [DIR]');
  });

  it('serves with JSON for scripts', async () => {
    const homeDir = makeTempDir();
    const wikiDir = makeRepo({ files: { 'Home.md': 'x\n' } });
    const args = ['serve', wikiDir, '--no-open', '--json'];
    const child = spawn(
      process.execPath,
      [join(projectDir, 'electron/launch/commonplace.mjs'), ...args],
      { env: quietEnvironment(homeDir), stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(JSON.parse(line)).toMatchObject({ kind: 'browser' });
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe('a second npm start of the same person', () => {
  const second = (first: AppProcess, ...args: string[]) =>
    runLauncher('start.mjs', ['--no-open', ...args], { homeDir: first.homeDir });

  it('gets a new address of the one that runs, for the wiki it names, and ends', async () => {
    app = await startApp();
    const wikiDir = makeRepo({ files: { 'Home.md': 'x\n' } });
    const ended = await second(app, wikiDir);
    expect(ended.code).toBe(0);
    expect(ended.err).toContain('Commonplace runs already');
    const url = ended.out.trim();
    expect(new URL(url).port).toBe(new URL(app.url).port);
    const socket = await connect(await signIn(url));
    socket.send({ id: 1, method: 'app.capabilities', input: {} });
    expect(await socket.next()).toMatchObject({ answer: { value: { startWiki: wikiDir } } });
    socket.close();
    await expect(signIn(url)).rejects.toThrow('401');
    expect((await signIn(app.url)).key).toHaveLength(43);
  });

  it('starts another where that is asked for', async () => {
    app = await startApp();
    const { homeDir } = app;
    const other = await startApp({ homeDir, args: ['--new'] });
    expect(new URL(other.url).port).not.toBe(new URL(app.url).port);
    await other.stop();
    expect((await second(app)).out).toContain(new URL(app.url).origin);
  });

  it('is not misled by what one that was killed left behind', async () => {
    app = await startApp();
    const { homeDir } = app;
    const exit = once(app.process, 'exit');
    app.process.kill('SIGKILL');
    await exit;
    const next = await startApp({ homeDir });
    expect((await second(next)).out).toContain(new URL(next.url).origin);
    await next.stop();
  });

  it.skipIf(process.platform === 'win32')('is heard by nobody of another account', async () => {
    app = await startApp();
    const { mode } = statSync(join(app.homeDir, 'app/browser.sock'));
    expect(mode & 0o777).toBe(0o600);
  });
});

describe('two programs on one wiki', () => {
  it('know of each other, and each sees at once what the other saves', async () => {
    const wikiDir = makeRepo({ files: { 'Home.md': 'x\n' } });
    git(wikiDir, 'config', 'user.name', 'Ada Writer');
    git(wikiDir, 'config', 'user.email', 'ada@example.org');
    app = await startApp();
    const other = await startApp();
    const [here, there] = await Promise.all([openIn(app, wikiDir), openIn(other, wikiDir)]);
    // Who asks is on the list from then on, however short ago it opened the wiki.
    await here.ask('wiki.holders', {});
    expect(await there.ask('wiki.holders', {})).toMatchObject({
      value: {
        holders: [
          { program: 'browser', isThis: expect.any(Boolean) as boolean },
          { program: 'browser', isThis: expect.any(Boolean) as boolean },
        ],
      },
    });
    const save = (path: string) => ({ path, text: `${path}\n`, base: null, summary: '' });
    const [one, two] = await Promise.all([
      here.ask('page.save', save('One.md')),
      there.ask('page.save', save('Two.md')),
    ]);
    expect([one, two]).toMatchObject([{ value: { kind: 'saved' } }, { value: { kind: 'saved' } }]);
    await here.until('Two.md');
    await there.until('One.md');
    expect(git(wikiDir, 'status', '--porcelain')).toBe('');
    expect(git(wikiDir, 'rev-list', '--count', 'HEAD')).toBe('3');
    await other.stop();
    expect(await here.ask('wiki.holders', {})).toMatchObject({
      value: { holders: [{ program: 'browser', isThis: true }] },
    });
  });
});

/** A page on a wiki: asks, and sees the pages that events name. */
async function openIn(host: AppProcess, dir: string) {
  const socket = await connect(await signIn(host.url));
  const answers = new Map<number, unknown>();
  const changed = new Set<string>();
  let id = 0;
  const hear = async () => {
    const frame = (await socket.next()) as
      | { readonly id: number; readonly answer: unknown }
      | { readonly event: { readonly changed?: readonly { readonly path: string }[] } };
    if ('id' in frame) answers.set(frame.id, frame.answer);
    else for (const { path } of frame.event.changed ?? []) changed.add(path);
  };
  const request = async (method: string, input: object) => {
    id += 1;
    const mine = id;
    socket.send({ id: mine, method, input });
    while (!answers.has(mine)) await hear();
    return answers.get(mine);
  };
  const opened = (await request('wiki.open', { dir })) as {
    readonly value: { readonly summary: { readonly wiki: string } };
  };
  const { wiki } = opened.value.summary;
  return {
    ask: (method: string, input: object) => request(method, { wiki, ...input }),
    async until(path: string) {
      while (!changed.has(path)) await hear();
    },
  };
}
