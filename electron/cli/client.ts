import { AppError } from '../../shared/contract/errors.ts';
import type { Envelope } from '../../shared/contract/envelope.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import {
  methods,
  type Input,
  type JobMethodName,
  type JobResult,
  type MethodName,
  type Output,
} from '../../shared/contract/methods.ts';
import { jobId, type JobId } from '../../shared/contract/values.ts';
import type { Core } from '../core/core.ts';
import type { Terminal } from './terminal.ts';

function progressLine({ phase, done, total, unit, bytes }: JobProgress): string {
  const share = total === null ? String(done) : `${done} of ${total}`;
  const size = bytes === null ? '' : `, ${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${phase}: ${share} ${unit}${size}`;
}

/** The job that an answer has started; null when it is the answer to something else. */
function startedJob(value: unknown): JobId | null {
  if (typeof value !== 'object' || value === null || !('job' in value)) return null;
  const parsed = jobId.safeParse(value.job);
  return parsed.success ? parsed.data : null;
}

/**
 * Waits for a job that `start` begins, shows how far it is, and gives its end as an envelope.
 *
 * It listens before it starts, so an end that comes at once is not missed. Ctrl+C cancels the job.
 */
export async function awaitJob(
  core: Pick<Core, 'dispatch' | 'onEvent'>,
  terminal: Terminal,
  start: () => Promise<Envelope>,
): Promise<Envelope> {
  const ends = new Map<JobId, Envelope>();
  let job: JobId | null = null;
  let notice = () => {};
  const stopEvents = core.onEvent((event) => {
    if (event.name === 'job.progress' && event.job === job)
      terminal.progress(progressLine(event.progress));
    if (event.name === 'job.done') ends.set(event.job, { ok: true, value: event.value });
    if (event.name === 'job.failed') ends.set(event.job, { ok: false, error: event.error });
    notice();
  });
  const stopInterrupts = terminal.onInterrupt(() => {
    if (job !== null) void core.dispatch('job.cancel', { job });
  });
  try {
    const answer = await start();
    job = answer.ok ? startedJob(answer.value) : null;
    if (job === null) return answer;
    for (;;) {
      const end = ends.get(job);
      if (end !== undefined) return end;
      await new Promise<void>((resolve) => (notice = resolve));
    }
  } finally {
    stopEvents();
    stopInterrupts();
  }
}

/** The core, as the commands use it: with types, and failures thrown. */
export class Client {
  readonly core: Core;
  readonly terminal: Terminal;

  constructor(core: Core, terminal: Terminal) {
    this.core = core;
    this.terminal = terminal;
  }

  async request<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const answer = await this.core.dispatch(method, input);
    if (!answer.ok) throw new AppError(answer.error.code, answer.error.message, answer.error.data);
    return answer.value as Output<M>; // dispatch has checked it against this method's schema
  }

  async runJob<M extends JobMethodName>(method: M, input: Input<M>): Promise<JobResult<M>> {
    const answer = await awaitJob(this.core, this.terminal, () =>
      this.core.dispatch(method, input),
    );
    if (!answer.ok) throw new AppError(answer.error.code, answer.error.message, answer.error.data);
    return answer.value as JobResult<M>; // as above
  }
}

/** Whether a method's input names a wiki, so that the command line's folder fills it in. */
export function takesWiki(method: MethodName): boolean {
  return 'wiki' in methods[method].input.shape;
}

/** Whether a method starts a job. */
export function isJob(method: MethodName): method is JobMethodName {
  return 'result' in methods[method];
}
