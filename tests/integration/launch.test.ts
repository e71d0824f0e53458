import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeRepo, makeTempDir } from '../helpers/git-repo.ts';
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
