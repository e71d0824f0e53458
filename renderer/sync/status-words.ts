import { assertNever } from '../../shared/contract/errors.ts';
import type { RemoteKind, RemoteStatus, SyncStatus } from '../../shared/contract/methods-sync.ts';
import { nameOfAddress } from '../client/address.ts';
import { nextStep } from '../client/next-step.ts';

/** `attention` asks the person to do something. */
export type Tone = 'calm' | 'busy' | 'waiting' | 'attention';

interface StatusWords {
  /** For the bar: a few words. */
  readonly short: string;
  /** A sentence that says where things stand and what comes next. */
  readonly long: string;
  readonly tone: Tone;
}

interface PlaceWords {
  readonly short: string;
  /** What this means and what to do now; null where nothing is to be said. */
  readonly next: string | null;
  readonly tone: Tone;
}

export const kindWords: Record<RemoteKind, string> = {
  web: 'Web address',
  ssh: 'SSH',
  folder: 'Folder or stick',
};

const counts = new Intl.NumberFormat();
const names = new Intl.ListFormat();
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  hour: 'numeric',
  minute: 'numeric',
});

export function changes(count: number): string {
  return count === 1 ? '1 change' : `${counts.format(count)} changes`;
}

export function waiting(ahead: number): string {
  return `${changes(ahead)} of yours ${ahead === 1 ? 'waits' : 'wait'} to be shared`;
}

/** The hour of a later time, with its day where that is not today. */
function timeWords(dateMs: number, nowMs: number): string {
  const isToday = new Date(dateMs).toDateString() === new Date(nowMs).toDateString();
  return (isToday ? clock : dayAndClock).format(dateMs);
}

function retryWords(retryAtMs: number | null, nowMs: number): string | null {
  if (retryAtMs === null) return null;
  return retryAtMs <= nowMs
    ? 'trying again soon'
    : `trying again at ${timeWords(retryAtMs, nowMs)}`;
}

/** What to call a place on screen: the name that a person gave it, else its server or folder. */
export function placeTitle({ name, url }: Pick<RemoteStatus, 'name' | 'url'>): string {
  return name === 'origin' ? nameOfAddress(url) : name;
}

function countedPlace(ahead: number | null, behind: number | null): PlaceWords {
  if (ahead === null) return { short: 'Not checked yet', next: null, tone: 'calm' };
  const there = `${counts.format(behind ?? 0)} new ${behind === 1 ? 'change' : 'changes'} there`;
  if (ahead > 0 && (behind ?? 0) > 0) {
    return { short: `${changes(ahead)} waiting, ${there}`, next: null, tone: 'waiting' };
  }
  if (ahead > 0) return { short: `${changes(ahead)} waiting`, next: null, tone: 'waiting' };
  if ((behind ?? 0) > 0) return { short: there, next: null, tone: 'waiting' };
  return { short: 'All shared', next: null, tone: 'calm' };
}

/** How one place stands, and what a writer can do about it. */
export function placeWords(remote: RemoteStatus, nowMs: number): PlaceWords {
  const { state, ahead } = remote;
  const own = ahead === null || ahead === 0 ? null : changes(ahead);
  switch (state.kind) {
    case 'unknown':
    case 'idle':
      return countedPlace(ahead, remote.behind);
    case 'paused':
      return {
        short: own === null ? 'Paused' : `Paused, ${own} waiting`,
        next: 'Nothing goes there or comes from there by itself.',
        tone: 'calm',
      };
    case 'syncing':
      return { short: `${state.phase}…`, next: null, tone: 'busy' };
    case 'offline': {
      const retry = retryWords(state.retryAtMs, nowMs);
      return {
        short: retry === null ? 'Offline' : `Offline: ${retry}`,
        next:
          own === null
            ? 'You can go on writing.'
            : `You can go on writing. ${own} of yours ${ahead === 1 ? 'waits' : 'wait'} here, safely.`,
        tone: 'waiting',
      };
    }
    case 'absent':
      return {
        short: own === null ? 'Not plugged in' : `Not plugged in, ${own} waiting`,
        next: 'Plug in the stick or connect the drive; sharing goes on when it is there.',
        tone: 'waiting',
      };
    case 'signIn':
      return {
        short: state.wasRefused === true ? 'Did not accept the sign-in' : 'Asks who you are',
        next:
          remote.kind === 'ssh'
            ? `${state.host === '' ? 'The server' : state.host} does not accept the SSH key of this computer. Add the key to your account there, then share again.`
            : state.wasRefused === true
              ? 'Sign in again, perhaps with an access token: many places take no password.'
              : 'Sign in with a name and password, or with an access token.',
        tone: 'attention',
      };
    case 'error': {
      const retry = retryWords(state.retryAtMs, nowMs);
      return {
        short: retry === null ? 'Sharing failed' : `Sharing failed, ${retry}`,
        next: [state.message, nextStep(state.code)].filter((words) => words !== null).join(' '),
        tone: 'attention',
      };
    }
    default:
      return assertNever(state);
  }
}

