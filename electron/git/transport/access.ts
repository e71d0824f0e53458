import type { JobProgress } from '../../../shared/contract/events.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { Repository } from '../repository.ts';
import { defaultLimits, type TransportLimits } from './limits.ts';

export interface RemoteCredentials {
  readonly username: string;
  readonly password: string;
}

/** What the person's own SSH asks while it connects. */
export interface RemoteQuestion {
  readonly kind: 'secret' | 'text' | 'confirm';
  /** SSH's words, without control characters. */
  readonly prompt: string;
}

/** How the person wants web places to be reached. What is empty is taken from git and the system. */
export interface NetworkChoice {
  /** A proxy's address without credentials, or `direct` for none. */
  readonly proxy: string;
  readonly proxyCredentials: RemoteCredentials | null;
  /** A file of certificates to trust besides those of the system. */
  readonly caFile: string;
}

/** How to reach a remote for one job. */
export interface RemoteAccess {
  /** As kept in the repo's config: `parseRemoteUrl` made it, so it holds no credentials. */
  readonly url: string;
  /**
   * Asks the person; null when they gave no answer. Left out: nobody is there to answer.
   * The signal ends the question when nobody waits for its answer any more.
   */
  readonly ask?: (question: RemoteQuestion, signal: AbortSignal) => Promise<string | null>;
  /** For the URL's own origin; never sent to another one. */
  readonly credentials: RemoteCredentials | null;
  readonly network?: NetworkChoice;
  readonly signal: AbortSignal;
  /**
   * The place's refs as it listed them a moment ago. Where a push needs no more than that, it is
   * not asked for them again; it refuses a push that builds on old ones.
   */
  readonly listedRefs?: ReadonlyMap<string, Oid>;
  readonly onProgress?: (progress: JobProgress) => void;
  /** Overrides of single caps. */
  readonly limits?: Partial<TransportLimits>;
}

/** What a transfer touches of a repository. */
export type TransferRepository = Pick<Repository, 'gitDir' | 'objects' | 'refs'>;

/** What work on a received pack needs to know of the job. */
export type JobAccess = Pick<RemoteAccess, 'signal' | 'onProgress' | 'limits'>;

export function limitsOf(access: Pick<RemoteAccess, 'limits'>): TransportLimits {
  return { ...defaultLimits, ...access.limits };
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('CANCELLED', 'Stopped.');
}
