import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/contract/errors.ts';
import { IndexEngine } from './index-engine.ts';
import type { WorkerMessage, WorkerRequest, WorkerSetup } from './search-protocol.ts';

const port = parentPort;
if (!port) throw new Error('index-worker runs as a worker only');

function post(message: WorkerMessage): void {
  port?.postMessage(message);
}

// `search-index.ts` starts this file with a WorkerSetup.
const engine = new IndexEngine(workerData as WorkerSetup, {
  onProgress: (state) => post({ kind: 'progress', state }),
  onProblem: (message) => post({ kind: 'problem', message }),
});

async function answerCall({ id, call, arguments: parameters }: WorkerRequest): Promise<void> {
  try {
    // The request was made by `SearchIndex.#call`, which is typed by the call's name.
    const run = engine[call].bind(engine) as (...parameters: readonly unknown[]) => unknown;
    post({ kind: 'answer', id, value: await run(...parameters) });
  } catch (error) {
    const failure =
      error instanceof AppError
        ? error
        : new AppError('INTERNAL', `Search could not answer: ${String(error)}`);
    post({ kind: 'failure', id, error: failure.toShape() });
  }
}

port.on('message', (request: WorkerRequest) => void answerCall(request));
