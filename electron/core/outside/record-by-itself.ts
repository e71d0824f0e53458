import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Preferences } from '../../../shared/contract/methods-sync.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { SaveContext } from '../save-page.ts';
import { recordOutsideChanges } from '../wiki-service.ts';

const quietMs = 3_000;
const longestWaitMs = 60_000;
const unfinishedRetryMs = 30_000;

/** What plain git leaves while a merge, a rebase … waits for its person: half-done work, and not ours to record. */
const unfinished = [
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'rebase-merge',
  'rebase-apply',
];

/**
 * Records what other programs change as revisions, where the person wants that: after a moment in which
 * nothing changed, as programs write in several steps.
 */
export function recordByItself(
  context: SaveContext,
  wiki: OpenWiki,
  readPreferences: () => Promise<Preferences>,
): { close(): void } {
  const { clock, logger } = context.ports;
  let isClosed = false;
  let cancelWait = () => {};
  let firstMs: number | null = null;

  const record = async () => {
    firstMs = null;
    const { recordOutside } = await readPreferences();
    if (recordOutside !== 'byItself') return;
    if (await hasUnfinishedWork(wiki)) {
      wait(unfinishedRetryMs);
      return;
    }
    if (!isClosed) await recordOutsideChanges(context, wiki);
  };

  const wait = (delayMs: number) => {
    cancelWait();
    if (isClosed) return;
    cancelWait = clock.after(delayMs, () => {
      record().catch((error: unknown) => {
        if (isClosed) return;
        logger.warn('changes of another program could not be recorded', { error: String(error) });
      });
    });
  };

  const noteChange = () => {
    firstMs ??= clock.nowMs();
    const leftMs = firstMs + longestWaitMs - clock.nowMs();
    wait(Math.max(0, Math.min(quietMs, leftMs)));
  };

  const stopListening = context.bus.on((event) => {
    if (event.name !== 'outside.changed' && event.name !== 'preferences.changed') return;
    if (event.wiki === wiki.id) noteChange();
  });
  // What changed while the wiki was closed.
  noteChange();

  return {
    close() {
      isClosed = true;
      cancelWait();
      stopListening();
    },
  };
}

async function hasUnfinishedWork({ repo }: OpenWiki): Promise<boolean> {
  const found = await Promise.all(
    unfinished.map((name) =>
      stat(join(repo.gitDir, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
