import { fileURLToPath } from 'node:url';
import { createCore } from '../core/core.ts';
import {
  appFolder,
  documentsFolder,
  memorySecrets,
  stderrLogger,
  systemClock,
} from '../core/host/node-ports.ts';
import { readVersion } from '../core/host/version.ts';
import { processTerminal } from './process-terminal.ts';
import { runCommand } from './run.ts';

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Runs one command in this process's terminal; gives its exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) ends the program, as it does any other.
  process.stdout.on('error', () => process.exit(1));
  return runCommand(argv, processTerminal(), async () =>
    createCore({
      host: 'terminal',
      version: await readVersion(built('../../package.json')),
      clock: systemClock,
      logger: stderrLogger,
      secrets: memorySecrets(),
      shell: { pickFolder: null, openExternal: null, showInFolder: null, setSpelling: null },
      dataDir: appFolder(process.env, process.platform),
      documentsDir: documentsFolder(process.env),
      sampleDir: built('../sample-wiki'),
      startWiki: null,
    }),
  );
}
