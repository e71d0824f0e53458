import { join } from 'node:path';
import { createCore, type Core } from '../../electron/core/core.ts';
import { memorySecrets, stderrLogger, systemClock } from '../../electron/core/host/node-ports.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { Input, MethodName, Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';

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
      shell: { pickFolder: null, openExternal: null, showInFolder: null },
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
    const end = await this.until(
      (event) => (event.name === 'job.done' || event.name === 'job.failed') && event.job === job,
    );
    if (end.name === 'job.failed') throw new Error(`sync: ${end.error.message}`);
  }

  close(): Promise<void> {
    return this.#core.close();
  }
}