/** The places that are in a state, named: "the stick", "the stick and codeberg.org". */
function named(status: SyncStatus, kind: RemoteStatus['state']['kind']): string {
  const titles = status.remotes.filter(({ state }) => state.kind === kind).map(placeTitle);
  if (titles.length === 0 || (titles.length === 1 && status.remotes.length === 1)) {
    return 'The place you share to';
  }
  return new Intl.ListFormat(undefined).format(titles);
}

function choiceWords(openChoices: number): StatusWords {
  const isOne = openChoices === 1;
  return {
    short: isOne ? '1 choice open' : `${counts.format(openChoices)} choices open`,
    long: isOne
      ? 'People wrote the same place differently. All versions are kept until somebody chooses; sharing goes on meanwhile.'
      : `People wrote the same places of ${counts.format(openChoices)} pages or files differently. All versions are kept until somebody chooses; sharing goes on meanwhile.`,
    tone: 'attention',
  };
}

/** What to tell a writer about sharing as a whole. The most pressing thing wins. */
export function statusWords(status: SyncStatus): StatusWords {
  const { state, openChoices } = status;
  const ahead = status.ahead ?? 0;
  switch (state.kind) {
    case 'syncing':
      return { short: `${state.phase}…`, long: `${state.phase}…`, tone: 'busy' };
    case 'signIn':
      return {
        short: 'Sign in',
        long: `${state.host === '' ? named(status, 'signIn') : state.host} wants to know who you are before it takes or gives changes.`,
        tone: 'attention',
      };
    case 'error':
      return {
        short: 'Sharing failed',
        long:
          status.remotes.length > 1 ? `${named(status, 'error')}: ${state.message}` : state.message,
        tone: 'attention',
      };
    default:
      break;
  }
  if (openChoices > 0) return choiceWords(openChoices);
  switch (state.kind) {
    case 'noRemote':
      return {
        short: 'Not shared yet',
        long: 'This wiki is on this computer only. Give it a place to write it together with others, or to have it twice.',
        tone: 'calm',
      };
    case 'paused':
      return {
        short: ahead > 0 ? `Paused, ${counts.format(ahead)} waiting` : 'Paused',
        long:
          ahead > 0
            ? `Sharing is paused. ${waiting(ahead)}.`
            : 'Sharing is paused: nothing goes out and nothing comes in by itself.',
        tone: 'calm',
      };
    case 'offline':
    case 'absent':
      return away(status, state.kind, ahead);
    case 'unknown':
    case 'idle':
      return counted(ahead, status.behind ?? 0, unchecked(status));
    default:
      return assertNever(state);
  }
}

function away(status: SyncStatus, kind: 'offline' | 'absent', ahead: number): StatusWords {
  const word = kind === 'offline' ? 'Offline' : 'Not plugged in';
  const fact = `${named(status, kind)} ${kind === 'offline' ? 'cannot be reached' : 'is not plugged in'}.`;
  return {
    short: ahead > 0 ? `${word}, ${counts.format(ahead)} waiting` : word,
    long:
      ahead > 0
        ? `${fact} ${changes(ahead)} of yours ${ahead === 1 ? 'waits here, safely, and goes' : 'wait here, safely, and go'} out when it is back.`
        : `${fact} You can go on writing; your changes go out when it is back.`,
    tone: 'waiting',
  };
}

/** What no place, or not every place, was asked yet; null where all were. */
function unchecked({ ahead, remotes }: SyncStatus): StatusWords | null {
  if (ahead === null) {
    return {
      short: 'Not checked yet',
      long: 'Commonplace has not asked for changes since this wiki was opened.',
      tone: 'calm',
    };
  }
  const unasked = remotes.filter((each) => each.ahead === null && each.state.kind !== 'paused');
  if (unasked.length === 0) return null;
  return {
    short: 'Not checked everywhere',
    long: `Commonplace has not asked ${names.format(unasked.map(placeTitle))} for changes yet. Everywhere else all is shared.`,
    tone: 'calm',
  };
}

function counted(ahead: number, behind: number, unasked: StatusWords | null): StatusWords {
  if (ahead > 0 && behind > 0) {
    return {
      short: `${counts.format(ahead)} waiting, ${counts.format(behind)} to get`,
      long: `${waiting(ahead)}, and ${changes(behind)} of others can be had.`,
      tone: 'waiting',
    };
  }
  if (ahead > 0) {
    return { short: `${changes(ahead)} waiting`, long: `${waiting(ahead)}.`, tone: 'waiting' };
  }
  if (behind > 0) {
    return {
      short: `${counts.format(behind)} to get`,
      long: `${changes(behind)} of others can be had.`,
      tone: 'waiting',
    };
  }
  if (unasked !== null) return unasked;
  return {
    short: 'All shared',
    long: 'Everything you wrote is shared, and you have what others wrote.',
    tone: 'calm',
  };
}
