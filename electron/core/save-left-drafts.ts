import type { Preferences } from '../../shared/contract/methods-sync.ts';
import type { OpenWiki } from './open-wiki.ts';
import { savePage, type SaveContext } from './save-page.ts';

/** Longer than an editor waits for its person, so a draft this old has none. */
export const leftAfterMs = 5 * 60_000;

/**
 * Makes revisions of drafts whose editor went away before it could: a closed tab, a killed app. Only
 * where the wiki saves by itself, and only of drafts that were written so; one whose page changed
 * meanwhile stays a draft.
 */
export function saveLeftDrafts(
  context: SaveContext,
  wiki: OpenWiki,
  readPreferences: () => Promise<Preferences>,
): { close(): void } {
  const { clock, logger } = context.ports;
  let isClosed = false;
  let cancelWait = () => {};
  let isLooking = false;

  const saveAll = async () => {
    for (const { path, text, base, savedMs, whenLeft } of await wiki.drafts.list()) {
      if (isClosed) return;
      if (whenLeft !== 'save' || clock.nowMs() - savedMs < leftAfterMs) continue;
      await savePage(context, wiki, { wiki: wiki.id, path, text, base, summary: '' }).catch(
        (error: unknown) => {
          if (isClosed) return;
          logger.warn('a draft could not be made a revision', { error: String(error) });
        },
      );
    }
  };

  const look = async () => {
    cancelWait();
    if (isClosed || isLooking) return;
    isLooking = true;
    try {
      if ((await readPreferences()).saving !== 'byItself') return;
      await saveAll();
      cancelWait = clock.after(leftAfterMs, start);
    } finally {
      isLooking = false;
    }
  };
  const start = () => {
    look().catch((error: unknown) => {
      logger.warn('the drafts could not be read', { error: String(error) });
    });
  };

  const stopListening = context.bus.on((event) => {
    if (event.name === 'preferences.changed' && event.wiki === wiki.id) start();
  });
  start();

  return {
    close() {
      isClosed = true;
      cancelWait();
      stopListening();
    },
  };
}
