import { mkdir } from 'node:fs/promises';
import type { Envelope } from '../../shared/contract/envelope.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import { wikiId } from '../../shared/contract/values.ts';
import { closeIdleConnections } from '../git/transport/http/web-route.ts';
import { createQuestions } from './ask.ts';
import { readAsset, type Asset } from './asset.ts';
import { createDispatch } from './dispatch.ts';
import { createEventBus } from './events.ts';
import { createHandlers } from './handlers.ts';
import { createHolders } from './holders.ts';
import { createJobs } from './jobs.ts';
import type { CorePorts } from './ports.ts';
import { createSyncs } from './sync/syncs.ts';
import { createWikis } from './wikis.ts';
import { createWriters } from './writers.ts';

/** The application. A host gives it ports and opens a door to it. */
export interface Core {
  /** Runs a method of the contract; always answers, never throws. */
  dispatch(method: string, input: unknown): Promise<Envelope>;
  /** Returns its unsubscribe. */
  onEvent(listener: (event: AppEvent) => void): () => void;
  /** A file of an open wiki; null for anything else. */
  readAsset(wiki: string, path: string): Promise<Asset | null>;
  /** Ends jobs, watchers and workers; what was acknowledged is on the disk. */
  close(): Promise<void>;
}

export async function createCore(ports: CorePorts): Promise<Core> {
  await mkdir(ports.dataDir, { recursive: true, mode: 0o700 });
  const bus = createEventBus(ports.logger);
  const jobs = createJobs(ports, bus);
  const wikis = createWikis(ports, bus);
  const holders = createHolders(ports, wikis);
  const writers = createWriters();
  const questions = createQuestions(ports.clock, bus);
  const syncs = createSyncs({ ports, bus }, wikis, questions);
  const dispatch = createDispatch(
    createHandlers({ ports, bus }, { jobs, wikis, holders, syncs, questions, writers }),
    ports.logger,
  );
  return {
    dispatch,
    onEvent: (listener) => bus.on(listener),
    async readAsset(wiki, path) {
      const id = wikiId.safeParse(wiki);
      const open = id.success ? wikis.find(id.data) : null;
      return open === null ? null : readAsset(open, path);
    },
    async close() {
      questions.close();
      await jobs.close();
      await syncs.close();
      await holders.close();
      await wikis.close();
      closeIdleConnections();
    },
  };
}
