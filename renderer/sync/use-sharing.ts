import { useState } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { announce } from '../ui/Announcer.tsx';
import { placeTitle, placeWords, statusWords } from './status-words.ts';

interface Failure {
  readonly code: string;
  readonly message: string;
}

/** A sharing that this screen began: which, how far it is, and how to stop it. */
export interface Sharing {
  /** `all`, the name of a place, or null while nothing runs. */
  readonly running: { readonly of: 'all' | { readonly place: string } } | null;
  readonly progress: JobProgress | null;
  /** Null where a place's own state tells what failed. */
  readonly failure: Failure | null;
  /** @param place null for all that are not paused */
  readonly share: (place: string | null, joinsUnrelated?: boolean) => Promise<void>;
  readonly stop: (() => void) | null;
}

const troubles: ReadonlySet<string> = new Set(['offline', 'absent', 'signIn', 'error']);

export function useSharing(wiki: WikiId): Sharing {
  const api = useApi();
  const [running, setRunning] = useState<Sharing['running']>(null);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [stop, setStop] = useState<(() => void) | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const isToldByPlace = async (place: string | null) => {
    const status = await api.request('sync.status', { wiki }).catch(() => null);
    const meant = status?.remotes.filter(({ name }) => place === null || name === place) ?? [];
    return meant.some(({ state }) => troubles.has(state.kind));
  };

  const share = async (place: string | null, joinsUnrelated = false) => {
    setRunning({ of: place === null ? 'all' : { place } });
    setFailure(null);
    try {
      const after = await api.runJob(
        'sync.now',
        { wiki, remote: place, joinsUnrelated },
        { onProgress: setProgress, onStart: (cancel) => setStop(() => cancel) },
      );
      const remote = after.remotes.find(({ name }) => name === place);
      announce(
        remote === undefined
          ? statusWords(after).short
          : `${placeTitle(remote)}: ${placeWords(remote, Date.now()).short}`,
      );
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'INTERNAL';
      if (code !== 'CANCELLED' && !(await isToldByPlace(place))) {
        setFailure({ message: failureMessage(error), code });
      }
    } finally {
      setRunning(null);
      setProgress(null);
      setStop(null);
    }
  };
  return { running, progress, failure, share, stop };
}
