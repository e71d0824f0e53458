import { join } from 'node:path';
import { createCore, type Core } from '../../electron/core/core.ts';
import { memorySecrets, stderrLogger, systemClock } from '../../electron/core/host/node-ports.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { Input, MethodName, Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';

/** A core as a host runs it, with calls that throw when the answer is an error. */
export class BenchCore {
  readonly #core: Core;
  readonly #events: AppEvent[] = [];
  readonly #listeners = new Set<() => void>();

  private constructor(core: Core) {
    this.#core = core;
    core.onEvent((event) => {
      this.#events.push(event);
      for (const listener of this.#listeners) listener();
    });
  }

  static async start(home: string): Promise<BenchCore> {
    const core = await createCore({
      host: 'browser',
      version: 'bench',
      clock: systemClock,
      logger: stderrLogger,
      secrets: memorySecrets(),
      shell: { pickFolder: null, openExternal: null, showInFolder: null, setSpelling: null },
      dataDir: join(home, 'app'),
      documentsDir: join(home, 'documents'),
      sampleDir: join(home, 'none'),
      startWiki: null,
    });
    return new BenchCore(core);
  }

  async call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const answer = await this.#core.dispatch(method, input);
    if (!answer.ok) throw new Error(`${method}: ${answer.error.message}`);
    // `dispatch` answers a method with its own output.
    return answer.value as Output<M>;
  }

  async open(dir: string): Promise<WikiId> {
    const opened = await this.call('wiki.open', { dir, initialise: true });
    if (opened.kind !== 'opened') throw new Error(`${dir} could not be opened: ${opened.kind}`);
    return opened.summary.wiki;
  }

  /** Waits for the first event, past ones included, that fits. */
  async until(isIt: (event: AppEvent) => boolean): Promise<AppEvent> {
    const past = this.#events.find(isIt);
    if (past) return past;
    return new Promise((resolve) => {
      const listener = (): void => {
        const event = this.#events.at(-1);
        if (!event || !isIt(event)) return;
        this.#listeners.delete(listener);
        resolve(event);
      };
      this.#listeners.add(listener);
    });
  }

  async untilIndexed(wiki: WikiId): Promise<void> {
    const { isReady } = await this.call('search.state', { wiki });
    if (isReady) return;
    await this.until(
      (event) => event.name === 'index.progress' && event.wiki === wiki && event.isReady,
    );
  }

  /** One round of sharing, to its end. */
  async sync(wiki: WikiId): Promise<void> {
    const { job } = await this.call('sync.now', { wiki });
    await this.#untilDone(job);
  }

  /** Gets a wiki into a folder of its own and opens it. */
  async join(url: string, parentDir: string): Promise<void> {
    const { job } = await this.call('wiki.join', { url, parentDir, name: 'joined' });
    await this.#untilDone(job);
  }

  async #untilDone(job: string): Promise<void> {
    const end = await this.until(
      (event) => (event.name === 'job.done' || event.name === 'job.failed') && event.job === job,
    );
    if (end.name === 'job.failed') throw new Error(end.error.message);
  }

  close(): Promise<void> {
    return this.#core.close();
  }
}

/** Adds a line to a page as the editor's Save does. @returns how long the save took */
export async function saveLine(
  core: BenchCore,
  wiki: WikiId,
  path: PagePath,
  line: string,
): Promise<number> {
  const read = await core.call('page.read', { wiki, path });
  if (read.kind !== 'page') throw new Error(`${path} could not be read: ${read.kind}`);
  const start = performance.now();
  const text = `${read.text}\n${line}\n`;
  const { kind } = await core.call('page.save', { wiki, path, text, base: read.blob, summary: '' });
  const took = performance.now() - start;
  if (kind !== 'saved') throw new Error(`${path} was not saved: ${kind}`);
  return took;
}
