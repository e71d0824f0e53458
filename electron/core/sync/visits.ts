import { isDeepStrictEqual } from 'node:util';
import type { JobProgress } from '../../../shared/contract/events.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { Quarantined } from '../../git/checkout-plan.ts';
import type { RemoteAccess } from '../../git/transport/access.ts';
import type { Questions } from '../ask.ts';
import { toErrorShape } from '../error-shape.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { SaveContext } from '../save-page.ts';
import { backOffMs } from './back-off.ts';
import type { Place } from './places.ts';
import { accessTo, forgetRefused, hostOf, validAddress } from './remote-access.ts';
import { visitPlace } from './visit-place.ts';

const absentRetryMs = 30_000;
/** What another network, or a little time, can mend. */
const passingCodes: readonly string[] = ['NETWORK', 'NETWORK_SETTINGS', 'REPO_BUSY'];
const noteForMs = 24 * 60 * 60_000;

/** Who wants a place visited. */
export interface Caller {
  readonly signal: AbortSignal;
  report(progress: JobProgress): void;
  /** Null: nobody waits for the outcome, so nobody shall be asked anything. */
  readonly questions: Questions | null;
  readonly joinsUnrelated: boolean;
}

export type VisitEnd =
  | { readonly kind: 'visited'; readonly tip: Oid | null }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The caller stopped it, or the place was paused, changed or removed meanwhile. */
  | { readonly kind: 'stopped' };

interface VisitHooks {
  /** Something that the status shows has changed. */
  onChange(): void;
  onQuarantined(paths: readonly Quarantined[]): void;
  /** A good moment for another try, where that can help. */
  onRetry(place: Place): void;
  mayRetry(): boolean;
}

/** Syncs one place and keeps its state: what a failure means for it, and when it is tried again. */
export function createVisits(
  context: SaveContext,
  wiki: OpenWiki,
  closing: AbortSignal,
  hooks: VisitHooks,
): (place: Place, caller: Caller) => Promise<VisitEnd> {
  const { clock, logger } = context.ports;

  const enter = (place: Place, state: Place['state']) => {
    if (isDeepStrictEqual(place.state, state)) return;
    place.state = state;
    hooks.onChange();
  };

  /** The next try is planned where trying again can help. */
  const enterFailure = (place: Place, error: unknown) => {
    const { code, message, data } = toErrorShape(error, logger);
    if (code === 'AUTH_REQUIRED') {
      const host = hostOf(data['origin']);
      enter(place, {
        kind: 'signIn',
        host,
        ...(data['wasRefused'] === true ? { wasRefused: true } : {}),
      });
      return;
    }
    place.failures += 1;
    const isAbsent = code === 'NETWORK' && data['absent'] === true;
    const waitMs = isAbsent ? absentRetryMs : backOffMs(place.failures);
    place.notBeforeMs = clock.nowMs() + waitMs;
    const canHelp = passingCodes.includes(code) && hooks.mayRetry();
    if (canHelp) place.cancelRetry = clock.after(waitMs, () => hooks.onRetry(place));
    const retryAtMs = canHelp ? place.notBeforeMs : null;
    if (isAbsent) enter(place, { kind: 'absent' });
    else if (code === 'NETWORK') enter(place, { kind: 'offline', retryAtMs });
    else enter(place, { kind: 'error', code, message, retryAtMs });
  };

  const attempt = async (
    place: Place,
    caller: Caller,
    stop: AbortSignal,
    before: Place['state'],
  ): Promise<VisitEnd> => {
    const signal = AbortSignal.any([caller.signal, closing, stop]);
    const onPhase = (phase: string) => {
      caller.report({ phase, done: 0, total: null, unit: 'objects', bytes: null });
      // A stick is looked for every now and then: no news until it is there.
      if (before.kind === 'absent' && phase === 'Getting changes') return;
      enter(place, { kind: 'syncing', phase });
    };
    let access: RemoteAccess | null = null;
    try {
      access = await accessTo(context.ports, validAddress(place.configured), {
        signal,
        onProgress: (progress) => {
          if (place.running !== null) place.running.mayBeStopped = false;
          caller.report(progress);
        },
        questions: caller.questions,
      });
      const visit = await visitPlace(context, wiki, place.name, access, {
        onPhase,
        joinsUnrelated: caller.joinsUnrelated,
        known: before.kind === 'idle' ? { remoteHead: place.remoteHead } : null,
      });
      place.failures = 0;
      place.notBeforeMs = 0;
      place.remoteHead = visit.remoteHead;
      place.lastSyncedMs = clock.nowMs();
      if (visit.note !== null)
        place.note = { text: visit.note, untilMs: clock.nowMs() + noteForMs };
      hooks.onQuarantined(visit.quarantined);
      place.state = { kind: 'idle' };
      hooks.onChange();
      return { kind: 'visited', tip: visit.tip };
    } catch (error) {
      if (signal.aborted) {
        enter(place, before.kind === 'syncing' ? { kind: 'unknown' } : before);
        return { kind: 'stopped' };
      }
      if (access !== null) await forgetRefused(context.ports, access.credentials, error);
      enterFailure(place, error);
      return { kind: 'failed', error };
    }
  };

  return async (place, caller) => {
    if (place.isLeft) return { kind: 'stopped' };
    place.cancelRetry();
    const stop = new AbortController();
    const ended = attempt(place, caller, stop.signal, place.state);
    place.running = { stop, ended, mayBeStopped: caller.questions === null };
    try {
      return await ended;
    } finally {
      place.running = null;
    }
  };
}
