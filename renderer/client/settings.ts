import { useQueryClient } from '@tanstack/react-query';
import type { Output } from '../../shared/contract/methods.ts';
import type { Settings } from '../../shared/contract/methods-app.ts';
import { toast } from '../ui/Toast.tsx';
import { failureMessage } from './failure-message.ts';
import { useApi, useCore } from './queries.ts';

/** The person's settings and how to change them; a change shows at once and is kept in passing. */
export function useSettings(): {
  readonly settings: Settings | undefined;
  readonly updateSettings: (changes: Partial<Settings>) => void;
} {
  const api = useApi();
  const client = useQueryClient();
  const { data: settings } = useCore('app.settings', {});
  const updateSettings = (changes: Partial<Settings>) => {
    const key = ['app.settings', {}];
    client.setQueryData<Output<'app.settings'>>(key, (before) =>
      before === undefined ? undefined : { ...before, ...changes },
    );
    api.request('app.updateSettings', changes).catch((error: unknown) => {
      void client.invalidateQueries({ queryKey: key });
      toast({ title: `The setting was not kept. ${failureMessage(error)}`, kind: 'error' });
    });
  };
  return { settings, updateSettings };
}
