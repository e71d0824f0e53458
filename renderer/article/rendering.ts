import type { RenderOutcome } from '../../shared/markdown/render.ts';
import { workerPart } from '../ui/missing-parts.ts';

export interface RenderRequest {
  readonly id: number;
  readonly text: string;
  readonly title: string;
}

/** Why a page is shown as source instead, or the page. */
export type Rendering = RenderOutcome | { readonly kind: 'tooSlow' } | { readonly kind: 'failed' };

export interface RenderAnswer {
  readonly id: number;
  readonly outcome: Rendering;
}

// A long page takes half a second; line noise made to be slow takes minutes.
const timeLimitMs = 8000;
// A new worker takes a moment too: only pages slower than this are worth ending early.
const patienceMs = 600;
const keptCount = 30;

const kept = new Map<string, Rendering>();
const waiting = new Map<number, Waiting>();
let worker: Worker | null = null;
let lastId = 0;

interface Waiting {
  readonly request: RenderRequest;
  readonly settle: (rendering: Rendering) => void;
}

const keyOf = (text: string, title: string) => `${title}\n${text}`;

function keep(key: string, rendering: Rendering): void {
  kept.delete(key);
  kept.set(key, rendering);
  const [oldest] = kept.keys();
  if (kept.size > keptCount && oldest !== undefined) kept.delete(oldest);
}

function settle(id: number, rendering: Rendering): void {
  waiting.get(id)?.settle(rendering);
  waiting.delete(id);
}

function start(): Worker {
  const started = new Worker(new URL('./render-worker.ts', import.meta.url), { type: 'module' });
  workerPart(started);
  started.addEventListener('message', ({ data }: MessageEvent<RenderAnswer>) =>
    settle(data.id, data.outcome),
  );
  started.addEventListener('error', () => {
    started.terminate();
    if (worker !== started) return;
    worker = null;
    for (const id of [...waiting.keys()]) settle(id, { kind: 'failed' });
  });
  return started;
}

// A worker at work hears nothing, so ending one page means ending the worker; the others start anew.
function endOne(id: number, rendering: Rendering): void {
  if (!waiting.has(id)) return;
  settle(id, rendering);
  worker?.terminate();
  worker = null;
  if (waiting.size === 0) return;
  worker = start();
  for (const { request } of waiting.values()) worker.postMessage(request);
}

/** The rendering of a text that was rendered a short while ago; null when it must be made. */
export function keptRendering(text: string, title: string): Rendering | null {
  return kept.get(keyOf(text, title)) ?? null;
}

/**
 * Renders a page in a worker, which is stopped when it takes too long. Never rejects.
 *
 * @param signal nobody waits any more: stops a slow page, so that it does not hold up the next
 */
export async function render(text: string, title: string, signal: AbortSignal): Promise<Rendering> {
  const key = keyOf(text, title);
  const known = kept.get(key);
  if (known !== undefined) return known;
  worker ??= start();
  lastId += 1;
  const request: RenderRequest = { id: lastId, text, title };
  const answered = new Promise<Rendering>((resolve) =>
    waiting.set(request.id, { request, settle: resolve }),
  );
  worker.postMessage(request);
  const timer = setTimeout(() => endOne(request.id, { kind: 'tooSlow' }), timeLimitMs);
  const startedMs = performance.now();
  const abandon = () => {
    if (performance.now() - startedMs > patienceMs) endOne(request.id, { kind: 'failed' });
  };
  signal.addEventListener('abort', abandon);
  const rendering = await answered;
  clearTimeout(timer);
  signal.removeEventListener('abort', abandon);
  if (rendering.kind !== 'failed') keep(key, rendering);
  return rendering;
}
