import type { WikiId } from '../../../shared/contract/values.ts';
import type { SaveContext } from '../save-page.ts';
import type { Wikis } from '../wikis.ts';
import { createWikiSync, type WikiSync } from './sync-service.ts';

/** The sharing of each open wiki. */
export interface Syncs {
  /** @throws AppError `WIKI_NOT_OPEN` */
  of(wiki: WikiId): WikiSync;
  close(): Promise<void>;
}

export function createSyncs(context: SaveContext, wikis: Wikis): Syncs {
  const syncs = new Map<WikiId, WikiSync>();
  const of = (id: WikiId) => {
    const wiki = wikis.get(id);
    let sync = syncs.get(id);
    if (sync === undefined) {
      sync = createWikiSync(context, wiki);
      syncs.set(id, sync);
    }
    return sync;
  };
  context.bus.on((event) => {
    if (event.name === 'history.changed') syncs.get(event.wiki)?.announce();
  });
  // A wiki that opens is compared with its remote once, so that the status has something to say.
  wikis.onOpened((wiki) => {
    if (context.ports.host !== 'terminal') void of(wiki.id).look();
  });
  return {
    of,
    async close() {
      await Promise.all([...syncs.values()].map((sync) => sync.close()));
    },
  };
}
