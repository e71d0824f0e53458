import { AppError, type ErrorShape } from '../../shared/contract/errors.ts';
import type { Logger } from './ports.ts';

/** What leaves the core for a failure: known ones as they are, unknown ones logged and without their text. */
export function toErrorShape(failure: unknown, logger: Logger): ErrorShape {
  if (failure instanceof AppError) return failure.toShape();
  logger.error('unexpected failure', {
    error: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure),
  });
  return new AppError(
    'INTERNAL',
    'Something went wrong inside Commonplace. Nothing you saved is lost; try again, and restart the app if it happens again.',
  ).toShape();
}
