import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { Output } from '../../shared/contract/methods.ts';
import type { JobId } from '../../shared/contract/values.ts';
import { toErrorShape } from './error-shape.ts';
import type { EventBus } from './events.ts';
import type { CorePorts } from './ports.ts';

const rememberedMs = 10 * 60_000;
const progressEveryMs = 100;

export interface JobContext {
  readonly signal: AbortSignal;
  report(progress: JobProgress): void;
}

type JobState = Output<'job.state'>;

/** Long work with an id: told about by events, asked after by `job.state`, stopped by `job.cancel`. */
export interface Jobs {
  start(work: (context: JobContext) => Promise<unknown>): JobId;
  cancel(job: JobId): boolean;
  state(job: JobId): JobState;
  /** Cancels everything and waits for it to end. */
  close(): Promise<void>;
}

interface RunningJob {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

export function createJobs(ports: CorePorts, bus: EventBus): Jobs {
  const running = new Map<JobId, RunningJob>();
  const states = new Map<JobId, JobState>();
  const forgets = new Set<() => void>();

  const remember = (job: JobId, state: JobState) => {
    states.set(job, state);
    running.delete(job);
    const cancel = ports.clock.after(rememberedMs, () => {
      forgets.delete(cancel);
      states.delete(job);
    });
    forgets.add(cancel);
  };

  return {
    start(work) {
      const job = randomUUID() as JobId;
      const controller = new AbortController();
      let reportedMs = 0;
      let phase = '';
      const report = (progress: JobProgress) => {
        const nowMs = ports.clock.nowMs();
        if (progress.phase === phase && nowMs - reportedMs < progressEveryMs) return;
        reportedMs = nowMs;
        phase = progress.phase;
        bus.emit({ name: 'job.progress', job, progress });
      };
      states.set(job, { kind: 'running', startedMs: ports.clock.nowMs() });
      // Started in the next turn, so that the caller knows the id before the first event.
      const ended = new Promise<void>((resolve) => setImmediate(resolve))
        .then(() => work({ signal: controller.signal, report }))
        .then(
          (value) => {
            remember(job, { kind: 'done', value });
            bus.emit({ name: 'job.done', job, value });
          },
          (failure: unknown) => {
            const error = controller.signal.aborted
              ? new AppError('CANCELLED', 'Stopped, as you asked.').toShape()
              : toErrorShape(failure, ports.logger);
            remember(job, { kind: 'failed', error: { ...error, data: { ...error.data } } });
            bus.emit({ name: 'job.failed', job, error });
          },
        );
      running.set(job, { controller, ended });
      return job;
    },
    cancel(job) {
      const found = running.get(job);
      found?.controller.abort();
      return found !== undefined;
    },
    state: (job) => states.get(job) ?? { kind: 'unknown' },
    async close() {
      const all = [...running.values()];
      for (const { controller } of all) controller.abort();
      await Promise.all(all.map(({ ended }) => ended));
      for (const forget of forgets) forget();
    },
  };
}
