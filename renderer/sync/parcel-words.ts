import { assertNever } from '../../shared/contract/errors.ts';
import type { JobResult } from '../../shared/contract/methods.ts';
import { sizeWords } from '../client/progress-words.ts';
import { changes } from './status-words.ts';

interface ParcelWords {
  readonly kind: 'success' | 'info' | 'error';
  readonly title: string;
  readonly next: string;
}

/** What came of making a parcel. */
export function madeWords(result: JobResult<'parcel.make'>): ParcelWords {
  switch (result.kind) {
    case 'made':
      return {
        kind: 'success',
        title: `The parcel is made: ${changes(result.commits)}, ${sizeWords(result.sizeBytes)}.`,
        next: 'Hand the file on by stick or mail. Whoever has this wiki opens it under “Open a parcel”; whoever has not takes a parcel of everything and joins with it.',
      };
    case 'nothingNew':
      return {
        kind: 'info',
        title: 'There is nothing new since the last parcel.',
        next: 'For somebody who does not have the wiki yet, make a parcel of everything.',
      };
    default:
      return assertNever(result);
  }
}

/** What came of opening a parcel. */
export function openedWords(result: JobResult<'parcel.open'>): ParcelWords {
  switch (result.kind) {
    case 'joined':
      return {
        kind: 'success',
        title: `The parcel is opened: ${changes(result.commits)} came with it.`,
        next:
          result.openChoices === 0
            ? 'They are joined with yours.'
            : 'They are joined with yours. Where you and others changed the same words, the page holds all versions until somebody chooses.',
      };
    case 'nothingNew':
      return {
        kind: 'info',
        title: 'You have everything that is in this parcel.',
        next: 'Nothing changed here.',
      };
    case 'refused':
      return { kind: 'error', title: result.message, next: 'Nothing changed here.' };
    default:
      return assertNever(result);
  }
}
