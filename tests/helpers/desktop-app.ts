import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { projectDir, quietEnvironment } from './app-process.ts';
import { chromiumPath } from './chromium.ts';

const standIn = join(projectDir, 'tests/helpers/electron-stand-in/run.mjs');

/** Electron's own program, where this machine can run it. */
function realElectron(): string | null {
  const folder = join(projectDir, 'node_modules/electron');
  if (process.platform === 'linux' && process.env['DISPLAY'] === undefined) return null;
  if (!existsSync(join(folder, 'path.txt'))) return null;
  const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
  return existsSync(program) ? program : null;
}

/** Which program the desktop tests run in: their titles say it. */
export const desktopProgram = realElectron() === null ? 'stand-in' : 'Electron';

export interface DesktopApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly homeDir: string;
  stop(): Promise<void>;
}

export interface DesktopOptions {
  readonly wikiDir?: string;
  /** For the stand-in: which key store it pretends to have, and so on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kept from an earlier start; a fresh one without it. */
  readonly homeDir?: string;
}

/** Starts the built desktop app, in Electron where it is present, else in the stand-in. */
export async function startDesktop(options: DesktopOptions = {}): Promise<DesktopApp> {
  const homeDir = options.homeDir ?? (await mkdtemp(join(tmpdir(), 'commonplace-home-')));
  const defined = Object.entries({
    ...quietEnvironment(homeDir),
    DISPLAY: process.env['DISPLAY'],
    CHROMIUM_PATH: chromiumPath(),
    ...options.env,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await _electron.launch({
    executablePath: realElectron() ?? standIn,
    args: [projectDir, ...(options.wikiDir === undefined ? [] : [options.wikiDir])],
    cwd: homeDir,
    env: Object.fromEntries(defined),
  });
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'commonplace' in window);
  return {
    app,
    page,
    homeDir,
    async stop() {
      await app.close();
      if (options.homeDir === undefined) await rm(homeDir, { recursive: true, force: true });
    },
  };
}
