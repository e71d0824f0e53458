import type { Worker, WorkerOptions } from 'node:worker_threads';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Envelope } from '../../../shared/contract/envelope.ts';
import type { AppEvent } from '../../../shared/contract/events.ts';
import type { JobId } from '../../../shared/contract/values.ts';
import type { Asset } from '../asset.ts';
import type { Clock, Logger, SecretStore, Shell } from '../ports.ts';
import { fromCore, type CoreSetup, type FromCore, type ToCore } from './core-protocol.ts';
import createWorker from './core-worker.ts?nodeWorker';
import { servePort } from './serve-port.ts';
import type { TextCore } from './text-core.ts';

export interface CoreThreadOptions {
  readonly setup: Omit<CoreSetup, 'secrets' | 'shell' | 'reopen'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secrets: SecretStore;
  readonly shell: Shell;
  /** Left out: the product's own. */
  readonly startWorker?: (options: WorkerOptions) => Worker;
}

export interface CoreThread extends TextCore {
  /** Names the wiki that a page should open which names none. */
  setStartWiki(dir: string): void;
}

// What the largest wiki needs is a fraction of it; a wiki made to eat memory ends here.
const maxHeapMb = 3072;
const restartsEveryMs = 60_000;
const closesWithinMs = 20_000;
const maxReopened = 20;

interface WaitingAsset {
  readonly resolve: (asset: Asset | null) => void;
  readonly reject: (error: AppError) => void;
}

/** One thread, from its start to its end, and who waits for it. */
interface Life {
  readonly worker: Worker;
  readonly answers: Map<number, (text: string) => void>;
  readonly assets: Map<number, WaitingAsset>;
  readonly jobs: Set<string>;
  reason: string;
}

const stopped = () =>
  new AppError(
    'INTERNAL',
    'Commonplace stopped in the middle of this and has started itself again. What you saved is kept, and unsaved text is kept as a draft. Try again.',
  );
const stoppedTwice = () =>
  new AppError(
    'INTERNAL',
    'Commonplace stopped twice within a minute. What you saved is kept, and unsaved text is kept as a draft. Quit Commonplace and open it again.',
  );
const closed = () => new AppError('CANCELLED', 'Commonplace is closing.');

const failed = (error: AppError) =>
  JSON.stringify({ ok: false, error: error.toShape() } satisfies Envelope);

/**
 * Runs the core in a thread of its own, so that this one is always free for the window or the sockets.
 *
 * When that thread dies, whoever waits for it is told so, another is started, and the wikis that were
 * open are opened in it. One that dies within a minute again is started on demand only, once a minute.
 *
 * @throws what kept the core from starting the first time
 */
