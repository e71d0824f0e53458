import { BlockList, isIP } from 'node:net';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { ConfigEntry } from '../../config-text.ts';
import type { RemoteCredentials } from '../access.ts';
import { settingFor } from './url-setting.ts';

interface ProxyPlace {
  /** `http://host:port`, without credentials. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  readonly credentials: RemoteCredentials | null;
}

/** Reads requests for http places and passes them on; to https places it gives a tunnel. */
export interface WebProxy extends ProxyPlace {
  readonly kind: 'web';
  readonly isSecure: boolean;
}

/** Passes on bytes, whatever they are: an SSH tunnel, Tor, the way out of a campus. */
export interface SocksProxy extends ProxyPlace {
  readonly kind: 'socks';
  readonly version: 4 | 5;
  /** It looks up names itself: they may be known only where it stands, or shall not be seen here. */
  readonly findsNames: boolean;
}

/** A computer through which others are reached. */
export type Proxy = WebProxy | SocksProxy;

/** As the app's settings have it: `direct` for none, an address, or empty for what the system says. */
export const noProxy = 'direct';

type ProxyAddress =
  | { readonly kind: 'proxy'; readonly proxy: Proxy }
  | { readonly kind: 'invalid'; readonly message: string };

/** What proxies a person, git and the system name. */
interface ProxySources {
  /** The app's own setting. */
  readonly chosen: string;
  readonly chosenCredentials: RemoteCredentials | null;
  /** The person's own git settings, never a repository's: whoever wrote that would see all traffic. */
  readonly personal: readonly ConfigEntry[];
  readonly env: NodeJS.ProcessEnv;
}

const example =
  'An address looks like http://proxy.example.org:3128 or socks5h://proxy.example.org:1080.';

/** As curl and git read them; `socks://` is the oldest kind. */
const socksKinds: Readonly<Record<string, Pick<SocksProxy, 'version' | 'findsNames'>>> = {
  socks: { version: 4, findsNames: false },
  socks4: { version: 4, findsNames: false },
  socks4a: { version: 4, findsNames: true },
  socks5: { version: 5, findsNames: false },
  socks5h: { version: 5, findsNames: true },
};

/** Each is sent with its length in one byte. */
const maxSocksCredentialBytes = 255;

/** Reads what a person typed as the address of a proxy. `host:port` stands for `http://host:port`. */
export function parseProxy(text: string): ProxyAddress {
  const trimmed = text.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//iu.exec(trimmed)?.[1]?.toLowerCase() ?? 'http';
  const socks = socksKinds[scheme];
  if (socks === undefined && scheme !== 'http' && scheme !== 'https') {
    return invalid(`Proxies that start with ${scheme}:// are not supported. ${example}`);
  }
  const full = trimmed.includes('://') ? trimmed : `http://${trimmed}`;
  if (/\s/u.test(full) || !URL.canParse(full)) return invalid(`This is no address. ${example}`);
  const url = new URL(full);
  const isBare = ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
  if (url.hostname === '' || !isBare) return invalid(`This is no proxy’s address. ${example}`);
  const credentials = credentialsIn(url);
  if (credentials === 'malformed') {
    return invalid('The name or password inside the proxy’s address holds a mistake.');
  }
  // Without the brackets of an IPv6 address: it is what a socket connects to.
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  if (socks !== undefined) {
    if (credentials !== null && isLong(credentials)) {
      return invalid('The name or password inside the proxy’s address is too long.');
    }
    const port = url.port === '' ? 1080 : Number(url.port);
    const origin = `${scheme}://${url.hostname}:${port}`;
    return { kind: 'proxy', proxy: { kind: 'socks', ...socks, origin, host, port, credentials } };
  }
  const isSecure = scheme === 'https';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  const { origin } = url;
  return { kind: 'proxy', proxy: { kind: 'web', isSecure, origin, host, port, credentials } };
}

function isLong({ username, password }: RemoteCredentials): boolean {
  return [username, password].some((part) => Buffer.byteLength(part) > maxSocksCredentialBytes);
}

/**
 * The proxy for an address; null to connect directly. The app's setting goes first, then the person's
 * git, then the environment; NO_PROXY holds for all of them, as in git.
 *
 * @throws AppError `NETWORK_SETTINGS` for a proxy that cannot be used
 */
export function proxyFor(url: URL, sources: ProxySources): Proxy | null {
  const { chosen, chosenCredentials, env } = sources;
  if (chosen === noProxy) return null;
  const found = chosen === '' ? givenProxy(url, sources) : chosen;
  if (found === null || found === '' || isExempt(url, environment(env, 'no_proxy') ?? '')) {
    return null;
  }
  const parsed = parseProxy(found);
  if (parsed.kind === 'invalid') {
    throw new AppError(
      'NETWORK_SETTINGS',
      `The proxy that is set for this computer cannot be used. ${parsed.message} You can choose another one, or none, in Settings under Network.`,
    );
  }
  const credentials = parsed.proxy.credentials ?? (chosen === '' ? null : chosenCredentials);
  return { ...parsed.proxy, credentials };
}

function givenProxy(url: URL, { personal, env }: ProxySources): string | null {
  const ofGit = settingFor(personal, 'http', 'proxy', url);
  if (ofGit !== null) return ofGit;
  const own = environment(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  return own ?? environment(env, 'all_proxy');
}

function environment(env: NodeJS.ProcessEnv, name: string): string | null {
  return env[name] ?? env[name.toUpperCase()] ?? null;
}

/** Whether a NO_PROXY list names the computer: by name, by domain, by address or network. */
function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list
    .split(/[\s,]+/u)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || names(entry.toLowerCase(), host, port));
}

function names(entry: string, host: string, port: string): boolean {
  const [, network = '', bits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/u.exec(entry) ?? [];
  if (network !== '') return isInNetwork(network, Number(bits), host);
  const withPort = /^(.+?):(\d+)$/u.exec(entry);
  const hasPort = withPort !== null && (isIP(entry) === 0 || entry.startsWith('['));
  if (hasPort && withPort[2] !== port) return false;
  const name = (hasPort ? (withPort[1] ?? '') : entry)
    .replace(/^\[|\]$/gu, '')
    .replace(/^\*?\./u, '');
  return host === name || (isIP(host) === 0 && name !== '' && host.endsWith(`.${name}`));
}

function isInNetwork(network: string, bits: number, host: string): boolean {
  const version = isIP(network);
  if (version === 0 || isIP(host) !== version || bits > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const addresses = new BlockList();
  addresses.addSubnet(network, bits, family);
  return addresses.check(host, family);
}

function credentialsIn({ username, password }: URL): RemoteCredentials | null | 'malformed' {
  if (username === '' && password === '') return null;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return 'malformed';
  }
}

function invalid(message: string): ProxyAddress {
  return { kind: 'invalid', message };
}
