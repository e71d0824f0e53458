import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import type { RemoteStatus } from '../../../shared/contract/methods-sync.ts';
import { parseRemoteUrl, type RemoteAddress } from '../../git/transport/remote-url.ts';
import { jsonFile } from '../../storage/json-file.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { createQueue } from '../queue.ts';

/** What is under way at a place. */
interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
  /** Nobody asked for it, and the place has not answered yet: a person's own wish need not wait for it. */
  mayBeStopped: boolean;
}

/** Where the wiki is shared, and what became of it so far. A new one for each change of the address. */
export interface Place {
  readonly name: string;
  /** As git's settings have it, perhaps with credentials that another program put there. */
  readonly configured: string;
  readonly address: RemoteAddress;
  state: RemoteStatus['state'];
  isPaused: boolean;
  failures: number;
  /** What nobody asked for waits until then. */
  notBeforeMs: number;
  lastSyncedMs: number | null;
  note: { readonly text: string; readonly untilMs: number } | null;
  /** The remote's own main branch, as it last said. */
  remoteHead: string | null;
  /** Git's settings do not name it any more. */
  isLeft: boolean;
  running: Running | null;
  cancelRetry: () => void;
}

const kept = z.object({
  configured: z.string(),
  isPaused: z.boolean(),
  lastSyncedMs: z.number().nullable(),
  remoteHead: z.string().nullable(),
});

/** The places of one wiki, as git's settings name them. */
export interface Places {
  /** In the order in which they were added. */
  list(): Promise<readonly Place[]>;
  /** @throws AppError `REMOTE_INVALID` */
  named(name: string): Promise<Place>;
  /** Keeps across restarts what git has no room for. */
  remember(): Promise<void>;
}

export function createPlaces({ repo, stateDir }: OpenWiki): Places {
  const file = jsonFile(join(stateDir, 'places.json'), z.record(z.string(), kept), {});
  const queue = createQueue();
  const known = new Map<string, Place>();
  let earlier: ReturnType<typeof file.read> | null = null;

  const list = async () => {
    const before = await (earlier ??= file.read());
    const remotes = await repo.config.remotes();
    const current = new Map<string, Place>();
    for (const { name, url } of remotes) {
      const place = known.get(name);
      const last = before[name];
      current.set(
        name,
        place?.configured === url
          ? place
          : createPlace(name, url, last?.configured === withoutCredentials(url) ? last : null),
      );
    }
    known.clear();
    for (const [name, place] of current) known.set(name, place);
    return [...current.values()];
  };

  return {
    list,
    async named(name) {
      const found = (await list()).find((place) => place.name === name);
      if (found !== undefined) return found;
      throw new AppError(
        'REMOTE_INVALID',
        `This wiki is not shared at a place named ${name}. Look at where it is shared, and choose one of those.`,
        { name },
      );
    },
    remember: () =>
      queue.run(async () => {
        const places = await list();
        const now = Object.fromEntries(places.map((place) => [place.name, ofPlace(place)]));
        if (isDeepStrictEqual(now, await earlier)) return;
        earlier = Promise.resolve(now);
        await file.write(now);
      }),
  };
}

function createPlace(name: string, configured: string, last: z.infer<typeof kept> | null): Place {
  return {
    name,
    configured,
    address: parseRemoteUrl(configured),
    state: { kind: 'unknown' },
    isPaused: last?.isPaused ?? false,
    failures: 0,
    notBeforeMs: 0,
    lastSyncedMs: last?.lastSyncedMs ?? null,
    note: null,
    remoteHead: last?.remoteHead ?? null,
    isLeft: false,
    running: null,
    cancelRetry: () => undefined,
  };
}

function ofPlace({ configured, isPaused, lastSyncedMs, remoteHead }: Place): z.infer<typeof kept> {
  // What another program wrote into git's settings, password and all, is kept in no second place.
  return { configured: withoutCredentials(configured), isPaused, lastSyncedMs, remoteHead };
}

/** An address as it may be shown and kept. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*:[^/]*@/i, '$1');
}
