import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
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
import type { WikiId } from '../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { git, makeTempDir } from './git-repo.ts';

/** A core in its own empty home, with calls that fail the test when the answer is an error. */
export interface TestCore {
  readonly core: Core;
  readonly home: string;
  readonly events: AppEvent[];
  readonly call: <M extends MethodName>(method: M, input: Input<M>) => Promise<Output<M>>;
  /** Starts a job and waits for its result; rejects with its AppError. */
  readonly job: <M extends JobMethodName>(method: M, input: Input<M>) => Promise<JobResult<M>>;
  /** Opens a folder that is a wiki, waits for its index, and gives its id. */
  readonly open: (dir: string) => Promise<WikiId>;
  readonly until: (isIt: (event: AppEvent) => boolean) => Promise<AppEvent>;
}

export function page(path: string): PagePath {
  const found = toPagePath(path);
  if (found === null) throw new Error(`${path} is no page path`);
  return found;
}

export async function startCore(ports: Partial<CorePorts> = {}): Promise<TestCore> {
  const home = makeTempDir();
  mkdirSync(join(home, 'documents'));
  const core = await createCore({
    host: 'browser',
    version: '0.0.0-test',
    clock: systemClock,
    logger: { warn: () => undefined, error: (message, data) => console.error(message, data) },
    secrets: memorySecrets(),
    shell: { pickFolder: null, openExternal: null, showInFolder: null, setSpelling: null },
    dataDir: join(home, 'app'),
    documentsDir: join(home, 'documents'),
    sampleDir: new URL('../../electron/core/sample-wiki', import.meta.url).pathname,
    startWiki: null,
    ...ports,
  });
  onTestFinished(() => core.close());
  const events: AppEvent[] = [];
  const waiting = new Set<(event: AppEvent) => void>();
  core.onEvent((event) => {
    events.push(event);
    for (const each of waiting) each(event);
  });
  const until: TestCore['until'] = (isIt) =>
    new Promise((resolve) => {
      const found = events.find(isIt);
      if (found !== undefined) {
        resolve(found);
        return;
      }
      const check = (event: AppEvent) => {
        if (!isIt(event)) return;
        waiting.delete(check);
        resolve(event);
      };
      waiting.add(check);
    });
  const call: TestCore['call'] = async <M extends MethodName>(method: M, input: Input<M>) => {
    const answer = await core.dispatch(method, input);
    if (!answer.ok) throw new AppError(answer.error.code, answer.error.message, answer.error.data);
    return answer.value as Output<M>;
  };
  return {
    core,
    home,
    events,
    call,
    until,
    async job(method, input) {
      const { job } = (await call(method, input)) as { job: string };
      const end = await until(
        (event) => (event.name === 'job.done' || event.name === 'job.failed') && event.job === job,
      );
      if (end.name === 'job.failed') {
        throw new AppError(end.error.code, end.error.message, end.error.data);
      }
      if (end.name !== 'job.done') throw new Error('a job ended by another event');
      return end.value as JobResult<typeof method>;
    },
    async open(dir) {
      const answer = await call('wiki.open', { dir });
      if (answer.kind !== 'opened') throw new Error(`not opened: ${JSON.stringify(answer)}`);
      const { wiki } = answer.summary;
      await until(
        (event) => event.name === 'index.progress' && event.wiki === wiki && event.isReady,
      );
      return wiki;
    },
  };
}

/** Gives a repository an author of its own, as a person's `git config` would. */
export function setAuthor(dir: string, name = 'Wanda Writer', email = 'wanda@example.org'): void {
  git(dir, 'config', 'user.name', name);
  git(dir, 'config', 'user.email', email);
}
