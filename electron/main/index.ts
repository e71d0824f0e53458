import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow } from 'electron';
import { z } from 'zod';
import { wikiId } from '../../shared/contract/values.ts';
import { startCoreThread } from '../core/host/core-thread.ts';
import { appFolder, stderrLogger, systemClock } from '../core/host/node-ports.ts';
import type { TextCore } from '../core/host/text-core.ts';
import { openDoor } from './door.ts';
import { guardEverything } from './guard.ts';
import { installMenu } from './menu.ts';
import { appUrl } from './origin.ts';
import { registerScheme, serveScheme } from './scheme.ts';
import { desktopSecrets } from './secrets.ts';
import { desktopShell } from './shell-port.ts';
import { createWindow } from './window.ts';

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The wiki named on a command line; null when it names none. */
function wikiArgument(argv: readonly string[], cwd: string): string | null {
  const named = argv
    .slice(1)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .map((argument) => resolve(cwd, argument))
    .find((path) => path !== app.getAppPath());
  return named ?? null;
}

const wikiOpened = z.object({ value: z.object({ summary: z.object({ wiki: wikiId }) }) });

/** Shows another wiki in the window that is there: a second start of the app asks for it. */
async function show(core: TextCore, window: BrowserWindow, dir: string | null): Promise<void> {
  if (window.isMinimized()) window.restore();
  window.focus();
  if (dir === null) return;
  const answer = wikiOpened.safeParse(JSON.parse(await core.request('wiki.open', { dir })));
  if (answer.success) await window.loadURL(`${appUrl}#/w/${answer.data.value.summary.wiki}`);
}

const dictionarySetting = z.object({ value: z.object({ fetchDictionaries: z.boolean() }) });

async function mayFetchDictionaries(core: TextCore): Promise<boolean> {
  const answer = dictionarySetting.safeParse(JSON.parse(await core.request('app.settings', {})));
  return answer.success && answer.data.value.fetchDictionaries;
}

async function start(dataDir: string): Promise<void> {
  let window: BrowserWindow | null = null;
  let canFetchDictionaries = false;
  const core = await startCoreThread({
    setup: {
      host: 'desktop',
      version: app.getVersion(),
      dataDir,
      documentsDir: app.getPath('documents'),
      sampleDir: built('../sample-wiki'),
      startWiki: wikiArgument(process.argv, process.cwd()),
    },
    clock: systemClock,
    logger: stderrLogger,
    secrets: await desktopSecrets(dataDir),
    shell: desktopShell(
      () => window,
      () => canFetchDictionaries,
    ),
  });
  guardEverything();
  serveScheme(core, built('../renderer'), stderrLogger);
  installMenu();

  const open = async () => {
    canFetchDictionaries = await mayFetchDictionaries(core);
    const opened = createWindow({
      // Only macOS has dictionaries of its own: elsewhere they come from a third party, if one may ask it.
      isSpellchecked: process.platform === 'darwin' || canFetchDictionaries,
      preload: built('../preload/index.cjs'),
      stateFile: join(app.getPath('userData'), 'window.json'),
    });
    window = opened;
    opened.on('closed', () => (window = null));
    openDoor(core, opened);
    await opened.loadURL(appUrl);
  };
  app.on('second-instance', (_event, argv, cwd) => {
    const asked = async () => {
      if (window === null) await open();
      if (window !== null) await show(core, window, wikiArgument(argv, cwd));
    };
    void asked();
  });
  app.on('activate', () => {
    if (window === null) void open();
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    void core.close().finally(() => app.exit(0));
  });
  await open();
}

function main(): void {
  const dataDir = appFolder(process.env, process.platform);
  app.setPath('userData', join(dataDir, 'desktop'));
  app.enableSandbox();
  registerScheme();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  // Not awaited at the top level: an ES module's main would wait for itself.
  app
    .whenReady()
    .then(() => start(dataDir))
    .catch((error: unknown) => {
      stderrLogger.error('Commonplace could not start', { cause: String(error) });
      app.exit(1);
    });
}

main();
