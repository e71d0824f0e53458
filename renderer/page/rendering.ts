import type { RenderOutcome } from '../../shared/markdown/render.ts';

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
const keptCount = 30;

const kept = new Map<string, Rendering>();
const waiting = new Map<number, (outcome: Rendering) => void>();
let worker: Worker | null = null;
let lastId = 0;

const keyOf = (text: string, title: string) => `${title}\n${text}`;

function keep(key: string, rendering: Rendering): void {
  kept.delete(key);
  kept.set(key, rendering);
  const [oldest] = kept.keys();
  if (kept.size > keptCount && oldest !== undefined) kept.delete(oldest);
}

function stop(reason: Rendering): void {
  worker?.terminate();
  worker = null;
  const all = [...waiting.values()];
  waiting.clear();
  for (const settle of all) settle(reason);
}

function start(): Worker {
  const started = new Worker(new URL('./render-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<RenderAnswer>) => {
    waiting.get(data.id)?.(data.outcome);
    waiting.delete(data.id);
  });
  started.addEventListener('error', () => stop({ kind: 'failed' }));
  return started;
}

/** The rendering of a text that was rendered a short while ago; null when it must be made. */
export function keptRendering(text: string, title: string): Rendering | null {
  return kept.get(keyOf(text, title)) ?? null;
}

/** Renders a page in a worker, which is stopped when it takes too long. Never rejects. */
export async function render(text: string, title: string): Promise<Rendering> {
  const key = keyOf(text, title);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { promise, resolve } = Promise.withResolvers<Rendering>();
  worker ??= start();
  lastId += 1;
  waiting.set(lastId, resolve);
  worker.postMessage({ id: lastId, text, title } satisfies RenderRequest);
  const timer = setTimeout(() => stop({ kind: 'tooSlow' }), timeLimitMs);
  const rendering = await promise;
  clearTimeout(timer);
  if (rendering.kind !== 'failed') keep(key, rendering);
  return rendering;
}
