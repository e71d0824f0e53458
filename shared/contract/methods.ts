import type { z } from 'zod';
import { appMethods } from './methods-app.ts';
import { choiceMethods } from './methods-choice.ts';
import { fileMethods } from './methods-file.ts';
import { historyMethods } from './methods-history.ts';
import { pageMethods } from './methods-page.ts';
import { searchMethods } from './methods-search.ts';
import { syncMethods } from './methods-sync.ts';
import { wikiMethods } from './methods-wiki.ts';
import { writerMethods } from './methods-writer.ts';

/**
 * Every method a door offers, by name, with the schemas of what it takes and gives.
 * A method with a `result` is a job: its output holds the job's id, and `result` arrives as `job.done`.
 */
export const methods = {
  ...appMethods,
  ...wikiMethods,
  ...pageMethods,
  ...writerMethods,
  ...fileMethods,
  ...historyMethods,
  ...searchMethods,
  ...syncMethods,
  ...choiceMethods,
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
/** What a caller passes: fields with defaults may be left out. */
export type Input<M extends MethodName> = z.input<Methods[M]['input']>;
/** What a service receives after validation. */
export type ParsedInput<M extends MethodName> = z.output<Methods[M]['input']>;
export type Output<M extends MethodName> = z.output<Methods[M]['output']>;
export type JobMethodName = {
  [M in MethodName]: Methods[M] extends { result: z.ZodType } ? M : never;
}[MethodName];
export type JobResult<M extends JobMethodName> = Methods[M] extends {
  result: infer R extends z.ZodType;
}
  ? z.output<R>
  : never;

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}
