import type { Envelope } from '../../../shared/contract/envelope.ts';
import type { AppEvent } from '../../../shared/contract/events.ts';
import { jobId, type JobId } from '../../../shared/contract/values.ts';

/** One way into the core, as a test uses it: a job is waited for, and its end is the answer. */
export interface Door {
  readonly name: string;
  request(method: string, input: unknown): Promise<Envelope>;
  close(): Promise<void>;
}

function jobOf(answer: Envelope): JobId | null {
  if (!answer.ok || typeof answer.value !== 'object' || answer.value === null) return null;
  const parsed = jobId.safeParse(Reflect.get(answer.value, 'job'));
  return parsed.success ? parsed.data : null;
}

/** Waits for the jobs of a door that hands out answers and events. */
export function waitForJobs(
  ask: (method: string, input: unknown) => Promise<Envelope>,
  onEvent: (listener: (event: AppEvent) => void) => void,
): Door['request'] {
  const ends = new Map<JobId, Envelope>();
  let notice = () => {};
  onEvent((event) => {
    if (event.name === 'job.done') ends.set(event.job, { ok: true, value: event.value });
    if (event.name === 'job.failed') ends.set(event.job, { ok: false, error: event.error });
    notice();
  });
  return async (method, input) => {
    const answer = await ask(method, input);
    const job = jobOf(answer);
    if (job === null) return answer;
    for (;;) {
      const end = ends.get(job);
      if (end !== undefined) return end;
      await new Promise<void>((resolve) => (notice = resolve));
    }
  };
}
