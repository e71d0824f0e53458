import { findMatches, type FindQuery, type Matches } from './matches.ts';

export interface FindRequest {
  readonly id: number;
  /** Null: the same as before. */
  readonly parts: readonly string[] | null;
  readonly query: FindQuery;
  readonly replacement: string | null;
}

export type FindAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'found'; readonly id: number; readonly matches: Matches }
  | { readonly kind: 'noPattern'; readonly id: number };

let parts: readonly string[] = [];

function answer({ id, parts: sent, query, replacement }: FindRequest): FindAnswer {
  parts = sent ?? parts;
  try {
    return { kind: 'found', id, matches: findMatches(parts, query, replacement) };
  } catch {
    return { kind: 'noPattern', id };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<FindRequest>) => {
  self.postMessage(answer(data));
});
self.postMessage({ kind: 'ready' } satisfies FindAnswer);
