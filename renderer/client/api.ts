import type { Envelope } from '../../shared/contract/envelope.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { AppEvent, JobProgress } from '../../shared/contract/events.ts';
import type {
  Input,
  JobMethodName,
  JobResult,
  MethodName,
  Output,
} from '../../shared/contract/methods.ts';
import type { JobId, WikiId } from '../../shared/contract/values.ts';
import type { Transport } from './transport.ts';

interface JobOptions {
  onProgress?(progress: JobProgress): void;
  /** Hands out the way to stop the job; a stopped job rejects with `CANCELLED`. */
  onStart?(cancel: () => void): void;
}

/** The core, as the interface sees it: every method of the contract, typed. */
export interface Api {
  /** This window, as the core tells it from others. */
  readonly client: string;
  /** @throws AppError with the code that the core gave, or `NETWORK` when the answer got lost */
  request<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>;
  /** Starts a job and waits for its end, also over a lost connection. */
  runJob<M extends JobMethodName>(
    method: M,
    input: Input<M>,
    options?: JobOptions,
  ): Promise<JobResult<M>>;
  /** Calls back for every event; returns its unsubscribe. */
  onEvent(listener: (event: AppEvent) => void): () => void;
  /** Calls back when the connection is back after a loss: events may have been missed. */
  onReconnect(listener: () => void): () => void;
  /** Where a file of a wiki can be had, for `src` and `href`. */
  assetUrl(wiki: WikiId, path: string): string;
}

function valueOf(envelope: Envelope): unknown {
  if (envelope.ok) return envelope.value;
  const { code, message, data } = envelope.error;
  throw new AppError(code, message, data);
}

type JobEnd =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: AppError };

/** The typed face of a transport. */
export function createApi(transport: Transport): Api {
  const request = async <M extends MethodName>(method: M, input: Input<M>) =>
    // The core answers a method with its own output type, which both sides compile against.
    valueOf(await transport.request(method, input)) as Output<M>;

  const onReconnect = (listener: () => void) => {
    let wasReady = transport.connection().kind === 'ready';
    let wasLost = false;
    return transport.onConnection(({ kind }) => {
      if (kind === 'lost') wasLost = wasReady;
      if (kind !== 'ready') return;
      wasReady = true;
      if (wasLost) listener();
      wasLost = false;
    });
  };

  const endOfState = async (job: JobId): Promise<JobEnd | null> => {
    const state = await request('job.state', { job });
    switch (state.kind) {
      case 'running':
        return null;
      case 'done':
        return { kind: 'done', value: state.value };
      case 'failed': {
        const { message, data } = state.error;
        // The code is an `ErrorCode` of the core; its schema keeps it a plain string.
        const code = state.error.code as AppError['code'];
        return { kind: 'failed', error: new AppError(code, message, data) };
      }
      case 'unknown':
        return {
          kind: 'failed',
          error: new AppError('INTERNAL', 'Commonplace was restarted before this was done.'),
        };
    }
  };

  async function runJob<M extends JobMethodName>(
    method: M,
    input: Input<M>,
    options: JobOptions = {},
  ): Promise<JobResult<M>> {
    // A job may end before its id is here, so events are watched from before the start.
    const early: AppEvent[] = [];
    let job: JobId | null = null;
    let resolveEnd: (end: JobEnd) => void = () => undefined;
    let rejectEnd: (error: unknown) => void = () => undefined;
    const ending = new Promise<JobEnd>((resolve, reject) => {
      resolveEnd = resolve;
      rejectEnd = reject;
    });
    const take = (event: AppEvent) => {
      if (!('job' in event)) return;
      if (job === null) early.push(event);
      else if (event.job !== job) return;
      else if (event.name === 'job.progress') options.onProgress?.(event.progress);
      else if (event.name === 'job.done') resolveEnd({ kind: 'done', value: event.value });
      else {
        const { code, message, data } = event.error;
        resolveEnd({ kind: 'failed', error: new AppError(code, message, data) });
      }
    };
    const stopEvents = transport.onEvent(take);
    const stopReconnect = onReconnect(() => {
      if (job === null) return;
      endOfState(job).then((state) => {
        if (state !== null) resolveEnd(state);
      }, rejectEnd);
    });
    try {
      const started = await request<JobMethodName>(method, input);
      job = started.job;
      for (const event of early) take(event);
      const { job: startedJob } = started;
      options.onStart?.(
        () => void request('job.cancel', { job: startedJob }).catch(() => undefined),
      );
      const ended = await ending;
      if (ended.kind === 'failed') throw ended.error;
      // As with `request`: a job's value has the type of its method's `result`.
      return ended.value as JobResult<M>;
    } finally {
      stopEvents();
      stopReconnect();
    }
  }

  return {
    client: transport.client,
    request,
    runJob,
    onEvent: (listener) => transport.onEvent(listener),
    onReconnect,
    assetUrl: (wiki, path) => `/asset/${wiki}/${path.split('/').map(encodeURIComponent).join('/')}`,
  };
}
