import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/contract/errors.ts';
import { isErrno } from './path-jail.ts';
import {
  isGone,
  nameOfOurs,
  processIdentity,
  thisProcess,
  type ProcessIdentity,
  type ProgramName,
} from './process-identity.ts';

const waitMs = 10_000;
const retryMs = 25;

/**
 * The tokens of the locks that this thread takes or holds: a lock with this process's id and another
 * token is an earlier thread's.
 */
const held = new Set<string>();

/** A line for each part, the id and the machine first, as every version of ours has written it. */
function linesOf({ pid, host, program, sinceMs, start }: ProcessIdentity, token: string): string {
  return [pid, host, program, sinceMs, start, token, ''].join('\n');
}

const tokenIn = (text: string) => text.split('\n')[5] ?? '';

function ownerIn(text: string): ProcessIdentity | null {
  const [pid, host, program = 'terminal', sinceMs = '0', start = ''] = text.split('\n');
  const parsed = processIdentity.safeParse({
    pid: Number(pid),
    host,
    program: program === '' ? 'terminal' : program,
    sinceMs: Number(sinceMs),
    start,
  });
  return parsed.success ? parsed.data : null;
}

async function isAbandoned(text: string, owner: ProcessIdentity | null): Promise<boolean> {
  if (owner === null) return false;
  if (await isGone(owner)) return true;
  return owner.pid === process.pid && owner.host === hostname() && !held.has(tokenIn(text));
}

const beside = (file: string) => `${file}.${nameOfOurs()}`;

interface TakenLock {
  release(): Promise<void>;
}

/** Makes the lock with its owner's name in it, all at once. Null when there is one. */
async function take(file: string, owner: string): Promise<TakenLock | null> {
  const temp = beside(file);
  let isTaken = false;
  try {
    await writeFile(temp, owner, { mode: 0o600, flag: 'wx' });
    try {
      await link(temp, file);
    } catch (error) {
      // A disk without hard links (FAT): then a kill in between may leave a lock without a name.
      if (!isErrno(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
      await writeFile(file, owner, { mode: 0o600, flag: 'wx' });
    }
    isTaken = true;
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  } finally {
    if (!isTaken) await rm(temp, { force: true });
  }
  if (!isTaken) return null;
  // Nobody waits for it while the work goes on.
  const cleared = rm(temp, { force: true }).catch(() => undefined);
  return {
    async release() {
      await Promise.all([cleared, rm(file, { force: true })]);
    },
  };
}

/** Moves an abandoned lock out of the way; one that another process was quicker to take is given back. */
async function takeAside(file: string, abandoned: string): Promise<void> {
  const aside = beside(file);
  try {
    await rename(file, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  if ((await readFile(aside, 'utf8').catch(() => abandoned)) !== abandoned)
    await link(aside, file).catch(() => undefined); // a third one has it by now
  await rm(aside, { force: true });
}

const programWords: Readonly<Record<ProgramName, string>> = {
  desktop: 'desktop app',
  browser: 'browser',
  terminal: 'terminal',
};

function timeOf(sinceMs: number): string {
  return new Date(sinceMs).toTimeString().slice(0, 5);
}

function busy(file: string, owner: ProcessIdentity | null): AppError {
  if (owner === null || owner.sinceMs === 0) {
    return new AppError(
      'REPO_BUSY',
      `Another program has been writing to this wiki for ten seconds. Wait a moment and try again; if no other program is open, delete ${file}.`,
      { file },
    );
  }
  const where = owner.host === hostname() ? '' : ` on ${owner.host}`;
  const name = `Commonplace (${programWords[owner.program]}${where}, started ${timeOf(owner.sinceMs)})`;
  const help =
    owner.host === hostname()
      ? `if it hangs, quit it (process ${owner.pid}).`
      : `if it is not open there any more, delete ${file}.`;
  return new AppError(
    'REPO_BUSY',
    `${name} has been writing to this wiki for ten seconds. Wait a moment and try again; ${help}`,
    { file, holder: { ...owner } },
  );
}

/**
 * Runs `work` while no other process of ours writes to the same wiki.
 *
 * The lock is a file that names its process; one left by a process that died, or by a thread of this
 * process that did, is removed.
 *
 * @param program what this process is, for whoever has to wait
 * @throws AppError `REPO_BUSY` after ten seconds, which names the other program
 */
export async function withProcessLock<Value>(
  file: string,
  work: () => Promise<Value>,
  program: ProgramName = 'terminal',
): Promise<Value> {
  const token = randomBytes(8).toString('hex');
  const owner = linesOf(await thisProcess(program), token);
  held.add(token);
  try {
    const lock = await waitFor(file, owner);
    try {
      return await work();
    } finally {
      await lock.release();
    }
  } finally {
    held.delete(token);
  }
}

async function waitFor(file: string, owner: string): Promise<TakenLock> {
  const untilMs = Date.now() + waitMs;
  for (;;) {
    const lock = await take(file, owner);
    if (lock !== null) return lock;
    // Let go this moment, or closed to us: then it is waited for like any other.
    const text = await readFile(file, 'utf8').catch(() => '');
    const other = ownerIn(text);
    if (await isAbandoned(text, other)) {
      await takeAside(file, text);
      continue;
    }
    if (Date.now() > untilMs) throw busy(file, other);
    await delay(retryMs);
  }
}
