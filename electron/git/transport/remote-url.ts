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
  | {
      readonly kind: 'notSupportedYet';
      readonly scheme: 'ssh' | 'folder' | 'other';
      readonly message: string;
    }
  | { readonly kind: 'invalid'; readonly message: string };

const maxLength = 2000;
const ask = 'Use a web address that starts with https://.';

/** Reads what a person pasted as the address of a shared wiki. Never touches the network. */
export function parseRemoteUrl(text: string): RemoteAddress {
  const trimmed = text.trim();
  if (trimmed === '') return invalid('The address is empty.');
  if (trimmed.length > maxLength) return invalid('The address is too long.');
  if (/[\p{Cc}\p{Cf}\s]/u.test(trimmed)) {
    return invalid('The address holds spaces or invisible characters.');
  }
  // Git programs would take it as an option.
  if (trimmed.startsWith('-')) return invalid('An address cannot start with "-".');

  const scheme = /^([a-z][a-z0-9+.-]*):\/\//iu.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return parseHttp(trimmed);
  if (scheme === 'ssh' || scheme === 'git+ssh' || scheme === 'ssh+git') return ssh();
  if (scheme === 'file') return folder();
  if (scheme !== undefined) {
    return {
      kind: 'notSupportedYet',
      scheme: 'other',
      message: `Addresses that start with ${scheme}:// are not supported. ${ask}`,
    };
  }
  if (/^([/\\~.]|[a-z]:[/\\])/iu.test(trimmed)) return folder();
  // `git@host:path`, as git's own scp-like form: a colon before the first slash.
  if (/^[^/]+:[^:]/u.test(trimmed) && !trimmed.includes('::')) return ssh();
  return invalid(`This is not the address of a shared wiki. ${ask}`);
}

function parseHttp(text: string): RemoteAddress {
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
    try {
      credentials = {
        username: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
      };
    } catch {
      return invalid('The name or password inside this address holds a mistake.');
    }
    url.username = '';
    url.password = '';
  }
  const path = url.pathname.replace(/\/+$/u, '');
  return { kind: 'http', url: `${url.origin}${path}`, origin: url.origin, credentials };
}

function ssh(): RemoteAddress {
  return {
    kind: 'notSupportedYet',
    scheme: 'ssh',
    message: `Sharing over SSH is not supported yet. ${ask}`,
  };
}

function folder(): RemoteAddress {
  return {
    kind: 'notSupportedYet',
    scheme: 'folder',
    message: `Sharing through a folder is not supported yet. ${ask}`,
  };
}

function invalid(message: string): RemoteAddress {
  return { kind: 'invalid', message };
}
