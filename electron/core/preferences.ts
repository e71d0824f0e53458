import { join } from 'node:path';
import {
  preferences as preferencesSchema,
  type Preferences,
} from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { jsonFile } from '../storage/json-file.ts';
import type { EventBus } from './events.ts';
import { createQueue } from './queue.ts';

const defaults: Preferences = {
  recordOutside: 'ask',
  saving: 'byHand',
  isAutomatic: true,
  everyMinutes: 10,
  onSave: true,
  onFocus: true,
};

type Changes = { readonly [Key in keyof Preferences]?: Preferences[Key] | undefined };

/** How this person has one wiki work on this machine. */
export interface WikiPreferences {
  read(): Promise<Preferences>;
  update(changes: Changes): Promise<Preferences>;
}

export function openPreferences(wiki: WikiId, stateDir: string, bus: EventBus): WikiPreferences {
  const file = jsonFile(join(stateDir, 'preferences.json'), preferencesSchema.partial(), {});
  const queue = createQueue();
  // Not remembered: another window of the app, or a terminal, may have changed them.
  const read = async () => filled(defaults, await file.read());
  return {
    read,
    update: (changes) =>
      queue.run(async () => {
        const next = filled(await read(), changes);
        await file.write(next);
        bus.emit({ name: 'preferences.changed', wiki });
        return next;
      }),
  };
}

function filled(before: Preferences, changes: Changes): Preferences {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return preferencesSchema.parse({ ...before, ...Object.fromEntries(given) });
}
