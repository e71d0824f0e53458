import { AppError } from '../../../../shared/contract/errors.ts';
import { isCertificateFailure } from './certificate-words.ts';
import { systemCodeOf } from './http-errors.ts';
import type { Proxy } from './proxy.ts';

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

/** The proxy answered instead of the place. */
export function proxyStatusFailure(status: number, { host, port, credentials }: Proxy): AppError {
  const proxy = `The proxy ${host}:${port}`;
  return new AppError('NETWORK_SETTINGS', words(), { status });

  function words(): string {
    if (status === 407) {
      return credentials === null
        ? `${proxy} wants a name and password. Give them with its address ${where}.`
        : `${proxy} did not accept the name and password for it. Correct them ${where}.`;
    }
    if (status === 403 || status === 405) {
      return `${proxy} does not let you go to this place (${status}). Ask whoever runs your network, or choose another proxy ${where}.`;
    }
    return `${proxy} could not reach the place (${status}). Check the address, and try again later.`;
  }
}
