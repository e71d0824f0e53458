import { AppError } from '../../shared/contract/errors.ts';

/** What to tell a person about a caught failure. The core words its own; anything else is a bug of ours. */
export function failureMessage(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return 'Something unexpected went wrong. Try again; if it stays so, restart Commonplace.';
}
