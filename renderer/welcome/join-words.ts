import type { ErrorShape } from '../../shared/contract/errors.ts';
import type { AddressKind } from '../client/address.ts';
import { nextStep } from '../client/next-step.ts';

/** What is recognised in what was typed, or what can be typed. */
export function addressHint(kind: AddressKind | null): string {
  switch (kind) {
    case 'web':
      return 'A web address. If it asks who you are, you can sign in.';
    case 'ssh':
      return 'An SSH address. Commonplace uses the SSH keys of this computer.';
    case 'folder':
      return 'A folder: a stick, a network drive, or one on this computer.';
    case 'parcel':
      return 'A parcel. It must be one of everything, not only of what is new.';
    case null:
      return 'As the people who share it gave it to you: a web address (https://…), an SSH address (git@…), a folder such as /media/you/stick, or a parcel file.';
  }
}

interface JoinFailure {
  readonly title: string;
  readonly next: string | null;
}

/** Why a wiki could not be joined, and what to do now. */
export function joinFailure(
  { code, message, data }: Pick<ErrorShape, 'code' | 'message' | 'data'>,
  kind: AddressKind | null,
): JoinFailure {
  if (code === 'AUTH_REQUIRED' && kind === 'ssh') {
    return {
      title: message,
      next: 'Add the SSH key of this computer to your account there, or ask for a web address.',
    };
  }
  if (code === 'NETWORK' && kind === 'folder') {
    return {
      title: message,
      next:
        data['absent'] === true
          ? 'Plug in the stick or connect the drive, then try again.'
          : 'Check that the folder can be reached, then try again.',
    };
  }
  if (code === 'REMOTE_INVALID' && kind === 'folder') {
    return { title: message, next: 'Choose the folder that holds the shared copy of the wiki.' };
  }
  if (kind === 'parcel') return { title: message, next: null };
  return { title: message, next: nextStep(code) };
}
