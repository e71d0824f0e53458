import { AppError } from '../../../shared/contract/errors.ts';
import type { SyncStatus } from '../../../shared/contract/methods-sync.ts';
import { countAheadBehind } from '../../git/merge/ancestry.ts';
import type { MergeDecision, TreeChoice } from '../../git/merge/choices.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { fetchInto } from '../../git/transport/fetch.ts';
import { toErrorShape } from '../error-shape.ts';
import type { JobContext } from '../jobs.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { createQueue } from '../queue.ts';
import type { SaveContext } from '../save-page.ts';
import { backOffMs } from './back-off.ts';
import { branchPair, forgetTracked } from './branches.ts';
import { openDecisions } from './decisions.ts';
import { accessTo, remoteName, webAddress, type WebAddress } from './remote-access.ts';
import { joinChanges, syncRound } from './sync-round.ts';

type State = SyncStatus['state'];
const lookEveryMs = 5 * 60_000;

/** What two histories could not join by themselves, and the commits they were at. */
export interface OpenChoices {
  readonly ours: Oid;
  readonly theirs: Oid;
  readonly choices: readonly TreeChoice[];
}

/** The sharing of one wiki: one round at a time, its state in words, tries again by itself. */
export interface WikiSync {
  status(): Promise<SyncStatus>;
  /** One whole round. Resolves with the status after it, also when choices are open. */
  now(job: JobContext): Promise<SyncStatus>;
  /** Asks the remote what is new, without changing anything here. Failures show in the status only. */
  look(): Promise<void>;
  setRemote(target: WebAddress): Promise<void>;
  removeRemote(): Promise<void>;
  /** @throws AppError `REMOTE_INVALID` when there is no remote to sign in to */
  address(): Promise<WebAddress>;
  /** Null when no choice is open. */
  openChoices(): OpenChoices | null;
  /** Tries to join with the decisions made so far. */
  joinDecided(): Promise<
    | { readonly kind: 'joined'; readonly commit: Oid }
    | { readonly kind: 'choices'; readonly choices: readonly TreeChoice[] }
  >;
  readonly decisions: ReturnType<typeof openDecisions>;
  /** Something that the status shows has changed. */
  announce(): void;
  close(): Promise<void>;
}

