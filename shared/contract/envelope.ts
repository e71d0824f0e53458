import type { ErrorShape } from './errors.ts';
import type { AppEvent } from './events.ts';

/** What `dispatch` returns and every door carries: an answer as data, never a thrown error. */
export type Envelope<Value = unknown> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorShape };

/** A request over a socket; `id` is chosen by the client and unique on its connection. */
export interface RequestFrame {
  readonly id: number;
  readonly method: string;
  readonly input: unknown;
}

/** A frame from the host: the answer to a request, or an event. */
export type HostFrame =
  { readonly id: number; readonly answer: Envelope } | { readonly event: AppEvent };

/** What the preload script puts on `window.commonplace` in the desktop app. */
export interface DesktopBridge {
  request(method: string, input: unknown): Promise<Envelope>;
  /** Calls back for every event; returns its unsubscribe. */
  onEvent(listener: (event: AppEvent) => void): () => void;
}
