import { useEffect, useRef, useState } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { Input, JobResult } from '../../shared/contract/methods.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';

type ParcelMethod = 'parcel.make' | 'parcel.open';

export type ParcelStep<Method extends ParcelMethod> =
  | { readonly kind: 'ask'; readonly problem: string | null }
  | { readonly kind: 'running'; readonly progress: JobProgress | null }
  | { readonly kind: 'done'; readonly result: JobResult<Method> };

/** The making or opening of one parcel; closing the dialog stops it. */
export function useParcelJob<Method extends ParcelMethod>(method: Method) {
  const api = useApi();
  const [step, setStep] = useState<ParcelStep<Method>>({ kind: 'ask', problem: null });
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  const ask = (problem: string | null = null) => setStep({ kind: 'ask', problem });
  const run = async (input: Input<Method>) => {
    setStep({ kind: 'running', progress: null });
    try {
      const result = await api.runJob(method, input, {
        onProgress: (progress) => setStep({ kind: 'running', progress }),
        onStart: (cancel) => {
          stop.current = cancel;
        },
      });
      setStep({ kind: 'done', result });
    } catch (error) {
      ask(error instanceof AppError && error.code === 'CANCELLED' ? null : failureMessage(error));
    } finally {
      stop.current = null;
    }
  };
  return { step, ask, run, stop: () => stop.current?.() };
}
