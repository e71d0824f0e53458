import { useQueryClient } from '@tanstack/react-query';
import type { Output } from '../../shared/contract/methods.ts';
import type { Preferences } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { toast } from '../ui/Toast.tsx';

/** How this wiki works here by itself; a change shows at once and is kept in passing. */
export function usePreferences(wiki: WikiId): {
  readonly preferences: Preferences | undefined;
  readonly updatePreferences: (changes: Partial<Preferences>) => void;
} {
  const api = useApi();
  const client = useQueryClient();
  const { data: preferences } = useCore('sync.preferences', { wiki });
  const updatePreferences = (changes: Partial<Preferences>) => {
    const key = ['sync.preferences', { wiki }];
    client.setQueryData<Output<'sync.preferences'>>(key, (before) =>
      before === undefined ? undefined : { ...before, ...changes },
    );
    api.request('sync.updatePreferences', { wiki, ...changes }).catch((error: unknown) => {
      void client.invalidateQueries({ queryKey: key });
      toast({ title: `The setting was not kept. ${failureMessage(error)}`, kind: 'error' });
    });
  };
  return { preferences, updatePreferences };
}
