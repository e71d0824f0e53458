import type { Oid } from '../../../shared/contract/values.ts';
import type { TransferRepository } from './access.ts';
import type { Advertisement, Service } from './advertisement.ts';
import type { OwnHistory } from './negotiate.ts';

/** One move of one branch. */
export interface BranchMove {
  readonly localOid: Oid;
  /** `refs/heads/…` as the remote names it. */
  readonly remoteRef: string;
  /** Where the remote's branch must be; null: it must not exist. */
  readonly expected: Oid | null;
}

export type MoveReport =
  | { readonly kind: 'moved' }
  /** Not moved; `words` are fit to be shown and may be empty. */
  | { readonly kind: 'rejected'; readonly words: string };

/** One job's dealings with a place where a wiki is shared. Close it. */
export interface RemoteConnection {
  /** Whether what it lists is all the place has: then a branch it does not list is gone. */
  readonly listsAll: boolean;
  discover(service: Service): Promise<Advertisement>;
  /** Whether the place has one of these commits; null when it cannot be asked without getting its history. */
  holdsAny(advertised: Advertisement, commits: readonly Oid[]): Promise<boolean | null>;
  /** Puts what the wants lead to into the repo, proved whole. Returns bytes received. */
  fetch(
    repo: TransferRepository,
    advertised: Advertisement,
    wants: readonly Oid[],
    own: OwnHistory,
  ): Promise<number>;
  /** Sends what the place lacks and moves its branch, if that is where it was expected. */
  push(repo: TransferRepository, advertised: Advertisement, move: BranchMove): Promise<MoveReport>;
  close(): Promise<void>;
}
