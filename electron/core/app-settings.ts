import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/contract/errors.ts';
import { settings as settingsSchema, type Settings } from '../../shared/contract/methods-app.ts';
import { expandPath } from '../git/config.ts';
import type { NetworkChoice } from '../git/transport/access.ts';
import { readCertificates } from '../git/transport/http/certificates.ts';
import { noProxy, parseProxy } from '../git/transport/http/proxy.ts';
import { jsonFile } from '../storage/json-file.ts';
import type { EventBus } from './events.ts';
import type { CorePorts } from './ports.ts';

type Changes = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

const defaultSettings: Settings = {
  theme: 'system',
  sidebar: true,
  outline: true,
  loadRemoteImages: false,
  spellcheck: true,
  fetchDictionaries: false,
  proxy: '',
  caFile: '',
};

/** A file of an earlier version lacks some settings and keeps the others. */
const keptSettings = z.object({ ...settingsSchema.partial().shape });

/** The person's tastes, in one small file. */
export function createSettings(ports: CorePorts, bus: EventBus) {
  const { secrets } = ports;
  const file = settingsFile(ports);
  return {
    read: file.read,
    /** @throws AppError `BAD_INPUT`, `NETWORK_SETTINGS` for what cannot be used */
    async update(changes: Changes) {
      const before = await file.read();
      const given: Changes = {
        ...changes,
        ...(changes.caFile === undefined ? {} : { caFile: await checkedFile(changes.caFile) }),
        ...(changes.proxy === undefined ? {} : { proxy: await keepProxy(changes.proxy) }),
      };
      const known = Object.entries(given).filter(([, value]) => value !== undefined);
      const next = settingsSchema.parse({ ...before, ...Object.fromEntries(known) });
      await file.write(next);
      if (next.proxy !== before.proxy) await secrets.delete(proxySecret(before.proxy));
      bus.emit({ name: 'settings.changed' });
      return next;
    },
  };

  /** The proxy's address without its credentials: those go where secrets are kept. */
  async function keepProxy(text: string): Promise<string> {
    const address = text.trim();
    if (address === '' || address === noProxy) return address;
    const parsed = parseProxy(address);
    if (parsed.kind === 'invalid') throw new AppError('BAD_INPUT', parsed.message);
    const { origin, credentials } = parsed.proxy;
    if (credentials !== null) await secrets.set(proxySecret(origin), credentials);
    return origin;
  }
}

/** What the settings say of the network now. */
export async function networkChoice(
  ports: Pick<CorePorts, 'dataDir' | 'secrets'>,
): Promise<NetworkChoice> {
  const { proxy, caFile } = await settingsFile(ports).read();
  const hasOwn = proxy !== '' && proxy !== noProxy;
  const proxyCredentials = hasOwn ? await ports.secrets.get(proxySecret(proxy)) : null;
  return { proxy, proxyCredentials, caFile };
}

/** Apart from the key of a wiki that is shared on the same computer. */
function proxySecret(origin: string): string {
  return `proxy+${origin}`;
}

function settingsFile({ dataDir }: Pick<CorePorts, 'dataDir'>) {
  const file = jsonFile(join(dataDir, 'settings.json'), keptSettings, {});
  return {
    read: async () => settingsSchema.parse({ ...defaultSettings, ...(await file.read()) }),
    write: (settings: Settings) => file.write(settings),
  };
}

async function checkedFile(text: string): Promise<string> {
  const typed = text.trim();
  if (typed === '') return '';
  const path = expandPath(typed, homedir());
  if (!isAbsolute(typed) && !typed.startsWith('~/')) {
    throw new AppError('BAD_INPUT', 'Give the whole path of the file, from the start of the disk.');
  }
  await readCertificates(path);
  return path;
}