export function createWikiSync(context: SaveContext, wiki: OpenWiki): WikiSync {
  const { ports, bus } = context;
  const queue = createQueue();
  const decisions = openDecisions(wiki.stateDir);
  const closing = new AbortController();
  let state: State = { kind: 'unknown' };
  let open: OpenChoices | null = null;
  let quarantined: SyncStatus['quarantined'] = [];
  let lastSyncedMs: number | null = null;
  let remoteHead: string | null = null;
  let failures = 0;
  let cancelRetry: () => void = () => undefined;
  let cancelLook: () => void = () => undefined;
  const isInteractive = ports.host !== 'terminal';

  const remoteUrl = async () =>
    (await wiki.repo.config.remotes()).find(({ name }) => name === remoteName)?.url ?? null;

  const address = async () => {
    const url = await remoteUrl();
    if (url === null) {
      throw new AppError(
        'REMOTE_INVALID',
        'This wiki is not shared anywhere yet. Give its web address first.',
      );
    }
    return webAddress(url);
  };

  const status = async (): Promise<SyncStatus> => {
    const base = {
      lastSyncedMs,
      openChoices: open?.choices.length ?? 0,
      quarantined: [...quarantined],
    };
    if ((await remoteUrl()) === null) {
      return { ...base, state: { kind: 'noRemote' }, ahead: null, behind: null };
    }
    const pair = await branchPair(wiki.repo, remoteHead);
    if (pair.theirs === null || pair.ours === null) {
      const isKnown = lastSyncedMs !== null;
      return { ...base, state, ahead: null, behind: isKnown ? 0 : null };
    }
    const { ahead, behind } = await countAheadBehind(wiki.repo.objects, pair.ours, pair.theirs);
    return { ...base, state, ahead, behind };
  };

  const announce = () => {
    status().then(
      (now) => bus.emit({ name: 'sync.changed', wiki: wiki.id, status: now }),
      (error: unknown) =>
        ports.logger.warn('the sharing status could not be read', { error: String(error) }),
    );
  };
  const enter = (next: State) => {
    state = next;
    announce();
  };

  const decisionMap = async (): Promise<ReadonlyMap<string, MergeDecision>> =>
    new Map((await decisions.all()).map((decision) => [decision.path, decision]));

  /** The state after a failure; the next try is planned where trying again can help. */
  const stateAfter = (error: unknown, tryAgain: () => void): State => {
    const { code, message, data } = toErrorShape(error, ports.logger);
    if (code === 'CANCELLED') return { kind: 'idle' };
    if (code === 'AUTH_REQUIRED') {
      const { origin } = data;
      return { kind: 'signIn', host: typeof origin === 'string' ? new URL(origin).host : '' };
    }
    failures += 1;
    const canHelp = (code === 'NETWORK' || code === 'REPO_BUSY') && isInteractive;
    const waitMs = backOffMs(failures);
    const retryAtMs = canHelp ? ports.clock.nowMs() + waitMs : null;
    if (canHelp) cancelRetry = ports.clock.after(waitMs, tryAgain);
    return code === 'NETWORK'
      ? { kind: 'offline', retryAtMs }
      : { kind: 'error', code, message, retryAtMs };
  };

  const round = async (job: JobContext): Promise<SyncStatus> => {
    cancelRetry();
    const target = await address();
    const signal = AbortSignal.any([job.signal, closing.signal]);
    const access = await accessTo(ports.secrets, target, signal, (progress) =>
      job.report(progress),
    );
    const onPhase = (phase: string) => {
      job.report({ phase, done: 0, total: null, unit: 'objects', bytes: null });
      enter({ kind: 'syncing', phase });
    };
    try {
      const result = await syncRound(context, wiki, access, decisionMap, onPhase);
      open = result.kind === 'choices' ? result : null;
      if (result.kind === 'shared') {
        quarantined = [...result.quarantined];
        await decisions.clear();
      }
      failures = 0;
      lastSyncedMs = ports.clock.nowMs();
      enter({ kind: 'idle' });
      return await status();
    } catch (error) {
      const again = () => round({ signal: closing.signal, report: () => undefined });
      // The state tells what became of a try that nobody waits for.
      enter(stateAfter(error, () => void queue.run(again).catch(() => undefined)));
      throw error;
    }
  };

  const look = async () => {
    cancelLook();
    try {
      if ((await remoteUrl()) !== null) {
        const access = await accessTo(
          ports.secrets,
          await address(),
          closing.signal,
          () => undefined,
        );
        ({ headBranch: remoteHead } = await fetchInto(wiki.repo, access, { remote: remoteName }));
        failures = 0;
        lastSyncedMs ??= ports.clock.nowMs();
        enter({ kind: 'idle' });
      }
    } catch (error) {
      enter(stateAfter(error, () => void queue.run(look)));
    }
    if (!closing.signal.aborted && isInteractive) {
      cancelLook = ports.clock.after(lookEveryMs, () => void queue.run(look));
    }
  };

  /** What the place said, and what waited for it, says nothing of another one. */
  const leavePlace = async () => {
    cancelRetry();
    failures = 0;
    open = null;
    remoteHead = null;
    lastSyncedMs = null;
    quarantined = [];
    await forgetTracked(wiki.repo);
  };

  return {
    status,
    now: (job) => queue.run(() => round(job)),
    look: () => queue.run(look),
    setRemote: (target) =>
      queue.run(async () => {
        if (target.credentials !== null) await ports.secrets.set(target.origin, target.credentials);
        if ((await remoteUrl()) !== target.url) await leavePlace();
        await wiki.repo.config.setRemote(remoteName, target.url);
        enter({ kind: 'unknown' });
      }),
    removeRemote: () =>
      queue.run(async () => {
        await leavePlace();
        await wiki.repo.config.removeRemote(remoteName);
        enter({ kind: 'unknown' });
      }),
    address,
    openChoices: () => open,
    decisions,
    joinDecided: () =>
      queue.run(async () => {
        const pair = await branchPair(wiki.repo, remoteHead);
        const theirs = open?.theirs ?? pair.theirs;
        if (theirs === null) {
          throw new AppError('REMOTE_INVALID', 'There is nothing to join: get changes first.');
        }
        const joined = await joinChanges(context, wiki, theirs, await decisionMap());
        open = joined.kind === 'choices' ? joined : null;
        if (joined.kind === 'joined') {
          quarantined = [...joined.quarantined];
          await decisions.clear();
        }
        announce();
        return joined;
      }),
    announce,
    async close() {
      closing.abort();
      cancelRetry();
      cancelLook();
      await queue.run(() => Promise.resolve());
    },
  };
}