export async function startCoreThread(options: CoreThreadOptions): Promise<CoreThread> {
  const { clock, logger } = options;
  const listeners = new Set<(event: string) => void>();
  const opened = new Set<string>();
  let { startWiki } = options.setup;
  let lastId = 0;
  let life: Life | null = null;
  let restartedMs: number | null = null;
  let closing: Promise<void> | null = null;
  let finishClosing: () => void = () => undefined;

  const tell = (event: string) => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        logger.error('an event listener failed', { error: String(error) });
      }
    }
  };
  const post = ({ worker }: Life, message: ToCore) => worker.postMessage(message);

  const hear = (from: Life, message: FromCore) => {
    switch (message.kind) {
      case 'ready':
        return;
      case 'answer':
        if (message.job !== null) from.jobs.add(message.job);
        from.answers.get(message.id)?.(message.text);
        from.answers.delete(message.id);
        return;
      case 'asset':
        from.assets.get(message.id)?.resolve(message.asset);
        from.assets.delete(message.id);
        return;
      case 'event':
        if (message.endedJob !== null) from.jobs.delete(message.endedJob);
        tell(message.text);
        return;
      case 'opened':
        opened.delete(message.dir);
        opened.add(message.dir);
        return;
      case 'log':
        logger[message.level](message.message, message.data);
        return;
      case 'port':
        void servePort(options, message.call, message.id).then((answer) => post(from, answer));
    }
  };

  /** Answers everybody who still waits for a thread that is gone. */
  const abandon = (gone: Life, error: AppError) => {
    for (const settle of gone.answers.values()) settle(failed(error));
    for (const { reject } of gone.assets.values()) reject(error);
    for (const job of gone.jobs) {
      const event = { name: 'job.failed', job: job as JobId, error: error.toShape() } as const;
      tell(JSON.stringify(event satisfies AppEvent));
    }
  };

  const begin = (reopen: readonly string[]): Promise<void> => {
    const worker = (options.startWorker ?? createWorker)({
      workerData: {
        ...options.setup,
        startWiki,
        secrets: options.secrets.kind,
        shell: {
          pickFolder: options.shell.pickFolder !== null,
          openExternal: options.shell.openExternal !== null,
          showInFolder: options.shell.showInFolder !== null,
          setSpelling: options.shell.setSpelling !== null,
        },
        reopen: [...reopen],
      } satisfies CoreSetup,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    const born: Life = {
      worker,
      answers: new Map(),
      assets: new Map(),
      jobs: new Set(),
      reason: 'it ended by itself',
    };
    life = born;
    return new Promise((resolve, reject) => {
      let isReady = false;
      worker.on('message', (raw: unknown) => {
        const message = fromCore.parse(raw);
        if (message.kind === 'ready') {
          isReady = true;
          resolve();
        }
        hear(born, message);
      });
      worker.on('error', (error) => {
        born.reason = String(error);
      });
      worker.on('exit', () => {
        life = null;
        if (closing !== null) {
          abandon(born, closed());
          finishClosing();
        } else if (isReady || restartedMs !== null) mourn(born);
        reject(new Error(born.reason));
      });
    });
  };

  const restart = (reopen: readonly string[]) => {
    restartedMs = clock.nowMs();
    begin(reopen).catch(() => undefined); // told and logged at its end
  };
  const mayRestart = () => restartedMs === null || clock.nowMs() - restartedMs >= restartsEveryMs;

  const mourn = (gone: Life) => {
    logger.error('the core stopped', { reason: gone.reason.slice(0, 300) });
    if (mayRestart()) {
      restart([...opened].slice(-maxReopened));
      abandon(gone, stopped());
    } else {
      // One of these may be what it can't bear.
      opened.clear();
      abandon(gone, stoppedTwice());
    }
  };

  /** The thread to ask, started if it may be; null when there is none. */
  const alive = (): Life | null => {
    if (life === null && closing === null && mayRestart()) restart([]);
    return closing === null ? life : null;
  };
  const whyNot = () => (closing === null ? stoppedTwice() : closed());

  await begin([]);

  return {
    request: (method, input) =>
      new Promise((resolve) => {
        const asked = alive();
        if (asked === null) {
          resolve(failed(whyNot()));
          return;
        }
        const id = ++lastId;
        asked.answers.set(id, resolve);
        post(asked, { kind: 'request', id, method, input });
      }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readAsset: (wiki, path) =>
      new Promise((resolve, reject) => {
        const asked = alive();
        if (asked === null) {
          reject(whyNot());
          return;
        }
        const id = ++lastId;
        asked.assets.set(id, { resolve, reject });
        post(asked, { kind: 'asset', id, wiki, path });
      }),
    setStartWiki(dir) {
      startWiki = dir;
      if (life !== null) post(life, { kind: 'startWiki', dir });
    },
    close() {
      closing ??= new Promise((resolve) => {
        if (life === null) {
          resolve();
          return;
        }
        const { worker } = life;
        const giveUp = clock.after(closesWithinMs, () => {
          logger.error('the core did not close in time and was ended');
          void worker.terminate();
        });
        finishClosing = () => {
          giveUp();
          resolve();
        };
        post(life, { kind: 'close' });
      });
      return closing;
    },
  };
}
