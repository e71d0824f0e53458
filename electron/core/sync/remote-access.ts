import { AppError } from '../../../shared/contract/errors.ts';
import type { JobProgress } from '../../../shared/contract/events.ts';
import type { RemoteKind } from '../../../shared/contract/methods-sync.ts';
import type { RemoteAccess, RemoteCredentials } from '../../git/transport/access.ts';
import { parseRemoteUrl, type RemoteAddress } from '../../git/transport/remote-url.ts';
import { networkChoice } from '../app-settings.ts';
import type { Questions } from '../ask.ts';
import type { CorePorts } from '../ports.ts';

/** An address that something can be fetched from. */
export type ValidAddress = Exclude<RemoteAddress, { kind: 'invalid' }>;

/** @throws AppError `REMOTE_INVALID` with words on what would do */
export function validAddress(text: string): ValidAddress {
  const address = parseRemoteUrl(text);
  if (address.kind === 'invalid') throw new AppError('REMOTE_INVALID', address.message);
  return address;
}

export function remoteKindOf(address: RemoteAddress): RemoteKind {
  switch (address.kind) {
    case 'ssh':
      return 'ssh';
    case 'folder':
    case 'bundle':
      return 'folder';
    case 'http':
    case 'invalid':
      return 'web';
  }
}

/** What a person calls the place: its computer, or its folder. */
export function placeName(address: ValidAddress): string {
  switch (address.kind) {
    case 'http':
      return new URL(address.url).host;
    case 'ssh':
      return address.host;
    case 'folder':
      return address.dir;
    case 'bundle':
      return address.file;
  }
}

/** The name that a failed sign-in was for, as a person knows it. */
export function hostOf(origin: unknown): string {
  if (typeof origin !== 'string') return '';
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

export interface AccessOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: JobProgress) => void;
  /** Where a person waits for the outcome; null: nobody shall be asked anything. */
  readonly questions: Questions | null;
}

/** How to reach a place now, with the credentials that the host keeps for its origin. */
export async function accessTo(
  ports: Pick<CorePorts, 'dataDir' | 'secrets'>,
  address: ValidAddress,
  { questions, ...options }: AccessOptions,
): Promise<RemoteAccess> {
  const inAddress = address.kind === 'http' ? address.credentials : null;
  const credentials = (await ports.secrets.get(address.origin)) ?? inAddress;
  const about = placeName(address);
  return {
    url: address.url,
    credentials,
    ...(address.kind === 'http' ? { network: await networkChoice(ports) } : {}),
    ...options,
    ...(questions === null
      ? {}
      : { ask: (question, signal) => questions.ask(question, about, signal) }),
  };
}

/**
 * Forgets credentials that a place did not accept: the next sign-in begins afresh. Those that can read
 * and not write stay, and so do newer ones that came meanwhile.
 */
export async function forgetRefused(
  { secrets }: Pick<CorePorts, 'secrets'>,
  used: RemoteCredentials | null,
  error: unknown,
): Promise<void> {
  if (!(error instanceof AppError) || error.code !== 'AUTH_REQUIRED' || used === null) return;
  const { origin, status } = error.data;
  if (typeof origin !== 'string' || status !== 401) return;
  const kept = await secrets.get(origin);
  if (kept?.username === used.username && kept.password === used.password) {
    await secrets.delete(origin);
  }
}
