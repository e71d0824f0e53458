import { AppError } from '../../shared/contract/errors.ts';

/** An object larger than this is refused: a peer can make a gigabyte out of a few kilobytes. */
export const maxObjectBytes = 256 * 1024 * 1024;

/** git itself makes chains of at most 4,095 deltas. */
export const maxDeltaDepth = 4_096;

/** Deeper than any path the policy allows; a deeper tree was made to exhaust a reader. */
export const maxTreeDepth = 512;

/** What may differ between two trees: folders within folders can name billions of files in a few kilobytes. */
export const maxTreeEntries = 500_000;

/** What a history may list in all. */
export const maxHistoryChanges = 20_000_000;

export function objectTooLarge(sizeBytes: number): AppError {
  return new AppError(
    'LIMIT',
    'An object in the repository is larger than Commonplace reads (256 MB).',
    { sizeBytes, maxObjectBytes },
  );
}

export function damaged(what: string, cause?: unknown): AppError {
  return new AppError(
    'REPO_DAMAGED',
    `The repository is damaged: ${what}. Run "git fsck" in its folder to see how much is affected.`,
    {},
    cause === undefined ? undefined : { cause },
  );
}
