import { isRepackDue, repackLoose } from '../git/repack.ts';
import type { Repository } from '../git/repository.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { CorePorts } from './ports.ts';

const quietMs = 90_000;

export interface IdleRepack {
  /** Something was written: the wait for a quiet time begins anew. */
  wake(): void;
  /** Resolves when no repack is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Packs what saves left behind, once nothing was written for a while. Not in a terminal, which is gone by then. */
export function repackWhenIdle(
  repo: Repository,
  { clock, host }: Pick<CorePorts, 'clock' | 'host'>,
  onFailure: (error: unknown) => void,
): IdleRepack {
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let cancelWait: () => void = () => undefined;
  const repack = async () => {
    if (closing.signal.aborted || !(await isRepackDue(repo))) return;
    await repackLoose(repo, { signal: closing.signal });
  };
  const begin = () => {
    running = running.then(repack).catch((error: unknown) => {
      const isStopped = error instanceof AppError && error.code === 'CANCELLED';
      if (!isStopped) onFailure(error);
    });
  };
  return {
    wake() {
      if (host === 'terminal' || closing.signal.aborted) return;
      cancelWait();
      cancelWait = clock.after(quietMs, begin);
    },
    idle: () => running,
    async close() {
      cancelWait();
      closing.abort();
      await running;
    },
  };
}
