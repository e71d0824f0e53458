import { AppError } from '../../../../shared/contract/errors.ts';
import type { Service } from '../advertisement.ts';
import { certificateWords, isCertificateFailure } from './certificate-words.ts';
import { malformed } from '../pkt-line.ts';
import { cleanRemoteText } from '../remote-text.ts';

/** What Node says of a broken connection, in the app's terms. */
export function connectionFailure(error: unknown, url: URL): AppError {
  if (error instanceof AppError) return error;
  const code = systemCodeOf(error);
  const host = url.hostname;
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new AppError('LIMIT', `The answer of ${host} is too large.`, {}, { cause: error });
  }
  if (code.startsWith('HPE_') || code === 'ERR_INVALID_URL') return malformed(error);
  if (isCertificateFailure(code)) {
    const words = certificateWords(code, host, error);
    return new AppError('NETWORK_SETTINGS', words, { code }, { cause: error });
  }
  return new AppError('NETWORK', networkWords(code, host), { code }, { cause: error });
}

function networkWords(code: string, host: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${host} cannot be found. Check the address and the internet connection.`;
  }
  if (code === 'ECONNREFUSED') return `${host} does not accept connections. Try again later.`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return `${host} does not speak https as it should. Check the address; perhaps it starts with http://.`;
  }
  return `The connection to ${host} failed. Check the internet connection and try again.`;
}

/** What the system calls the failure (`ECONNREFUSED`); empty where it has no name for it. */
export function systemCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Something answered with success, but not as git does: often the sign-in page of a guest network. */
export function pageFailure(url: URL, mediaType: string): AppError {
  const words =
    mediaType === 'text/html'
      ? `${url.hostname} answered with a web page: there is no shared wiki at this address. Check it. If you are in a guest network, open a browser first and sign in there.`
      : `${url.hostname} answered, but there is no shared wiki at this address. Check it.`;
  return new AppError('REMOTE_INVALID', words);
}

/** An answer other than 200. */
export function statusFailure(
  status: number,
  url: URL,
  service: Service,
  hadCredentials: boolean,
  body: string,
): AppError {
  const host = url.hostname;
  // Many servers explain a refusal in the body; pages of markup explain nothing.
  const words = body.trimStart().startsWith('<') ? '' : cleanRemoteText(body, 300);
  const said = words === '' ? '' : ` It said: ${words}`;
  if (status === 403 && hadCredentials && service === 'git-receive-pack') {
    // The place was read with these credentials before: to ask for them again would lead nowhere.
    return new AppError(
      'REMOTE_REFUSED',
      `${host} lets you read this wiki, but not write to it. Ask for the right to write, or for an access token that may write.${said}`,
      { status },
    );
  }
  if (status === 401 || (status === 403 && hadCredentials)) {
    const message = hadCredentials
      ? `${host} did not accept this name and password for the wiki. Sign in again.${said}`
      : `${host} wants you to sign in.`;
    return new AppError('AUTH_REQUIRED', message, {
      origin: url.origin,
      status,
      wasRefused: hadCredentials,
    });
  }
  if (status === 511) {
    return new AppError(
      'NETWORK',
      'This network wants you to sign in first. Open a browser, sign in there, and try again.',
      { status },
    );
  }
  if (status === 404 || status === 410) {
    const orHidden = hadCredentials ? ', or your account may not see it' : '';
    return new AppError(
      'REMOTE_INVALID',
      `There is no shared wiki at this address on ${host}${orHidden}.`,
      { status },
    );
  }
  if (status === 413) {
    return new AppError('REMOTE_REFUSED', `${host} does not take so much at once.${said}`, {
      status,
    });
  }
  if (status === 429) {
    return new AppError(
      'NETWORK',
      `${host} is asked too often at the moment (429). Try again later.${said}`,
      { status },
    );
  }
  if (status === 408 || status >= 500) {
    return new AppError(
      'NETWORK',
      `${host} has trouble answering (${status}). Try again later.${said}`,
      { status },
    );
  }
  if (status >= 400 && status !== 400 && status !== 405 && status !== 407) {
    return new AppError('REMOTE_REFUSED', `${host} refused (${status}).${said}`, { status });
  }
  return new AppError(
    'REMOTE_INVALID',
    `${host} did not answer as a shared wiki does (${status}). Check the address.`,
    { status },
  );
}
