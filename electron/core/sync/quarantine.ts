import { join } from 'node:path';
import { z } from 'zod';
import type { Quarantined } from '../../git/checkout-plan.ts';
import { findLeaves } from '../../git/tree-find.ts';
import { jsonFile } from '../../storage/json-file.ts';
import { headTree } from '../head-tree.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { createQueue } from '../queue.ts';

const maxKept = 1000;
const kept = z.array(z.object({ path: z.string(), reason: z.string() }));

/** Incoming paths that were not written. Told again after a restart: nothing else tells of them then. */
interface Quarantine {
  /** Those that history still holds, and the folder still does not. */
  list(): Promise<readonly Quarantined[]>;
  add(paths: readonly Quarantined[]): Promise<void>;
}

export function openQuarantine(wiki: OpenWiki): Quarantine {
  const file = jsonFile(join(wiki.stateDir, 'quarantined.json'), kept, []);
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
    list: () => queue.run(async () => stillHeldBack(wiki, listed(await read()))),
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

async function stillHeldBack(
  wiki: OpenWiki,
  paths: readonly Quarantined[],
): Promise<readonly Quarantined[]> {
  const tree = paths.length === 0 ? null : await headTree(wiki);
  if (tree === null) return [];
  const names = paths.map(({ path }) => path);
  const inHistory = await findLeaves(wiki.repo.objects, tree, names);
  // Not by looking on the disk: where case does not count, the file it clashes with has its name.
  return paths.filter(({ path }) => inHistory.has(path) && !wiki.catalogue.has(path));
}
