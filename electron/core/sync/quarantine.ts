import { join } from 'node:path';
import { z } from 'zod';
import type { Quarantined } from '../../git/checkout-plan.ts';
import { jsonFile } from '../../storage/json-file.ts';
import { createQueue } from '../queue.ts';

const maxKept = 1000;
const kept = z.array(z.object({ path: z.string(), reason: z.string() }));

/** Incoming paths that were not written. Told again after a restart: nothing else tells of them then. */
interface Quarantine {
  list(): Promise<readonly Quarantined[]>;
  add(paths: readonly Quarantined[]): Promise<void>;
}

export function openQuarantine(stateDir: string): Quarantine {
  const file = jsonFile(join(stateDir, 'quarantined.json'), kept, []);
  const queue = createQueue();
  let known: Promise<Map<string, string>> | null = null;
  const read = () =>
    (known ??= file
      .read()
      .catch(() => [])
      .then((list) => new Map(list.map(({ path, reason }) => [path, reason] as const))));
  const listed = (found: ReadonlyMap<string, string>) =>
    [...found].map(([path, reason]) => ({ path, reason }));
  return {
    // After what is being added.
    list: () => queue.run(async () => listed(await read())),
    add: (paths) =>
      queue.run(async () => {
        const found = await read();
        const before = found.size;
        for (const { path, reason } of paths) {
          if (found.size < maxKept) found.set(path, reason);
        }
        if (found.size > before) await file.write(listed(found));
      }),
  };
}
