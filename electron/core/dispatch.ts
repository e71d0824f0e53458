import { z } from 'zod';
import type { Envelope } from '../../shared/contract/envelope.ts';
import { AppError } from '../../shared/contract/errors.ts';
import {
  isMethodName,
  methods,
  type MethodName,
  type Output,
  type ParsedInput,
} from '../../shared/contract/methods.ts';
import { toErrorShape } from './error-shape.ts';
import type { Logger } from './ports.ts';

/** One function per method of the contract. */
export type Handlers = {
  readonly [M in MethodName]: (input: ParsedInput<M>) => Promise<Output<M>> | Output<M>;
};

/** Validates, runs, and answers as data; never throws. */
export type Dispatch = (method: string, input: unknown) => Promise<Envelope>;

export function createDispatch(handlers: Handlers, logger: Logger): Dispatch {
  return async (method, input) => {
    try {
      if (!isMethodName(method)) {
        throw new AppError('UNKNOWN_METHOD', `There is no method “${method.slice(0, 80)}”.`);
      }
      const parsed = methods[method].input.safeParse(input ?? {});
      if (!parsed.success) {
        throw new AppError('BAD_INPUT', `The input of ${method} does not fit.`, {
          problems: z.prettifyError(parsed.error),
        });
      }
      // The table pairs each handler with its own schema; the union of all pairs can't say so.
      const handler = handlers[method] as (parsedInput: unknown) => unknown;
      return { ok: true, value: await handler(parsed.data) };
    } catch (error) {
      return { ok: false, error: toErrorShape(error, logger) };
    }
  };
}
