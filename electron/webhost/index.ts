import { fileURLToPath } from 'node:url';
import { startCoreThread } from '../core/host/core-thread.ts';
import { withGitCredentials } from '../core/host/git-credentials.ts';
import {
  appFolder,
  documentsFolder,
  memorySecrets,
  stderrLogger,
  systemClock,
} from '../core/host/node-ports.ts';
import { readVersion } from '../core/host/version.ts';
import { startWebHost, type WebHost } from './host.ts';

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface OpenOptions {
  readonly port: number;
  readonly startWiki: string | null;
  readonly onSignInRefused: () => void;
}

/** Starts the core and serves it to a browser. This is what `npm start` calls in the built app. */
export async function openWebHost(options: OpenOptions): Promise<WebHost> {
  const core = await startCoreThread({
    setup: {
      host: 'browser',
      version: await readVersion(built('../../package.json')),
      dataDir: appFolder(process.env, process.platform),
      documentsDir: documentsFolder(process.env),
      sampleDir: built('../sample-wiki'),
      startWiki: options.startWiki,
    },
    clock: systemClock,
    logger: stderrLogger,
    secrets: withGitCredentials(memorySecrets(), process.env),
    shell: { pickFolder: null, openExternal: null, showInFolder: null },
  });
  try {
    return await startWebHost({
      core,
      clock: systemClock,
      logger: stderrLogger,
      uiDir: built('../renderer'),
      port: options.port,
      onSignInRefused: options.onSignInRefused,
    });
  } catch (error) {
    await core.close();
    throw error;
  }
}
