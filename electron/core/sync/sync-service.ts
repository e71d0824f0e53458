import { AppError } from '../../../shared/contract/errors.ts';
import type { RemoteStatus, SyncStatus } from '../../../shared/contract/methods-sync.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { Quarantined } from '../../git/checkout-plan.ts';
import { countAheadBehind } from '../../git/merge/ancestry.ts';
import type { Questions } from '../ask.ts';
import { countChoices } from '../choices/choices.ts';
import type { JobContext } from '../jobs.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { WikiPreferences } from '../preferences.ts';
import { createQueue } from '../queue.ts';
import type { SaveContext } from '../save-page.ts';
import type { Occasion } from './auto-sync.ts';
import { branchPair } from './branches.ts';
import { foremost, overall } from './overall-state.ts';
import { createPlaces, withoutCredentials, type Place, type Places } from './places.ts';
import { openQuarantine } from './quarantine.ts';
import { remoteKindOf } from './remote-access.ts';
import { createVisits, type Caller, type VisitEnd } from './visits.ts';

const maxPasses = 3;

/** The sharing of one wiki: its places, their states in words, one round at a time. */
export interface WikiSync {
  readonly places: Places;
  status(): Promise<SyncStatus>;
  /**
   * A round that a person asked for: of one place, or of all that are not paused. Resolves when at least
   * one place was synced; the status tells of the others.
   *
   * @param joinsUnrelated whether the person said that another wiki may be joined with this one
   * @throws AppError `REMOTE_INVALID` when there is no such place; what failed, when nothing went well
   */
  now(job: JobContext, remote: string | null, joinsUnrelated: boolean): Promise<SyncStatus>;
  /** A round that nobody asked for: only of places where it may help now. Failures show in the status. */
  byItself(occasion: Occasion): Promise<void>;
  /** Tries the places again that a sign-in was for. */
  afterSignIn(origin: string): Promise<void>;
  /** `name` null: all places. */
  pause(name: string | null, isPaused: boolean): Promise<void>;
  /** Stops what is under way at a place that git's settings shall not name any more. */
  leave(place: Place): Promise<void>;
  noteQuarantined(paths: readonly Quarantined[]): void;
  /** Something that the status shows has changed. */
  announce(): void;
  close(): Promise<void>;
}

