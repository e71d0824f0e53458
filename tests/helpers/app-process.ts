import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const projectDir = fileURLToPath(new URL('../..', import.meta.url));

export interface AppProcess {
  /** The first launch address: it opens the UI once, within a minute. */
  readonly url: string;
  /** Where this app keeps its drafts, caches and settings; its home folder too. */
  readonly homeDir: string;
  readonly process: ChildProcess;
  /** Stops the app and removes its folder. */
  stop(): Promise<void>;
}

/** An environment in which nothing of this machine's person is read or written. */
export function quietEnvironment(homeDir: string): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(([name]) => !/^(WAYLAND_)?DISPLAY$/.test(name));
  return {
    ...Object.fromEntries(env),
    HOME: homeDir,
    USERPROFILE: homeDir,
    XDG_CONFIG_HOME: join(homeDir, '.config'),
    COMMONPLACE_DATA_DIR: join(homeDir, 'app'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

function firstLine(lines: Interface, child: ChildProcess, stderr: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The app ended at its start:\n${stderr()}`)));
  });
}

/** Starts what `npm start` starts, without a display: the web host, on a free port. */
export async function startApp(
  options: {
    readonly wikiDir?: string;
    readonly args?: readonly string[];
    /** Kept from another start, and left to it; a fresh one without it. */
    readonly homeDir?: string;
    /** Where the project is, for a program that was bundled elsewhere. */
    readonly projectDir?: string;
  } = {},
): Promise<AppProcess> {
  const homeDir = options.homeDir ?? (await mkdtemp(join(tmpdir(), 'commonplace-home-')));
  const wiki = options.wikiDir === undefined ? [] : [options.wikiDir];
  const child = spawn(
    process.execPath,
    [
      join(options.projectDir ?? projectDir, 'electron/launch/start.mjs'),
      ...wiki,
      '--no-open',
      ...(options.args ?? []),
    ],
    { cwd: homeDir, env: quietEnvironment(homeDir), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await firstLine(createInterface(child.stdout), child, () => stderr);
  return {
    url,
    homeDir,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      if (options.homeDir === undefined) await rm(homeDir, { recursive: true, force: true });
    },
  };
}
