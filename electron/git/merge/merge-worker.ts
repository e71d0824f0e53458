import { parentPort } from 'node:worker_threads';
import { TextWork, type WorkAnswer, type WorkRequest } from './text-work.ts';

const port = parentPort;
if (!port) throw new Error('merge-worker runs as a worker only');

const work = new TextWork();

function answerTo({ name, arguments: parameters }: WorkRequest): WorkAnswer {
  try {
    // The request was made by `TextMerger.#run`, which is typed by the work's name.
    const run = work[name].bind(work) as (...parameters: readonly unknown[]) => unknown;
    return { kind: 'value', value: run(...parameters) };
  } catch (error) {
    return { kind: 'failure', message: String(error) };
  }
}

port.on('message', (request: WorkRequest) => port.postMessage(answerTo(request)));
