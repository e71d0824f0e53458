import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import type { RemoteCredentials } from './access.ts';

export type RemoteAddress =
  | {
      readonly kind: 'http';
      /** Without credentials, fit for the repo's config. */
      readonly url: string;
      /** `https://host:port`: the key of its credentials. */
      readonly origin: string;
      /** What stood in the URL as `user:password@`; the caller keeps it in the secret store or drops it. */
      readonly credentials: RemoteCredentials | null;
    }
  | SshAddress
  | {
      readonly kind: 'folder';
      readonly url: string;
      readonly origin: string;
      readonly dir: string;
    }
  | {
      readonly kind: 'bundle';
      readonly url: string;
      readonly origin: string;
      readonly file: string;
    }
  | { readonly kind: 'invalid'; readonly message: string };

export interface SshAddress {
  readonly kind: 'ssh';
  readonly url: string;
  readonly origin: string;
  /** A name, an address, or an alias of the person's own SSH settings. */
  readonly host: string;
  readonly user: string | null;
  readonly port: number | null;
  /** As the other computer shall see it, percent signs of a URL decoded. */
  readonly path: string;
}

const maxLength = 2000;
const hint = 'Use a web address (https://…), an SSH address (git@host:path) or a folder.';
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u;
const sshUser = /^[A-Za-z0-9_.][A-Za-z0-9_.+@\\-]*$/u;
const sshHost = /^[\p{L}\p{N}_.][\p{L}\p{N}_.-]*$/u;
const sshHostInBrackets = /^[0-9a-f:.]+(?:%[a-z0-9]+)?$/iu;
const windowsPath = /^(?:[a-z]:[/\\]|\\\\)/iu;

/**
 * Reads what a person pasted as the place of a shared wiki, or what stands in a repo's config.
 * Touches neither network nor disk. Every `url` means the same place to git.
 */
export function parseRemoteUrl(text: string): RemoteAddress {
  const trimmed = text.trim();
  if (trimmed === '') return invalid('The address is empty.');
  if (trimmed.length > maxLength) return invalid('The address is too long.');
  if (unseen.test(trimmed)) return invalid('The address holds invisible characters.');
  // Git programs would take it as an option.
  if (trimmed.startsWith('-')) return invalid('An address cannot start with "-".');
  if (windowsPath.test(trimmed)) return parseWindowsPath(trimmed);

  const scheme = /^([a-z][a-z0-9+.-]*):\/\//iu.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return parseHttp(trimmed);
  if (scheme === 'ssh' || scheme === 'git+ssh' || scheme === 'ssh+git') return parseSsh(trimmed);
  if (scheme === 'file') return parseFile(trimmed);
  if (scheme !== undefined) {
    return invalid(`Addresses that start with ${scheme}:// are not supported. ${hint}`);
  }
  if (trimmed.startsWith('/')) return local(posix.normalize(trimmed));
  if (/^~(?:[/\\]|$)/u.test(trimmed)) return local(posix.join(homedir(), trimmed.slice(1)));
  if (/^[.~]/u.test(trimmed)) {
    return invalid('Give the whole path of the folder, from the start of the disk.');
  }
  // `git@host:path`, as git's own scp-like form: a colon before the first slash.
  if (/^[^/]+:[^:]/u.test(trimmed) && !/^[^[\]]*::/u.test(trimmed)) return parseScp(trimmed);
  return invalid(`This is not the address of a shared wiki. ${hint}`);
}

function parseHttp(text: string): RemoteAddress {
  if (/\s/u.test(text)) return invalid('A web address holds no spaces.');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return invalid('This web address is not complete or holds a mistake.');
  }
  if (url.hostname === '') return invalid('This web address names no computer.');
  if (url.search !== '' || url.hash !== '') {
    return invalid('A shared wiki’s address holds no "?" or "#".');
  }
  let credentials: RemoteCredentials | null = null;
  if (url.username !== '' || url.password !== '') {
    const username = decoded(url.username);
    const password = decoded(url.password);
    if (username === null || password === null) {
      return invalid('The name or password inside this address holds a mistake.');
    }
    credentials = { username, password };
    url.username = '';
    url.password = '';
  }
  const path = url.pathname.replace(/\/+$/u, '');
  return { kind: 'http', url: `${url.origin}${path}`, origin: url.origin, credentials };
}

