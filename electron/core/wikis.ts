import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/contract/errors.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { jsonFile } from '../storage/json-file.ts';
import type { EventBus } from './events.ts';
import { openWiki, type OpenWiki } from './open-wiki.ts';
import type { CorePorts } from './ports.ts';
import { wikiIdOf } from './wiki-id.ts';

const recentSchema = z.array(
  z.object({ dir: z.string(), name: z.string(), lastOpenedMs: z.number() }),
);
export type RecentWiki = z.infer<typeof recentSchema>[number];
const maxRecent = 30;

/** The wikis in use and the ones used lately. */
export interface Wikis {
  /** @throws AppError `WIKI_NOT_OPEN` */
  get(id: WikiId): OpenWiki;
  find(id: WikiId): OpenWiki | null;
  /** Opens a folder once, however often it is asked. */
  open(dir: string): Promise<OpenWiki>;
  recent(): Promise<readonly RecentWiki[]>;
  forget(dir: string): Promise<void>;
  /** Calls back for every wiki that opens from now on. */
  onOpened(listener: (wiki: OpenWiki) => void): void;
  close(): Promise<void>;
}

export function createWikis(ports: CorePorts, bus: EventBus): Wikis {
  const open = new Map<WikiId, Promise<OpenWiki>>();
  const ready = new Map<WikiId, OpenWiki>();
  const listeners: ((wiki: OpenWiki) => void)[] = [];
  const recents = jsonFile<RecentWiki[]>(join(ports.dataDir, 'recent.json'), recentSchema, []);

  let remembering: Promise<void> = Promise.resolve();

  const remember = async (wiki: OpenWiki) => {
    const { name } = await wiki.summary();
    const others = (await recents.read()).filter(({ dir }) => dir !== wiki.dir);
    const mine = { dir: wiki.dir, name, lastOpenedMs: ports.clock.nowMs() };
    await recents.write([mine, ...others].slice(0, maxRecent));
    bus.emit({ name: 'recents.changed' });
  };

  return {
    get(id) {
      const wiki = ready.get(id);
      if (wiki === undefined) {
        throw new AppError('WIKI_NOT_OPEN', 'This wiki is not open. Open its folder again.', {
          wiki: id,
        });
      }
      return wiki;
    },
    find: (id) => ready.get(id) ?? null,
    async open(dir) {
      const realDir = await realpath(dir);
      const id = wikiIdOf(realDir);
      let opening = open.get(id);
      if (opening === undefined) {
        opening = openWiki(ports, bus, realDir);
        open.set(id, opening);
        try {
          const wiki = await opening;
          ready.set(id, wiki);
          // What asked for the wiki gets its answer first.
          setImmediate(() => {
            wiki.start();
            for (const listener of listeners) listener(wiki);
          });
        } catch (error) {
          open.delete(id);
          throw error;
        }
      }
      const wiki = await opening;
      // A busy disk may take its time; nobody waits for the list of recent wikis.
      remembering = remembering
        .then(() => remember(wiki))
        .catch((error: unknown) => {
          ports.logger.warn('the recent wikis could not be kept', { error: String(error) });
        });
      return wiki;
    },
    async recent() {
      await remembering;
      return recents.read();
    },
    async forget(dir) {
      await remembering;
      await recents.write((await recents.read()).filter((recent) => recent.dir !== dir));
      bus.emit({ name: 'recents.changed' });
    },
    onOpened(listener) {
      listeners.push(listener);
    },
    async close() {
      await remembering;
      const all = await Promise.allSettled(open.values());
      await Promise.all(
        all.map(async (result) => {
          if (result.status === 'fulfilled') await result.value.close();
        }),
      );
    },
  };
}
