import type { SessionAnswer } from '../../shared/contract/envelope.ts';
import { AppError } from '../../shared/contract/errors.ts';

const storageKey = 'commonplace.session';
const launchPattern = /^#launch=(.+)$/;

/** The launch token of the address, taken out of it so that it stays in no history. */
export function takeLaunchToken(): string | null {
  const token = launchPattern.exec(window.location.hash)?.[1] ?? null;
  if (token !== null) window.history.replaceState(null, '', window.location.pathname);
  return token;
}

/** A launch address opened in a tab that is already here changes only the hash: start over with it. */
export function reloadOnLaunchAddress(): void {
  window.addEventListener('hashchange', () => {
    if (launchPattern.test(window.location.hash)) window.location.reload();
  });
}

export function storedKey(): string | null {
  return window.sessionStorage.getItem(storageKey);
}

export function forgetKey(): void {
  window.sessionStorage.removeItem(storageKey);
}

function isSessionAnswer(value: unknown): value is SessionAnswer {
  return (
    typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string'
  );
}

/**
 * Trades a launch token for a session key and keeps it for reloads of this tab.
 *
 * @throws AppError `AUTH_REQUIRED` when the token was used or is too old, `NETWORK` when no host answers
 */
export async function signIn(token: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  } catch (error) {
    throw new AppError(
      'NETWORK',
      'Commonplace does not answer. Is it still running?',
      {},
      { cause: error },
    );
  }
  const answer: unknown = response.ok ? await response.json() : null;
  if (!isSessionAnswer(answer)) {
    throw new AppError(
      'AUTH_REQUIRED',
      'This address was already used or is too old. Open the address that Commonplace printed last.',
    );
  }
  window.sessionStorage.setItem(storageKey, answer.key);
  return answer.key;
}
