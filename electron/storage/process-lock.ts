import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/contract/errors.ts';
import { isErrno } from './path-jail.ts';

const waitMs = 10_000;
const retryMs = 25;

/** The locks that this process holds: a lock with its id and not among them is an earlier process's. */
const held = new Set<string>();

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const [pid = '', host = ''] = (await readFile(file, 'utf8')).split('\n');
    if (host !== hostname() || !/^\d+$/.test(pid)) return false;
    if (Number(pid) === process.pid) return !held.has(file);
    process.kill(Number(pid), 0); // signal 0 only asks whether the process exists
    return false;
  } catch (error) {
    return isErrno(error, 'ESRCH');
  }
}

/** Makes the lock with its owner's name in it, all at once. False when there is one. */
async function take(file: string): Promise<boolean> {
  const owner = `${process.pid}\n${hostname()}\n`;
  const temp = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(temp, owner, { mode: 0o600, flag: 'wx' });
    try {
      await link(temp, file);
    } catch (error) {
      // A disk without hard links (FAT): then a kill in between may leave a lock without a name.
      if (!isErrno(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
      await writeFile(file, owner, { mode: 0o600, flag: 'wx' });
    }
    held.add(file);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(temp, { force: true });
  }
}

/**
 * Runs `work` while no other process of ours writes to the same wiki.
 *
 * The lock is a file that names its process; one left by a process that died is removed.
 *
 * @throws AppError `REPO_BUSY` after ten seconds
 */
export async function withProcessLock<Value>(
  file: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const untilMs = Date.now() + waitMs;
  for (;;) {
    if (await take(file)) break;
    if (await isAbandoned(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (Date.now() > untilMs) {
      throw new AppError(
        'REPO_BUSY',
        `Another program has been writing to this wiki for ten seconds. Wait a moment and try again; if no other program is open, delete ${file}.`,
        { file },
      );
    }
    await delay(retryMs);
  }
  try {
    return await work();
  } finally {
    held.delete(file);
    await rm(file, { force: true });
  }
}
