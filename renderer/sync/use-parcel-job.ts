import { useState } from 'react';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { Input, JobResult } from '../../shared/contract/methods.ts';
import { useStoppableJob } from '../client/use-stoppable-job.ts';

type ParcelMethod = 'parcel.make' | 'parcel.open';

export type ParcelStep<Method extends ParcelMethod> =
  | { readonly kind: 'ask'; readonly problem: string | null }
  | { readonly kind: 'running'; readonly progress: JobProgress | null }
  | { readonly kind: 'done'; readonly result: JobResult<Method> };

/** The making or opening of one parcel; closing the dialog stops it. */
export function useParcelJob<Method extends ParcelMethod>(method: Method) {
  const job = useStoppableJob(method);
  const [step, setStep] = useState<ParcelStep<Method>>({ kind: 'ask', problem: null });
  const ask = (problem: string | null = null) => setStep({ kind: 'ask', problem });
  const run = async (input: Input<Method>) => {
    setStep({ kind: 'running', progress: null });
    const end = await job.run(input, (progress) => setStep({ kind: 'running', progress }));
    if (end === null) return;
    if (end.kind === 'done') setStep({ kind: 'done', result: end.result });
    else ask(end.kind === 'failed' ? end.error.message : null);
  };
  return { step, ask, run, stop: job.stop };
}
