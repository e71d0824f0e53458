import type { SyncStatus } from '../../shared/contract/methods-sync.ts';

export interface StatusWords {
  /** For the bar: a few words. */
  readonly short: string;
  /** A sentence that says where things stand and what comes next. */
  readonly long: string;
  /** `attention` asks the person to do something. */
  readonly tone: 'calm' | 'busy' | 'waiting' | 'attention';
}

const counts = new Intl.NumberFormat();

function changes(count: number): string {
  return count === 1 ? '1 change' : `${counts.format(count)} changes`;
}

function waiting(ahead: number): string {
  return `${changes(ahead)} of yours ${ahead === 1 ? 'waits' : 'wait'} to be shared`;
}

/** The folder came with a place that other programs reach (SSH, a folder) and Commonplace does not yet. */
export function isPlaceUnsupported({ state }: SyncStatus): boolean {
  return state.kind === 'error' && state.code === 'NOT_SUPPORTED_HERE';
}

/** What to tell a writer about sharing. The most pressing thing wins. */
export function statusWords(status: SyncStatus): StatusWords {
  const { state, openChoices } = status;
  if (state.kind === 'syncing') {
    return { short: `${state.phase}…`, long: `${state.phase}…`, tone: 'busy' };
  }
  if (openChoices > 0) {
    return {
      short:
        openChoices === 1 ? 'Needs your choice' : `Needs ${counts.format(openChoices)} choices`,
      long:
        openChoices === 1
          ? 'You and someone else changed the same words on one page. Choose what it shall say; sharing goes on after that.'
          : `You and others changed the same words on ${counts.format(openChoices)} pages. Choose what they shall say; sharing goes on after that.`,
      tone: 'attention',
    };
  }
  const ahead = status.ahead ?? 0;
  const behind = status.behind ?? 0;
  switch (state.kind) {
    case 'noRemote':
      return {
        short: 'Not shared yet',
        long: 'This wiki is on this computer only. Give it a place on the web to write it together.',
        tone: 'calm',
      };
    case 'signIn':
      return {
        short: 'Sign in',
        long: `${state.host === '' ? 'The place you share to' : state.host} wants to know who you are before it takes or gives changes.`,
        tone: 'attention',
      };
    case 'error':
      if (isPlaceUnsupported(status)) {
        return {
          short: 'Sharing not set up',
          long: 'This wiki belongs to a place that Commonplace cannot share with yet. You can go on writing; to share from here, give a web address.',
          tone: 'calm',
        };
      }
      return { short: 'Sharing failed', long: state.message, tone: 'attention' };
    case 'offline':
      return {
        short: ahead > 0 ? `Offline, ${counts.format(ahead)} waiting` : 'Offline',
        long:
          ahead > 0
            ? `The place you share to cannot be reached. ${changes(ahead)} of yours ${ahead === 1 ? 'waits here, safely, and goes' : 'wait here, safely, and go'} out when it is back.`
            : 'The place you share to cannot be reached. You can go on writing; your changes go out when it is back.',
        tone: 'waiting',
      };
    case 'unknown':
    case 'idle':
      return counted(ahead, behind, state.kind === 'unknown' && status.ahead === null);
  }
}

function counted(ahead: number, behind: number, isUnknown: boolean): StatusWords {
  if (isUnknown) {
    return {
      short: 'Not checked yet',
      long: 'Commonplace has not asked for changes since this wiki was opened.',
      tone: 'calm',
    };
  }
  if (ahead > 0 && behind > 0) {
    return {
      short: `${counts.format(ahead)} waiting, ${counts.format(behind)} to get`,
      long: `${waiting(ahead)}, and ${changes(behind)} of others can be had.`,
      tone: 'waiting',
    };
  }
  if (ahead > 0) {
    return {
      short: `${changes(ahead)} waiting`,
      long: `${waiting(ahead)}.`,
      tone: 'waiting',
    };
  }
  if (behind > 0) {
    return {
      short: `${counts.format(behind)} to get`,
      long: `${changes(behind)} of others can be had.`,
      tone: 'waiting',
    };
  }
  return {
    short: 'All shared',
    long: 'Everything you wrote is shared, and you have what others wrote.',
    tone: 'calm',
  };
}

/** What a person can do about a failure, by its code; null where the message says it all. */
export function nextStep(code: string): string | null {
  switch (code) {
    case 'NETWORK':
      return 'Check that you are online. Commonplace tries again by itself.';
    case 'REMOTE_INVALID':
      return 'Check the address below. It must be the one you would clone from, not a page about it.';
    case 'REMOTE_REFUSED':
      return 'Ask whoever runs that place whether you may write there.';
    case 'AUTH_REQUIRED':
      return 'Sign in with a name and password, or with an access token.';
    case 'DISK':
      return 'Free some space or check the folder’s permissions, then share again.';
    case 'REPO_BUSY':
      return 'Another program is using this wiki’s folder. Wait until it is done, then share again.';
    default:
      return null;
  }
}
