import { join } from 'node:path';
import { createCore, type Core } from '../../electron/core/core.ts';
import { memorySecrets, systemClock } from '../../electron/core/host/node-ports.ts';
import type { CorePorts } from '../../electron/core/ports.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type {
  Input,
  JobMethodName,
  JobResult,
  MethodName,
  Output,
} from '../../shared/contract/methods.ts';
import type { JobId, WikiId } from '../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';

/** A core as a host runs it, outside any test runner, with calls that throw when the answer is an error. */
export interface App {
  readonly core: Core;
  /** What the core complained of; a sound run leaves it empty. */
  readonly complaints: readonly string[];
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>;
  /** Starts a job and waits for its result; `started` may cancel it. Rejects with its AppError. */
  job<M extends JobMethodName>(
    method: M,
    input: Input<M>,
    started?: (job: JobId) => void,
  ): Promise<JobResult<M>>;
  /** Opens a folder that is a wiki and gives its id. */
  open(dir: string): Promise<WikiId>;
  close(): Promise<void>;
}

export function pageAt(path: string): PagePath {
  const found = toPagePath(path);
  if (found === null) throw new Error(`${path} is no page path`);
  return found;
}

/** @param dataDir the app's own folder: two apps with their own are as two programs */
export async function startApp(dataDir: string, ports: Partial<CorePorts> = {}): Promise<App> {
  const complaints: string[] = [];
  const core = await createCore({
    host: 'terminal',
    version: 'torture',
    clock: systemClock,
    logger: {
      warn: () => undefined,
      error: (message, details) => complaints.push(`${message} ${JSON.stringify(details ?? {})}`),
    },
    secrets: memorySecrets(),
    shell: { pickFolder: null, openExternal: null, showInFolder: null, setSpelling: null },
    dataDir,
    documentsDir: join(dataDir, 'documents'),
    sampleDir: join(dataDir, 'none'),
    startWiki: null,
    ...ports,
  });
  const ended = new Map<JobId, Extract<AppEvent, { name: 'job.done' | 'job.failed' }>>();
  const waiting = new Map<JobId, () => void>();
  core.onEvent((event) => {
    if (event.name !== 'job.done' && event.name !== 'job.failed') return;
    ended.set(event.job, event);
    waiting.get(event.job)?.();
  });
  const call: App['call'] = async <M extends MethodName>(method: M, input: Input<M>) => {
    const answer = await core.dispatch(method, input);
    if (!answer.ok) throw new AppError(answer.error.code, answer.error.message, answer.error.data);
    // `dispatch` answers a method with its own output.
    return answer.value as Output<M>;
  };
  return {
    core,
    complaints,
    call,
    async job(method, input, started) {
      const { job } = (await call(method, input)) as { job: JobId };
      started?.(job);
      if (!ended.has(job)) await new Promise<void>((resolve) => waiting.set(job, resolve));
      const end = ended.get(job);
      ended.delete(job);
      waiting.delete(job);
      if (end === undefined) throw new Error(`${method} ended without a word`);
      if (end.name === 'job.failed') {
        throw new AppError(end.error.code, end.error.message, end.error.data);
      }
      return end.value as JobResult<typeof method>;
    },
    async open(dir) {
      const answer = await call('wiki.open', { dir });
      if (answer.kind !== 'opened') throw new Error(`not opened: ${JSON.stringify(answer)}`);
      return answer.summary.wiki;
    },
    close: () => core.close(),
  };
}
