import { AppError } from '../../../shared/contract/errors.ts';
import type { JobProgress } from '../../../shared/contract/events.ts';
import type { RemoteAccess } from '../../git/transport/access.ts';
import { parseRemoteUrl, type RemoteAddress } from '../../git/transport/remote-url.ts';
import type { SecretStore } from '../ports.ts';

/** The one remote of a wiki in this version. */
export const remoteName = 'origin';

export type WebAddress = Extract<RemoteAddress, { kind: 'http' }>;

/**
 * Reads what a person typed, or what another program set.
 *
 * @throws AppError `REMOTE_INVALID`, or `NOT_SUPPORTED_HERE` for a place that git knows and we do not
 *   (SSH, a folder), with words on what would work
 */
export function webAddress(text: string): WebAddress {
  const parsed = parseRemoteUrl(text);
  if (parsed.kind === 'notSupportedYet') throw new AppError('NOT_SUPPORTED_HERE', parsed.message);
  if (parsed.kind === 'invalid') throw new AppError('REMOTE_INVALID', parsed.message);
  return parsed;
}

/** How to reach a remote, with the credentials that the host keeps for its origin. */
export async function accessTo(
  secrets: SecretStore,
  address: WebAddress,
  signal: AbortSignal,
  onProgress: (progress: JobProgress) => void,
): Promise<RemoteAccess> {
  const credentials = address.credentials ?? (await secrets.get(address.origin));
  return { url: address.url, credentials, signal, onProgress };
}