function parseSsh(text: string): RemoteAddress {
  const parts =
    /^[a-z+]+:\/\/(?:([^/]*)@)?(?:\[([^\]/]+)\]|([^:/@[\]]+))(?::(\d{0,5}))?(\/.+)$/iu.exec(text);
  const path = decoded(parts?.[5] ?? '');
  if (!parts || path === null) return incompleteSsh();
  const [, user = null, bracketed, plain, port = ''] = parts;
  if (user?.includes(':') === true) return invalid('An SSH address holds no password.');
  return ssh({
    url: text.replace(/^[a-z+]+:/iu, 'ssh:'),
    user: user === '' ? null : user,
    host: { name: bracketed ?? plain ?? '', isBracketed: bracketed !== undefined },
    port: port === '' ? null : Number(port),
    // As git has it: `/~ada/wiki` is below a home there, not below the root.
    path: path.startsWith('/~') ? path.slice(1) : path,
  });
}

function parseScp(text: string): RemoteAddress {
  const parts = /^(?:([^/:[\]]*)@)?(?:\[([^\]/]+)\]|([^:/@[\]]+)):(.+)$/u.exec(text);
  if (!parts) return incompleteSsh();
  const [, user = null, bracketed, plain, path = ''] = parts;
  const host = { name: bracketed ?? plain ?? '', isBracketed: bracketed !== undefined };
  return ssh({ url: text, user: user === '' ? null : user, host, port: null, path });
}

function ssh(found: {
  readonly url: string;
  readonly user: string | null;
  readonly host: { readonly name: string; readonly isBracketed: boolean };
  readonly port: number | null;
  readonly path: string;
}): RemoteAddress {
  const { url, user, port, path } = found;
  const { name: host, isBracketed } = found.host;
  if (!(isBracketed ? sshHostInBrackets : sshHost).test(host)) return incompleteSsh();
  if (user !== null && !sshUser.test(user)) {
    return invalid('The user name in this SSH address is none.');
  }
  if (port !== null && (port < 1 || port > 65_535)) return invalid('The port is no port.');
  if (unseen.test(path) || path.startsWith('-') || path === '/') return incompleteSsh();
  const at = `${user === null ? '' : `${user}@`}${isBracketed ? `[${host}]` : host}`;
  const origin = `ssh://${at}${port === null ? '' : `:${port}`}`;
  return { kind: 'ssh', url, origin, host, user, port, path };
}

function incompleteSsh(): RemoteAddress {
  return invalid('This SSH address is not complete. It should look like git@host:path.');
}

function parseFile(text: string): RemoteAddress {
  const parts = /^file:\/\/([^/]*)(\/.*)$/iu.exec(text);
  const host = parts?.[1]?.toLowerCase() ?? '';
  const path = decoded(parts?.[2] ?? '');
  if (!parts || path === null || unseen.test(path)) {
    return invalid('The address of this folder is not complete or holds a mistake.');
  }
  if (host !== '' && host !== 'localhost') {
    return sshHost.test(host)
      ? parseWindowsPath(`\\\\${host}${path}`)
      : invalid('The address of this folder holds a mistake.');
  }
  if (/^\/[a-z]:\//iu.test(path)) return local(win32.normalize(path.slice(1)));
  return local(posix.normalize(path));
}

function parseWindowsPath(text: string): RemoteAddress {
  const path = win32.normalize(text);
  // A computer's name alone, without a share on it, is no folder.
  return windowsPath.test(path)
    ? local(path)
    : invalid('The address of this folder is not complete or holds a mistake.');
}

function local(path: string): RemoteAddress {
  const place = path.replace(/(?<=[^/\\:])[/\\]+$/u, '');
  if (/\.bundle$/iu.test(place)) return { kind: 'bundle', url: place, origin: place, file: place };
  // A space at the end of its name would be taken for a slip of whoever pasted it.
  const isCutOff = place !== place.trimEnd();
  const url = isCutOff ? `${place}${windowsPath.test(place) ? '\\' : '/'}` : place;
  return { kind: 'folder', url, origin: place, dir: place };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function invalid(message: string): RemoteAddress {
  return { kind: 'invalid', message };
}
