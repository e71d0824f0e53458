import type { ErrorShape } from './errors.ts';
import type { AppEvent } from './events.ts';

/**
 * How a client reaches the core.
 *
 * Desktop: `window.commonplace` is a `DesktopBridge`. Nothing to sign in to.
 *
 * Browser, when `window.commonplace` is absent:
 * 1. The launch address is `http://127.0.0.1:PORT/#launch=TOKEN`. The client takes the token out of
 *    the hash (`history.replaceState`, so that it stays in no history) and sends
 *    `POST /session` with `content-type: application/json` and `{ "token": TOKEN }`.
 *    200 carries a `SessionAnswer`, and sets an HttpOnly cookie; 401 carries an `ErrorShape`
 *    (`AUTH_REQUIRED`): the address was used, or is older than a minute.
 * 2. The client keeps `key` in `sessionStorage`, so a reload needs no new address. Another tab needs
 *    one: it has the cookie but no key.
 * 3. `new WebSocket('ws://' + location.host + '/socket', socketProtocol)`. The first frame is a
 *    `HelloFrame`; the host answers with a `WelcomeFrame`, or closes with `closeSignedOut`
 *    (key or cookie unknown, as after a restart of the host: drop the key, ask for a new address).
 * 4. Then `RequestFrame`s go out and `HostFrame`s come back, as JSON text, answers in any order.
 *    A request with a file is a binary frame: see `binary-frame.ts`.
 *    After any other close the client connects again with the same key.
 *
 * Files of a wiki are same-origin in both hosts: `/asset/WIKI_ID/` and the path, each segment
 * percent-encoded.
 */

/** The WebSocket subprotocol; its number changes when the frames do. */
export const socketProtocol = 'commonplace.v1';
/** The close code that says the session is unknown: connecting again can't help. */
export const closeSignedOut = 4401;

export interface SessionAnswer {
  readonly key: string;
}

/** The first frame of a client. */
export interface HelloFrame {
  readonly key: string;
  /** The window's own name, the same on each of its connections: what it holds ends with the last of them. */
  readonly client?: string;
}

/** The first frame of the host: the session is good, requests may follow. */
export interface WelcomeFrame {
  readonly welcome: true;
}

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
