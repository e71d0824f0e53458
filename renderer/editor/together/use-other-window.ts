import { useEffect, useState } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';

/** Whether the page is being written in another window of this browser that was there before this one. */
export function useOtherWindow(wiki: WikiId, path: PagePath): boolean {
  const [isOther, setOther] = useState(false);
  useEffect(() => {
    const end = new AbortController();
    const name = `commonplace-writing ${wiki} ${path}`;
    // Held as long as the page is open here; the next window is told when it is free.
    const hold = () =>
      new Promise<void>((done) => {
        end.signal.addEventListener('abort', () => done());
        if (end.signal.aborted) done();
      });
    const wait = async () => {
      const isFree = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock !== null) await hold();
        return lock !== null;
      });
      if (isFree || end.signal.aborted) return;
      setOther(true);
      await navigator.locks.request(name, { signal: end.signal }, () => {
        setOther(false);
        return hold();
      });
    };
    wait().catch((error: unknown) => {
      if (!end.signal.aborted) throw error;
    });
    return () => end.abort();
  }, [path, wiki]);
  return isOther;
}
