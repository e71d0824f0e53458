import type { Envelope } from '../../shared/contract/envelope.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { isMethodName } from '../../shared/contract/methods.ts';
import { awaitJob, isJob, takesWiki, type Client } from './client.ts';
import { openWiki } from './open.ts';

export interface CallOptions {
  readonly dir: string;
  readonly method: string;
  /** The input as JSON; `-` reads it from standard input; null is an empty object. */
  readonly json: string | null;
}

async function readInput(client: Client, json: string | null): Promise<unknown> {
  const text = json === '-' ? await client.terminal.readStdin() : (json ?? '{}');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('BAD_INPUT', `The input is no JSON: ${String(error)}`);
  }
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function ask(client: Client, options: CallOptions): Promise<Envelope> {
  const { method } = options;
  let input = await readInput(client, options.json);
  if (!isMethodName(method)) return client.core.dispatch(method, input);
  if (takesWiki(method) && isPlainObject(input) && !('wiki' in input)) {
    const { wiki } = await openWiki(client, options.dir);
    input = { wiki, ...input };
  }
  return isJob(method)
    ? awaitJob(client.core, client.terminal, () => client.core.dispatch(method, input))
    : client.core.dispatch(method, input);
}

/** Prints the envelope of any method's answer; failures before it print one too. */
export async function call(client: Client, options: CallOptions): Promise<number> {
  let answer: Envelope;
  try {
    answer = await ask(client, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    answer = { ok: false, error: error.toShape() };
  }
  client.terminal.out(`${JSON.stringify(answer)}\n`);
  return answer.ok ? 0 : 1;
}
