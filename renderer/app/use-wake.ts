import { useEffect } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { useApi } from '../client/queries.ts';

/** Tells the core when the person comes back or the network does; it decides what that is good for. */
export function useWake(wiki: WikiId): void {
  const api = useApi();
  useEffect(() => {
    const wake = (reason: 'focus' | 'online') => {
      api.request('sync.wake', { wiki, reason }).catch(() => undefined);
    };
    const focus = () => wake('focus');
    const online = () => wake('online');
    window.addEventListener('focus', focus);
    window.addEventListener('online', online);
    return () => {
      window.removeEventListener('focus', focus);
      window.removeEventListener('online', online);
    };
  }, [api, wiki]);
}
