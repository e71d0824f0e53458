import { AppError } from '../../../shared/contract/errors.ts';
import { malformed } from './pkt-line.ts';
import { cleanRemoteText } from './remote-text.ts';

const certificateCode = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY))/u;

/** What Node says of a broken connection, in the app's terms. */
export function connectionFailure(error: unknown, url: URL): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const host = url.hostname;
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new AppError('LIMIT', `The answer of ${host} is too large.`, {}, { cause: error });
  }
  if (code.startsWith('HPE_') || code === 'ERR_INVALID_URL') return malformed(error);
  return new AppError('NETWORK', networkWords(code, host), { code }, { cause: error });
}

function networkWords(code: string, host: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${host} cannot be found. Check the address and the internet connection.`;
  }
  if (code === 'ECONNREFUSED') return `${host} does not accept connections. Try again later.`;
  if (certificateCode.test(code)) {
    return `${host} could not prove that it is ${host}: its certificate is not trusted here.`;
  }
  return `The connection to ${host} failed. Check the internet connection and try again.`;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** An answer other than 200. */
export function statusFailure(
  status: number,
  url: URL,
  hadCredentials: boolean,
  body: string,
): AppError {
  const host = url.hostname;
  // Many servers explain a refusal in the body; pages of markup explain nothing.
  const words = body.trimStart().startsWith('<') ? '' : cleanRemoteText(body, 300);
  const said = words === '' ? '' : ` It said: ${words}`;
  if (status === 401 || (status === 403 && hadCredentials)) {
    const message = hadCredentials
      ? `${host} did not accept this name and password for the wiki. Sign in again.${said}`
      : `${host} wants you to sign in.`;
    return new AppError('AUTH_REQUIRED', message, { origin: url.origin, status });
  }
  if (status === 407) {
    return new AppError('NETWORK', 'The proxy on the way wants a sign-in.', { status });
  }
  if (status === 404 || status === 410) {
    return new AppError('REMOTE_INVALID', `There is no shared wiki at this address on ${host}.`, {
      status,
    });
  }
  if (status === 413) {
    return new AppError('REMOTE_REFUSED', `${host} does not take so much at once.${said}`, {
      status,
    });
  }
  if (status === 408 || status === 429 || status >= 500) {
    return new AppError(
      'NETWORK',
      `${host} has trouble answering (${status}). Try again later.${said}`,
      { status },
    );
  }
  if (status >= 400 && status !== 400 && status !== 405) {
    return new AppError('REMOTE_REFUSED', `${host} refused (${status}).${said}`, { status });
  }
  return new AppError(
    'REMOTE_INVALID',
    `${host} did not answer as a shared wiki does (${status}). Check the address.`,
    { status },
  );
}
