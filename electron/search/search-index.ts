import type { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/contract/errors.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import createWorker from './index-worker.ts?nodeWorker';
import type {
  CallArguments,
  CallName,
  CallResult,
  IndexState,
  PageChange,
  PageStamp,
  RefreshOutcome,
  WorkerMessage,
  WorkerRequest,
  WorkerSetup,
} from './search-protocol.ts';

interface SearchOptions extends WorkerSetup {
  readonly onProgress: (state: IndexState) => void;
  /** A failure that search survives (the cache can't be written, the worker stopped), for the log. */
  readonly onProblem?: (message: string) => void;
  /** The worker died and another took its place, which knows no page yet: give it a `refresh`. */
  readonly onRestart?: () => void;
}

const holdMs = 60_000;
// A page that kills each worker that reads it must not keep the machine busy for good.
const maxRestarts = 5;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * Search, links and tags of one wiki. All work is done in one worker thread, which reads the pages itself:
 * the caller's thread only passes messages. Queries asked while pages are being indexed answer over what is there.
 */
export class SearchIndex {
  readonly #options: SearchOptions;
  #worker: Worker;
  #restarts = 0;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #closing: Promise<void> | null = null;
  #keepAlive: NodeJS.Timeout | null = null;
  #stopped: AppError | null = null;

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#worker = this.#startWorker();
  }

  #startWorker(): Worker {
    const { dir, cacheFile, onProgress, onProblem } = this.#options;
    const setup: WorkerSetup = { dir, cacheFile };
    const worker = createWorker({
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: 3072 },
    });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.state);
      else if (message.kind === 'problem') onProblem?.(message.message);
      else this.#settle(message);
    });
    worker.on('error', (error) => {
      onProblem?.(`Search stopped: ${error.message}`);
    });
    worker.on('exit', () => this.#followExit());
    // An app that is done must not wait for a search that nobody closed.
    worker.unref();
    return worker;
  }

  #followExit(): void {
    const isAwaited = this.#closing !== null || this.#stopped !== null;
    const isOver = isAwaited || this.#restarts >= maxRestarts;
    const words = isOver
      ? 'Search has stopped. Open the wiki again to start it anew.'
      : 'Search had stopped and starts anew. Try again in a moment.';
    const error = new AppError('INTERNAL', words);
    if (isOver) this.#stopped ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#release();
    if (isOver) return;
    this.#restarts += 1;
    this.#worker = this.#startWorker();
    this.#options.onRestart?.();
  }

  /**
   * Makes the index hold exactly these pages, reading only those whose stamp is new. Calls run one after another.
   *
   * @param files all files that are no pages, or links to them count as broken; left out: those known so far
   */
  refresh(pages: readonly PageStamp[], files?: readonly string[]): Promise<RefreshOutcome> {
    return files ? this.#call('refresh', pages, files) : this.#call('refresh', pages);
  }

  /** Takes in changes whose text is at hand; they are found as soon as the promise resolves. */
  update(changes: readonly PageChange[]): Promise<void> {
    return this.#call('update', changes);
  }

  /**
   * Best first, each with its title and a snippet in pieces. Phrases are looked up in the files of the
   * first some hundred hits; `total` counts the rest as if they held them.
   */
  query(query: string, limit: number, offset = 0): Promise<CallResult<'query'>> {
    return this.#call('query', query, limit, offset);
  }

  /**
   * Pages by title or alias, for a switcher; with an empty query the recent ones.
   *
   * @param recency how recently a path was used, from 0 to 1 (just now)
   */
  titles(
    query: string,
    limit: number,
    recency: ReadonlyMap<string, number> = new Map(),
  ): Promise<CallResult<'titles'>> {
    return this.#call('titles', query, limit, recency);
  }

  /** Every tag with the number of its pages, most used first. */
  tags(): Promise<CallResult<'tags'>> {
    return this.#call('tags');
  }

  /** Pages with the tag or one below it (`a` also finds `a/b`), by title. */
  tagged(tag: string): Promise<CallResult<'tagged'>> {
    return this.#call('tagged', tag);
  }

  /** Pages that link to `path`, each with the line of its first link. */
  backlinks(path: PagePath): Promise<CallResult<'backlinks'>> {
    return this.#call('backlinks', path);
  }

  /** All pages with their names, sorted by path. */
  entries(): Promise<CallResult<'entries'>> {
    return this.#call('entries');
  }

  /** Where links written on `from` lead, in the order asked. */
  resolve(from: PagePath, targets: readonly string[]): Promise<CallResult<'resolve'>> {
    return this.#call('resolve', from, targets);
  }

  /** Links of the whole wiki that lead nowhere or to several pages. */
  linkReport(): Promise<CallResult<'linkReport'>> {
    return this.#call('linkReport');
  }

  state(): Promise<IndexState> {
    return this.#call('state');
  }

  /** Stops within moments, also in the middle of a build; what is indexed is kept for the next start. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.#call('close');
    } catch {
      // The worker ended before it answered, which is what was wanted.
    }
    this.#stopped ??= new AppError('CANCELLED', 'Search was closed.');
    await this.#worker.terminate();
    this.#release();
  }

  /** Keeps the process up while an answer is awaited. `Worker.ref` after `unref` did so only most of the time. */
  #hold(): void {
    this.#keepAlive ??= setInterval(() => undefined, holdMs);
  }

  #release(): void {
    if (this.#keepAlive) clearInterval(this.#keepAlive);
    this.#keepAlive = null;
  }

  #call<Name extends CallName>(
    call: Name,
    ...parameters: CallArguments<Name>
  ): Promise<CallResult<Name>> {
    if (this.#stopped) return Promise.reject(this.#stopped);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      // The worker answers each call with its own result: `answerCall` in index-worker.ts is typed by name.
      this.#hold();
      this.#waiting.set(id, { resolve: (value) => resolve(value as CallResult<Name>), reject });
      const request: WorkerRequest = { id, call, arguments: parameters };
      this.#worker.postMessage(request);
    });
  }

  #settle(message: Extract<WorkerMessage, { id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    // While closing, the end of the worker is awaited too: an answer to an earlier call that comes after
    // the one to `close` must not let go of a process that has nothing else to wait for.
    if (this.#waiting.size === 0 && this.#closing === null) this.#release();
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else
      waiting?.reject(new AppError(message.error.code, message.error.message, message.error.data));
  }
}

/** Starts the search of a wiki. Nothing is indexed before the first `refresh`. */
export function openSearch(options: SearchOptions): SearchIndex {
  return new SearchIndex(options);
}
