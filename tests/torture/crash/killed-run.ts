import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { plainGitEnv } from '../judge.ts';
import type { Message, Task } from './operations.ts';

/** When to kill: so long after a message, in milliseconds. */
export interface KillPoint {
  readonly after: 'opening' | 'begin';
  readonly delayMs: number;
}

export interface Ran {
  readonly messages: readonly Message[];
  /** Between the messages, as this process heard them; of a killed run they may be missing. */
  readonly openingMs: number | null;
  readonly workingMs: number | null;
  readonly isKilled: boolean;
}

/** Waits finer than a timer does: an operation may take but a few milliseconds. */
async function waitFor(delayMs: number): Promise<void> {
  const until = performance.now() + delayMs;
  if (delayMs > 3) await new Promise((resolve) => setTimeout(resolve, delayMs - 2));
  while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Runs the program in a process of its own, and kills it at a point if one is given.
 *
 * @throws Error with the program's own words when it fails by itself
 */
export async function runProgram(
  program: string,
  task: Task,
  kill: KillPoint | null,
): Promise<Ran> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    env: plainGitEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const messages: Message[] = [];
  const heard = new Map<Message['kind'], number>();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  for await (const line of createInterface(child.stdout)) {
    const message = JSON.parse(line) as Message;
    messages.push(message);
    heard.set(message.kind, performance.now());
    if (message.kind === kill?.after) {
      void waitFor(kill.delayMs).then(() => child.kill('SIGKILL'));
    }
  }
  const { code, signal } = await ended;
  const isKilled = signal === 'SIGKILL';
  if (!isKilled && code !== 0) throw new Error(`the program ended with ${code}: ${complaint}`);
  const between = (from: Message['kind'], to: Message['kind']) => {
    const [start, end] = [heard.get(from), heard.get(to)];
    return start === undefined || end === undefined ? null : end - start;
  };
  return {
    messages,
    openingMs: between('opening', 'begin'),
    workingMs: between('begin', 'end'),
    isKilled,
  };
}
