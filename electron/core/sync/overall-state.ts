import type { RemoteStatus, SyncStatus } from '../../../shared/contract/methods-sync.ts';

/**
 * What a person must act on comes first, then what goes on, then what keeps a change from being shared.
 * A stick that lies in a drawer and lacks nothing is no news.
 */
function weight({ state, ahead }: Pick<RemoteStatus, 'state' | 'ahead'>): number {
  switch (state.kind) {
    case 'signIn':
      return 0;
    case 'error':
      return 1;
    case 'syncing':
      return 2;
    case 'offline':
      return 3;
    case 'absent':
      return ahead === 0 ? 7 : 4;
    case 'unknown':
      return 5;
    case 'idle':
      return 6;
    case 'paused':
      return 8;
  }
}

/** The place whose state stands for all; null when there is none. */
export function foremost<Place extends Pick<RemoteStatus, 'state' | 'ahead'>>(
  places: readonly Place[],
): Place | null {
  return places.reduce<Place | null>(
    (first, place) => (first === null || weight(place) < weight(first) ? place : first),
    null,
  );
}

/** All places together. */
export function overall(
  remotes: readonly RemoteStatus[],
): Pick<SyncStatus, 'state' | 'ahead' | 'behind' | 'lastSyncedMs'> {
  const first = foremost(remotes);
  const state: SyncStatus['state'] = first === null ? { kind: 'noRemote' } : first.state;
  return {
    state: withEarliestRetry(state, remotes),
    ahead: most(remotes.map(({ ahead }) => ahead)),
    behind: most(remotes.map(({ behind }) => behind)),
    lastSyncedMs: most(remotes.map(({ lastSyncedMs }) => lastSyncedMs)),
  };
}

/** Of several places that can't be reached, the one that is tried again first says when. */
function withEarliestRetry(
  state: SyncStatus['state'],
  remotes: readonly RemoteStatus[],
): SyncStatus['state'] {
  if (state.kind !== 'offline') return state;
  const times = remotes
    .map((remote) => (remote.state.kind === 'offline' ? remote.state.retryAtMs : null))
    .filter((timeMs) => timeMs !== null);
  return { kind: 'offline', retryAtMs: times.length === 0 ? null : Math.min(...times) };
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
