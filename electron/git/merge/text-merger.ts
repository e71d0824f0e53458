import type { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/contract/errors.ts';
import type {
  Conflict,
  OpenSection,
  Version,
  VersionAuthor,
} from '../../../shared/merge/conflict-file.ts';
import type { JoinedPage, PageVersion } from '../../../shared/merge/join-page.ts';
import { makeBreathe, type Breathe } from '../history-breathe.ts';
import type { PrintedConflict } from './conflict-print.ts';
import createWorker from './merge-worker.ts?nodeWorker';
import {
  TextWork,
  type WorkAnswer,
  type WorkArguments,
  type WorkName,
  type WorkRequest,
  type WorkResult,
} from './text-work.ts';

// What is shorter, all versions together, takes less time than a thread takes to start.
const longFrom = 100_000;
// Many times what the longest texts that are merged need.
const maxHeapMb = 1024;

export interface Writers {
  readonly ours: () => Promise<VersionAuthor>;
  readonly theirs: () => Promise<VersionAuthor>;
}

/**
 * Merges texts for one join of two histories: short ones at once, long ones in a thread of their own,
 * which starts with the first of them. Nothing else waits meanwhile. One call at a time.
 */
export class TextMerger {
  readonly #signal: AbortSignal | undefined;
  readonly #here = new TextWork();
  readonly #breathe: Breathe = makeBreathe();
  #worker: Worker | null = null;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Joins two edits of a page; who wrote them is asked only where a person will choose. */
  async join(
    base: PageVersion,
    ours: PageVersion,
    theirs: PageVersion,
    writers: Writers,
  ): Promise<JoinedPage> {
    const sides = [base, ours, theirs];
    const size = lengthOf(sides) + lengthOf(sides.flatMap(openVersions));
    const joined = await this.#run(size, 'join', base, ours, theirs);
    if (!joined.isNewlyOpen) return joined;
    const authors = { ours: await writers.ours(), theirs: await writers.theirs() };
    return this.#run(size, 'joinAs', authors);
  }

  /** Joins two edits of a file of which nothing is known but that it has lines; null when they touch. */
  joinLines(base: string, ours: string, theirs: string): Promise<string | null> {
    const size = base.length + ours.length + theirs.length;
    return this.#run(size, 'joinLines', base, ours, theirs);
  }

  countWords(text: string): Promise<Map<string, number>> {
    return this.#run(text.length, 'countWords', text);
  }

  /** A conflict's file as it is written; null when it is too large to travel. */
  conflictFile(conflict: Conflict): Promise<PrintedConflict | null> {
    const size = conflict.kind === 'text' ? lengthOf(openVersions(conflict)) : 0;
    return this.#run(size, 'conflictFile', conflict);
  }

  /**
   * To be awaited often in long work: now and then it waits until other work had its turn.
   *
   * @throws AppError `CANCELLED` when the signal says so
   */
  async pause(): Promise<void> {
    await this.#breathe();
    if (this.#signal?.aborted === true) throw stopped();
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  async #run<Name extends WorkName>(
    size: number,
    name: Name,
    ...parameters: WorkArguments<Name>
  ): Promise<WorkResult<Name>> {
    await this.pause();
    const request: WorkRequest = { name, arguments: parameters };
    if (size < longFrom) {
      // `parameters` and what comes back are the named work's own.
      const run = this.#here[name].bind(this.#here) as (...all: readonly unknown[]) => unknown;
      return run(...request.arguments) as WorkResult<Name>;
    }
    return (await this.#ask(request)) as WorkResult<Name>;
  }

  #ask(request: WorkRequest): Promise<unknown> {
    const worker = (this.#worker ??= this.#start());
    const signal = this.#signal;
    return new Promise((resolve, reject) => {
      const fail = (error: AppError) => {
        end();
        this.#worker = null;
        void worker.terminate();
        reject(error);
      };
      const onAnswer = (answer: WorkAnswer) => {
        if (answer.kind === 'failure') {
          fail(broken(answer.message));
        } else {
          end();
          resolve(answer.value);
        }
      };
      const onAbort = () => fail(stopped());
      const onError = (error: Error) => fail(broken(error.message));
      const onExit = () => fail(broken('its thread ended'));
      const end = () => {
        worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
        signal?.removeEventListener('abort', onAbort);
      };
      worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
      signal?.addEventListener('abort', onAbort);
      worker.postMessage(request);
    });
  }

  #start(): Worker {
    const worker = createWorker({ resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } });
    // One that ends while it has nothing to do is followed by another.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }
}

function openVersions({ sections }: { readonly sections: readonly OpenSection[] }): Version[] {
  return sections.flatMap(({ versions }) => versions);
}

function lengthOf(texts: readonly { readonly text: string }[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}

function stopped(): AppError {
  return new AppError('CANCELLED', 'Stopped.');
}

function broken(reason: string): AppError {
  return new AppError(
    'INTERNAL',
    'Two versions of a long page could not be joined. Nothing was changed; try again, and if it fails again, make that page shorter.',
    { reason },
  );
}
