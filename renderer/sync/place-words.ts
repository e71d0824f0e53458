import { assertNever } from '../../shared/contract/errors.ts';
import type { JobResult } from '../../shared/contract/methods.ts';
import type { RemoteKind } from '../../shared/contract/methods-sync.ts';
import { nextStep } from '../client/next-step.ts';

interface Way {
  readonly title: string;
  /** What this way is good for. */
  readonly about: string;
  readonly label: string;
  readonly example: string;
  readonly hint: string;
}

/** The three ways to share, as they are offered. */
export const ways: Record<RemoteKind, Way> = {
  web: {
    title: 'Web address',
    about: 'Codeberg, GitHub, GitLab or any other server. Good for many people.',
    label: 'Its address',
    example: 'https://codeberg.org/you/your-wiki.git',
    hint: 'Make an empty project there and paste its address. Your name and password do not belong in it.',
  },
  ssh: {
    title: 'SSH',
    about: 'A server that knows the SSH key of this computer.',
    label: 'Its address',
    example: 'git@codeberg.org:you/your-wiki.git',
    hint: 'Paste the address as the server shows it. Commonplace uses the keys and settings that your terminal uses.',
  },
  folder: {
    title: 'Folder, stick or network drive',
    about: 'For a small group, a second computer or a safe copy. Needs no internet.',
    label: 'Its folder',
    example: '/media/you/stick/our-wiki',
    hint: 'A folder on a stick or on a drive that others reach too. A shared copy is made in it.',
  },
};

export interface TestWords {
  readonly kind: 'success' | 'warning' | 'error' | 'info';
  readonly title: string;
  readonly next: string;
}

/** What asking a place has brought, and what to do now. */
export function testWords(result: JobResult<'sync.testRemote'>, way: RemoteKind): TestWords {
  switch (result.kind) {
    case 'reached':
      return reachedWords(result);
    case 'signIn':
      return way === 'ssh'
        ? {
            kind: 'warning',
            title: `${result.host === '' ? 'The server' : result.host} does not accept the SSH key of this computer.`,
            next: 'Add this computer’s key to your account there, then test again.',
          }
        : {
            kind: 'info',
            title: `${result.host === '' ? 'This place' : result.host} is there and asks who you are.`,
            next: 'Sign in with the account you have there.',
          };
    case 'failed':
      if (way === 'folder' && result.code === 'REMOTE_INVALID') {
        return { kind: 'info', title: result.message, next: '“Share here” offers to make one.' };
      }
      return { kind: 'error', title: result.message, next: nextStep(result.code) ?? '' };
    default:
      return assertNever(result);
  }
}

function reachedWords(result: {
  readonly isEmpty: boolean;
  readonly isRelated: boolean | null;
}): TestWords {
  if (result.isEmpty) {
    return {
      kind: 'success',
      title: 'It is there, and still empty.',
      next: 'The first sharing fills it.',
    };
  }
  if (result.isRelated === true) {
    return {
      kind: 'success',
      title: 'It is there, and it holds this wiki.',
      next: 'Sharing brings you what is new there, and takes your changes there.',
    };
  }
  if (result.isRelated === false) {
    return {
      kind: 'warning',
      title: 'It is there, but it holds another wiki.',
      next: 'Sharing there would mix the pages of both. Take an empty place, unless that is what you want.',
    };
  }
  return {
    kind: 'warning',
    title: 'It is there, and it holds changes that you do not have.',
    next: 'If others share this wiki there, go on. If it is another wiki, take an empty place: the pages of both would be mixed.',
  };
}

/**
 * The name of a place out of what a person called it: the letters, digits, `-`, `_` and `.` of it.
 * Null where nothing is left.
 */
export function placeName(text: string): string | null {
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .trim()
    .replace(/\s+/g, '-')
    .replace(/[^\w.-]/g, '')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100);
  return name === '' ? null : name;
}
