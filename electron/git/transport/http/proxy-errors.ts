import { AppError, assertNever } from '../../../../shared/contract/errors.ts';
import { isCertificateFailure } from './certificate-words.ts';
import { systemCodeOf } from './http-errors.ts';
import type { Proxy, SocksProxy } from './proxy.ts';

const where = 'in Settings under Network';

/** The proxy itself cannot be reached. */
export function proxyConnectionFailure(error: unknown, { host, port }: Proxy): AppError {
  if (error instanceof AppError) return error;
  const code = systemCodeOf(error);
  const why = isCertificateFailure(code)
    ? 'could not prove who it is: its certificate is not trusted here'
    : 'does not answer';
  return new AppError(
    'NETWORK_SETTINGS',
    `The proxy ${host}:${port}, through which this computer reaches the internet, ${why}. If you are in another network now, choose another proxy, or none, ${where}.`,
    { code },
    { cause: error },
  );
}

type Refusal = 'asksWho' | 'forbids' | 'cannotReach' | 'speaksOtherwise';

/** The proxy answered instead of the place. */
export function proxyStatusFailure(status: number, proxy: Proxy): AppError {
  const refusal =
    status === 407
      ? 'asksWho'
      : status === 403 || status === 405
        ? 'forbids'
        : ('cannotReach' as const);
  return new AppError('NETWORK_SETTINGS', refusalWords(refusal, proxy, ` (${status})`), { status });
}

/**
 * What the library says of a failed conversation with a SOCKS proxy, of which only the words tell more.
 * It is not kept as the cause: it carries the password.
 */
export function socksFailure(said: string, proxy: SocksProxy): AppError {
  const refusal = socksRefusal(said);
  return refusal === null
    ? proxyConnectionFailure(new Error(said), proxy)
    : new AppError('NETWORK_SETTINGS', refusalWords(refusal, proxy, ''), { refusal });
}

function socksRefusal(said: string): Refusal | null {
  if (/authentication (?:failed|type)/iu.test(said)) return 'asksWho';
  if (/rejected connection .*undefined/iu.test(said)) return 'speaksOtherwise';
  if (/rejected connection .*(?:NotAllowed|RejectedIdent)/iu.test(said)) return 'forbids';
  if (/rejected connection/iu.test(said)) return 'cannotReach';
  return /invalid/iu.test(said) ? 'speaksOtherwise' : null;
}

function refusalWords(refusal: Refusal, { host, port, credentials }: Proxy, code: string): string {
  const proxy = `The proxy ${host}:${port}`;
  switch (refusal) {
    case 'asksWho':
      return credentials === null
        ? `${proxy} wants a name and password. Give them with its address ${where}.`
        : `${proxy} did not accept the name and password for it. Correct them ${where}.`;
    case 'forbids':
      return `${proxy} does not let you go to this place${code}. Ask whoever runs your network, or choose another proxy ${where}.`;
    case 'cannotReach':
      return `${proxy} could not reach the place${code}. Check the address, and try again later.`;
    case 'speaksOtherwise':
      return `${proxy} answers, but not as a SOCKS proxy of that kind does. Check ${where} whether its address starts with http://, socks5:// or socks5h://.`;
    default:
      return assertNever(refusal);
  }
}
