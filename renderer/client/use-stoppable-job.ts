import { useEffect, useRef } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { Input, JobMethodName, JobResult } from '../../shared/contract/methods.ts';
import { failureMessage } from './failure-message.ts';
import { useApi } from './queries.ts';

type Unfinished =
  { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly error: AppError };

type JobEnd<Method extends JobMethodName> =
  { readonly kind: 'done'; readonly result: JobResult<Method> } | Unfinished;

interface Running {
  cancel: (() => void) | null;
  isStopped: boolean;
}

function stopJob(job: Running | null): void {
  if (job === null) return;
  job.isStopped = true;
  job.cancel?.();
}

/** One job at a time that its screen can stop, and that stops when the screen goes away. */
export function useStoppableJob<Method extends JobMethodName>(method: Method) {
  const api = useApi();
  const running = useRef<Running | null>(null);
  useEffect(
    () => () => {
      stopJob(running.current);
      running.current = null;
    },
    [],
  );

  /** Resolves to null when the screen has gone or begun another job: then nobody waits for the end. */
  const run = async (
    input: Input<Method>,
    onProgress?: (progress: JobProgress) => void,
  ): Promise<JobEnd<Method> | null> => {
    stopJob(running.current);
    const own: Running = { cancel: null, isStopped: false };
    running.current = own;
    const end = await api
      .runJob(method, input, {
        onProgress: (progress) => {
          if (running.current === own) onProgress?.(progress);
        },
        onStart: (cancel) => {
          own.cancel = cancel;
          // The person was faster than the answer that names the job.
          if (own.isStopped) cancel();
        },
      })
      .then<JobEnd<Method>, JobEnd<Method>>((result) => ({ kind: 'done', result }), endOfFailure);
    if (running.current !== own) return null;
    running.current = null;
    return end;
  };
  return { run, stop: () => stopJob(running.current) };
}

function endOfFailure(error: unknown): Unfinished {
  if (!(error instanceof AppError)) {
    return { kind: 'failed', error: new AppError('INTERNAL', failureMessage(error)) };
  }
  return error.code === 'CANCELLED' ? { kind: 'stopped' } : { kind: 'failed', error };
}
