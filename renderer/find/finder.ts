import { isScriptMissing, workerPart } from '../ui/missing-parts.ts';
import type { FindAnswer, FindRequest } from './find-worker.ts';
import type { FindQuery, Matches } from './matches.ts';

export type Found =
  | { readonly kind: 'found'; readonly matches: Matches }
  | { readonly kind: 'noPattern' }
  | { readonly kind: 'tooSlow' }
  /** Its script is not there any more. */
  | { readonly kind: 'missing' };

/** Searches in a thread of its own, one query after the other. */
export interface Finder {
  find(parts: readonly string[], query: FindQuery, replacement: string | null): Promise<Found>;
  close(): void;
}

// A pattern such as `(a+)+b` can take years: then its thread is ended.
const limitMs = 2000;

export function createFinder(): Finder {
  let worker: Worker | null = null;
  let ready: Promise<'ready' | 'missing'> = Promise.resolve('ready');
  let sent: readonly string[] | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let lastId = 0;

  const start = (): Worker => {
    const started = new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module' });
    ready = new Promise((resolve) => {
      started.addEventListener('message', () => resolve('ready'), { once: true });
      workerPart(started).addEventListener('error', (event) => {
        if (isScriptMissing(event)) resolve('missing');
      });
    });
    sent = null;
    return started;
  };
  const stop = () => {
    worker?.terminate();
    worker = null;
  };

  const ask = async (request: FindRequest, parts: readonly string[]): Promise<Found> => {
    worker ??= start();
    const asked = worker;
    // Its start is not the pattern's fault.
    if ((await ready) === 'missing') {
      if (asked === worker) stop();
      return { kind: 'missing' };
    }
    if (asked !== worker) return { kind: 'tooSlow' };
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        stop();
        resolve({ kind: 'tooSlow' });
      }, limitMs);
      const hear = ({ data }: MessageEvent<FindAnswer>) => {
        if (data.kind === 'ready' || data.id !== request.id) return;
        clearTimeout(timer);
        asked.removeEventListener('message', hear);
        resolve(data.kind === 'found' ? { kind: 'found', matches: data.matches } : data);
      };
      asked.addEventListener('message', hear);
      asked.postMessage({ ...request, parts: sent === parts ? null : parts });
      sent = parts;
    });
  };

  return {
    find(parts, query, replacement) {
      lastId += 1;
      const request = { id: lastId, parts, query, replacement };
      const found = turn.then(() => ask(request, parts));
      turn = found;
      return found;
    },
    close: stop,
  };
}
