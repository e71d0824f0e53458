import type { WikiId } from '../../../shared/contract/values.ts';
import type { Questions } from '../ask.ts';
import { openPreferences, type WikiPreferences } from '../preferences.ts';
import { recordByItself } from '../outside/record-by-itself.ts';
import { saveLeftDrafts } from '../save-left-drafts.ts';
import type { SaveContext } from '../save-page.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { Wikis } from '../wikis.ts';
import { startAutoSync, type AutoSync } from './auto-sync.ts';
import { createPlaceChanges, type PlaceChanges } from './change-places.ts';
import { createWikiSync, type WikiSync } from './sync-service.ts';

/** The sharing of one wiki, and what happens to it without being asked. */
export interface SyncedWiki {
  readonly sync: WikiSync;
  readonly changes: PlaceChanges;
  readonly preferences: WikiPreferences;
  /** Null in a terminal, where nothing happens that was not asked for. */
  readonly auto: AutoSync | null;
}

/** The sharing of each open wiki. */
export interface Syncs {
  /** @throws AppError `WIKI_NOT_OPEN` */
  of(wiki: WikiId): SyncedWiki;
  close(): Promise<void>;
}

export function createSyncs(context: SaveContext, wikis: Wikis, questions: Questions): Syncs {
  const { ports, bus } = context;
  const synced = new Map<WikiId, SyncedWiki & { close(): Promise<void> }>();

  const start = (wiki: OpenWiki) => {
    const preferences = openPreferences(wiki.id, wiki.stateDir, bus);
    const sync = createWikiSync(context, wiki, questions, preferences);
    const changes = createPlaceChanges(context, wiki, sync);
    if (ports.host === 'terminal') {
      return { sync, changes, preferences, auto: null, close: () => sync.close() };
    }
    const read = () => preferences.read();
    const auto = startAutoSync(ports.clock, read, (occasion) => sync.byItself(occasion));
    const recording = recordByItself(context, wiki, read);
    const leftDrafts = saveLeftDrafts(context, wiki, read);
    const close = () => {
      auto.close();
      recording.close();
      leftDrafts.close();
      return sync.close();
    };
    return { sync, changes, preferences, auto, close };
  };

  const of = (id: WikiId) => {
    const wiki = wikis.get(id);
    let found = synced.get(id);
    if (found === undefined) {
      found = start(wiki);
      synced.set(id, found);
    }
    return found;
  };

  bus.on((event) => {
    if (event.name === 'history.changed') {
      const found = synced.get(event.wiki);
      found?.sync.announce();
      found?.auto?.noteSaved();
    } else if (event.name === 'preferences.changed') {
      synced.get(event.wiki)?.auto?.reschedule();
    }
  });
  wikis.onOpened((wiki) => {
    if (ports.host !== 'terminal') of(wiki.id);
  });

  return {
    of,
    async close() {
      await Promise.all([...synced.values()].map((found) => found.close()));
    },
  };
}
