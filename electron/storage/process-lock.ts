import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/contract/errors.ts';
import { isErrno } from './path-jail.ts';

const waitMs = 10_000;
const retryMs = 25;

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const [pid = '', host = ''] = (await readFile(file, 'utf8')).split('\n');
    if (host !== hostname() || !/^\d+$/.test(pid)) return false;
    if (Number(pid) === process.pid) return false;
    process.kill(Number(pid), 0); // signal 0 only asks whether the process exists
    return false;
  } catch (error) {
    return isErrno(error, 'ESRCH');
  }
}

/**
 * Runs `work` while no other process of ours writes to the same wiki.
 *
 * The lock is a file made with O_EXCL that names its process; one left by a process that died is removed.
 *
 * @throws AppError `REPO_BUSY` after ten seconds
 */
export async function withProcessLock<Value>(
  file: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const untilMs = Date.now() + waitMs;
  for (;;) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(`${process.pid}\n${hostname()}\n`);
      await handle.close();
      break;
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
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
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
