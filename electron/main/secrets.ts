import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { memorySecrets } from '../core/host/node-ports.ts';
import type { Credentials, SecretStore } from '../core/ports.ts';

/** Whether the system keeps a key for us. Linux without a key store would only scramble (`basic_text`). */
async function isProtected(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  if (process.platform !== 'linux') return true;
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

/** Secrets in a file that only the system's key store can open; in memory where there is none. */
export async function desktopSecrets(dataDir: string): Promise<SecretStore> {
  if (!(await isProtected())) return memorySecrets();
  const file = join(dataDir, 'secrets.json');

  const readAll = async () => {
    try {
      return parseObject(await readFile(file, 'utf8'));
    } catch {
      return {}; // none kept yet, or a file we can't read: the person is asked again
    }
  };
  const writeAll = async (all: Readonly<Record<string, unknown>>) => {
    await mkdir(dataDir, { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    await writeFile(temporary, JSON.stringify(all), { mode: 0o600 });
    await rename(temporary, file);
  };
  const open = async (sealed: string): Promise<Credentials | null> => {
    try {
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
      const { username, password } = parseObject(result);
      return isText(username) && isText(password) ? { username, password } : null;
    } catch {
      return null; // sealed with a key this account no longer has
    }
  };

  return {
    kind: 'protected',
    async get(origin) {
      const sealed = (await readAll())[origin];
      return isText(sealed) ? open(sealed) : null;
    },
    async set(origin, credentials) {
      const sealed = await safeStorage.encryptStringAsync(JSON.stringify(credentials));
      await writeAll({ ...(await readAll()), [origin]: sealed.toString('base64') });
    },
    async delete(origin) {
      const kept = Object.entries(await readAll()).filter(([other]) => other !== origin);
      await writeAll(Object.fromEntries(kept));
    },
  };
}
