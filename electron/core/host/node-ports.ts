import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Credentials, Logger, SecretStore } from '../ports.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref(); // what waits must not keep a finished program alive
    return () => clearTimeout(timer);
  },
};

/** Writes to stderr: stdout belongs to the answers of the terminal's commands. */
export const stderrLogger: Logger = {
  warn: (message, data) => writeLine('warning', message, data),
  error: (message, data) => writeLine('error', message, data),
};

function writeLine(
  level: string,
  message: string,
  data: Readonly<Record<string, unknown>> = {},
): void {
  const rest = Object.keys(data).length === 0 ? '' : ` ${JSON.stringify(data)}`;
  process.stderr.write(`commonplace: ${level}: ${message}${rest}\n`);
}

/** Secrets that end with the host. */
export function memorySecrets(): SecretStore {
  const byOrigin = new Map<string, Credentials>();
  return {
    kind: 'memory',
    get: (origin) => Promise.resolve(byOrigin.get(origin) ?? null),
    set: (origin, credentials) => {
      byOrigin.set(origin, credentials);
      return Promise.resolve();
    },
    delete: (origin) => {
      byOrigin.delete(origin);
      return Promise.resolve();
    },
  };
}

/** The app's own folder, one for every host, so that drafts and recents are shared. */
export function appFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const chosen = env['COMMONPLACE_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const home = homedir();
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Commonplace');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Commonplace');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'commonplace');
}

/** Where a person keeps documents; new wikis are suggested there. */
export function documentsFolder(env: NodeJS.ProcessEnv): string {
  const chosen = env['XDG_DOCUMENTS_DIR'];
  return chosen !== undefined && chosen.startsWith('/') ? chosen : join(homedir(), 'Documents');
}
