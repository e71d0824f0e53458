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
import { answerOtherStarts, askRunningHost } from './running-host.ts';

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface OpenOptions {
  readonly port: number;
  readonly startWiki: string | null;
  /** A host of its own, even where one runs on the same data folder. */
  readonly isNew: boolean;
  readonly onSignInRefused: () => void;
}

export type OpenedHost =
  | { readonly kind: 'opened'; readonly host: WebHost }
  /** Another start serves this person already; its address opens the wiki that was asked for. */
  | { readonly kind: 'joined'; readonly url: string };

/**
 * Starts the core and serves it to a browser, or finds the host that does so already. This is what
 * `npm start` calls in the built app.
 */
export async function openWebHost(options: OpenOptions): Promise<OpenedHost> {
  const dataDir = appFolder(process.env, process.platform);
  const url = options.isNew ? null : await askRunningHost(dataDir, options.startWiki);
  if (url !== null && (options.port === 0 || Number(new URL(url).port) === options.port))
    return { kind: 'joined', url };
  const core = await startCoreThread({
    setup: {
      host: 'browser',
      version: await readVersion(built('../../package.json')),
      dataDir,
      documentsDir: documentsFolder(process.env),
      sampleDir: built('../sample-wiki'),
      startWiki: options.startWiki,
    },
    clock: systemClock,
    logger: stderrLogger,
    secrets: withGitCredentials(memorySecrets(), process.env),
    shell: { pickFolder: null, openExternal: null, showInFolder: null, setSpelling: null },
  });
  try {
    const host = await startWebHost({
      core,
      clock: systemClock,
      logger: stderrLogger,
      uiDir: built('../renderer'),
      port: options.port,
      onSignInRefused: options.onSignInRefused,
    });
    const stopAnswering = await answerOtherStarts(dataDir, (wiki) => {
      if (wiki !== null) core.setStartWiki(wiki);
      return host.newLaunchUrl();
    });
    return {
      kind: 'opened',
      host: {
        ...host,
        close() {
          stopAnswering();
          return host.close();
        },
      },
    };
  } catch (error) {
    await core.close();
    throw error;
  }
}
