import { AppError } from '../../shared/contract/errors.ts';
import type { Core } from '../core/core.ts';
import { answerQuestions } from './answer-questions.ts';
import { parseArguments, type Asked } from './arguments.ts';
import { call } from './call.ts';
import { check } from './check.ts';
import { Client } from './client.ts';
import { parcel } from './parcel.ts';
import { remote } from './remote.ts';
import { search } from './search.ts';
import { sync } from './sync.ts';
import type { Terminal } from './terminal.ts';

type Runnable = Exclude<Asked, { command: 'misuse' }>;

function perform(client: Client, asked: Runnable): Promise<number> {
  switch (asked.command) {
    case 'search':
      return search(client, asked);
    case 'sync':
      return sync(client, asked);
    case 'remote':
      return remote(client, asked);
    case 'parcel':
      return parcel(client, asked);
    case 'check':
      return check(client, asked);
    case 'call':
      return call(client, asked);
  }
}

/**
 * Runs one command.
 *
 * @returns the exit code: 0 done, 1 failed or problems found, 2 wrong usage
 */
export async function runCommand(
  argv: readonly string[],
  terminal: Terminal,
  open: () => Promise<Core>,
): Promise<number> {
  const asked = parseArguments(argv);
  if (asked.command === 'misuse') {
    terminal.say(`${asked.problem}. See: commonplace ${argv[0] ?? ''} --help`);
    return 2;
  }
  const core = await open();
  const stopAnswering = answerQuestions(core, terminal);
  try {
    return await perform(new Client(core, terminal), asked);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (asked.isJson) terminal.out(`${JSON.stringify({ ok: false, error: error.toShape() })}\n`);
    terminal.say(`commonplace: ${error.message}`);
    return 1;
  } finally {
    stopAnswering();
    await core.close();
  }
}