export function createWikiSync(
  context: SaveContext,
  wiki: OpenWiki,
  questions: Questions,
  preferences: WikiPreferences,
): WikiSync {
  const { ports, bus } = context;
  const { clock, logger } = ports;
  const queue = createQueue();
  const closing = new AbortController();
  const places = createPlaces(wiki);
  const quarantine = openQuarantine(wiki);
  const counted = new WeakMap<Place, { readonly pair: string; ahead: number; behind: number }>();
  let isAutomatic = false;
  let isAnnouncing = false;
  let announced: Promise<void> = Promise.resolve();

  const remoteStatus = async (place: Place): Promise<RemoteStatus> => {
    const { name, address, configured, isPaused, lastSyncedMs, note } = place;
    return {
      name,
      url: address.kind === 'invalid' ? withoutCredentials(configured) : address.url,
      kind: remoteKindOf(address),
      state: isPaused && place.running === null ? { kind: 'paused' } : place.state,
      ...(await aheadBehind(place)),
      lastSyncedMs,
      note: note !== null && clock.nowMs() < note.untilMs ? note.text : null,
    };
  };

  const aheadBehind = async (place: Place): Promise<Pick<RemoteStatus, 'ahead' | 'behind'>> => {
    const { ours, theirs } = await branchPair(wiki.repo, place.name, place.remoteHead);
    if (ours === null || theirs === null) {
      return { ahead: null, behind: place.lastSyncedMs === null ? null : 0 };
    }
    const pair = `${ours} ${theirs}`;
    const before = counted.get(place);
    if (before?.pair === pair) return { ahead: before.ahead, behind: before.behind };
    const counts = await countAheadBehind(wiki.repo.objects, ours, theirs);
    counted.set(place, { pair, ...counts });
    return counts;
  };

  const status = async (): Promise<SyncStatus> => {
    const remotes: RemoteStatus[] = [];
    for (const place of await places.list()) remotes.push(await remoteStatus(place));
    return {
      ...overall(remotes),
      remotes,
      openChoices: await countChoices(wiki),
      quarantined: [...(await quarantine.list())],
    };
  };

  // One at a time and in order, so that the last one told is the last one that was true.
  const announce = () => {
    if (closing.signal.aborted || isAnnouncing) return;
    isAnnouncing = true;
    announced = announced
      .then(() => {
        isAnnouncing = false;
        return status();
      })
      .then((now) => bus.emit({ name: 'sync.changed', wiki: wiki.id, status: now }))
      .catch((error: unknown) => {
        if (closing.signal.aborted) return;
        logger.warn('the sharing status could not be read', { error: String(error) });
      });
  };

  const noteQuarantined = (paths: readonly Quarantined[]) => {
    if (paths.length === 0) return;
    void quarantine.add(paths).catch((error: unknown) => {
      logger.warn('what was not written could not be noted', { error: String(error) });
    });
  };

  const visit = createVisits(context, wiki, closing.signal, {
    onChange: announce,
    onQuarantined: noteQuarantined,
    onRetry: (place) => void quietly(() => Promise.resolve(place.isLeft ? [] : [place])),
    mayRetry: () => isAutomatic,
  });

  const isByItself = async () =>
    ports.host !== 'terminal' && (await preferences.read()).isAutomatic;

  /** Visits places at once, and those again that lack what another one brought. */
  const visitAll = async (chosen: readonly Place[], caller: Caller) => {
    isAutomatic = await isByItself();
    const ends = new Map<Place, VisitEnd>();
    let next = chosen;
    for (let pass = 0; pass < maxPasses && next.length > 0; pass += 1) {
      await Promise.all(next.map(async (place) => ends.set(place, await visit(place, caller))));
      const { oid } = await wiki.repo.refs.head();
      next = chosen.filter((place) => lacks(ends.get(place), oid));
    }
    await places.remember();
    return ends;
  };

  const chosenPlaces = async (remote: string | null): Promise<readonly Place[]> => {
    if (remote !== null) return [await places.named(remote)];
    const all = await places.list();
    if (all.length > 0) return all.filter(({ isPaused }) => !isPaused);
    throw new AppError(
      'REMOTE_INVALID',
      'This wiki is not shared anywhere yet. Say where it shall be shared first.',
    );
  };

  const quietly = (choose: () => Promise<readonly Place[]>): Promise<void> =>
    queue
      .run(async () => {
        if (closing.signal.aborted) return;
        const caller = {
          signal: closing.signal,
          report: () => undefined,
          questions: null,
          joinsUnrelated: false,
        };
        await visitAll(await choose(), caller);
      })
      .catch((error: unknown) => {
        if (closing.signal.aborted) return;
        logger.warn('a sync that nobody asked for failed', { error: String(error) });
      });

  const mayHelp = async (place: Place, occasion: Occasion): Promise<boolean> => {
    if (place.isPaused || place.state.kind === 'signIn') return false;
    const { kind } = place.state;
    // Nothing changes there by itself; only a person can say what shall become of it.
    if (place.state.kind === 'error' && place.state.code === 'UNRELATED') return false;
    const isBack = occasion === 'online' && (kind === 'offline' || kind === 'absent');
    if (!isBack && clock.nowMs() < place.notBeforeMs) return false;
    if (occasion !== 'save') return true;
    const { ours, theirs } = await branchPair(wiki.repo, place.name, place.remoteHead);
    return ours !== theirs;
  };

  return {
    places,
    status,
    async now(job, remote, joinsUnrelated) {
      for (const { running } of await places.list()) {
        if (running?.mayBeStopped === true) running.stop.abort();
      }
      return queue.run(async () => {
        const chosen = await chosenPlaces(remote);
        const ends = await visitAll(chosen, {
          signal: job.signal,
          report: (progress) => job.report(progress),
          questions,
          joinsUnrelated,
        });
        job.signal.throwIfAborted();
        const after = await status();
        throwIfNoneWentWell(ends, after.remotes);
        return after;
      });
    },
    byItself: (occasion) =>
      quietly(async () => {
        const able: Place[] = [];
        for (const place of await places.list()) {
          if (await mayHelp(place, occasion)) able.push(place);
        }
        return able;
      }),
    afterSignIn: (origin) =>
      quietly(async () =>
        (await places.list()).filter(
          ({ address, isPaused }) =>
            !isPaused && address.kind !== 'invalid' && address.origin === origin,
        ),
      ),
    async pause(name, isPaused) {
      const chosen = name === null ? await places.list() : [await places.named(name)];
      for (const place of chosen) {
        place.isPaused = isPaused;
        if (!isPaused) continue;
        place.cancelRetry();
        place.running?.stop.abort();
      }
      await places.remember();
      announce();
      if (!isPaused && (await isByItself())) void quietly(() => Promise.resolve(chosen));
    },
    async leave(place) {
      place.isLeft = true;
      place.cancelRetry();
      place.running?.stop.abort();
      await place.running?.ended;
    },
    noteQuarantined,
    announce,
    async close() {
      closing.abort();
      for (const place of await places.list()) place.cancelRetry();
      await queue.run(() => Promise.resolve());
      await announced;
      await quarantine.list();
    },
  };
}

/** Whether a place that was synced has not what another one brought after it. */
function lacks(end: VisitEnd | undefined, head: Oid | null): boolean {
  return end?.kind === 'visited' && end.tip !== head;
}

/** A job that came to nothing failed, for the reason that a person must act on first. */
function throwIfNoneWentWell(
  ends: ReadonlyMap<Place, VisitEnd>,
  remotes: readonly RemoteStatus[],
): void {
  const all = [...ends.values()];
  if (all.some(({ kind }) => kind === 'visited')) return;
  const failed = new Map<string, unknown>();
  for (const [{ name }, end] of ends) if (end.kind === 'failed') failed.set(name, end.error);
  const first = foremost(remotes.filter(({ name }) => failed.has(name)));
  if (first !== null) throw failed.get(first.name);
}
