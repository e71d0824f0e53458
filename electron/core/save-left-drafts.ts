import type { Draft } from '../../shared/contract/methods-page.ts';
import type { Preferences } from '../../shared/contract/methods-sync.ts';
import { mergePage } from '../../shared/merge/merge-page.ts';
import type { OpenWiki } from './open-wiki.ts';
import { textOfBlob } from './read-page.ts';
import { savePage, type SaveContext } from './save-page.ts';

/** Longer than an editor waits for its person, so a draft this old has none. */
export const leftAfterMs = 5 * 60_000;

/**
 * Makes revisions of drafts whose editor went away before it could: a closed tab, a killed app. Only
 * where the wiki saves by itself, and only of drafts that were written so. Where the page changed
 * meanwhile both changes are joined, as an open editor would; one that clashes stays a draft.
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

  const saveOne = async ({ path, writer, text, base }: Draft) => {
    const page = { wiki: wiki.id, path, writer, summary: '' };
    const outcome = await savePage(context, wiki, { ...page, text, base });
    if (outcome.kind !== 'stale' || outcome.text === null || base === null) return;
    const baseText = await textOfBlob(wiki, base);
    if (baseText === null) return;
    const merge = mergePage(baseText, text, outcome.text);
    if (merge.kind !== 'merged') return;
    await savePage(context, wiki, { ...page, text: merge.text, base: outcome.blob });
  };

  const saveAll = async () => {
    for (const draft of await wiki.drafts.list()) {
      if (isClosed) return;
      if (draft.whenLeft !== 'save' || clock.nowMs() - draft.savedMs < leftAfterMs) continue;
      await saveOne(draft).catch((error: unknown) => {
        if (isClosed) return;
        logger.warn('a draft could not be made a revision', { error: String(error) });
      });
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
