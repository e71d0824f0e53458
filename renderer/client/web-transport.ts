import { toBinaryFrame } from '../../shared/contract/binary-frame.ts';
import {
  closeSignedOut,
  type Envelope,
  type HelloFrame,
  type HostFrame,
  type RequestFrame,
  socketProtocol,
  type WelcomeFrame,
} from '../../shared/contract/envelope.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { Connection, Transport } from './transport.ts';

interface Waiting {
  readonly frame: RequestFrame;
  readonly settle: (envelope: Envelope) => void;
  isSent: boolean;
}

/** What the transport needs of a browser; tests give a fake. */
export interface SocketHost {
  openSocket(): WebSocket;
  after(delayMs: number, callback: () => void): () => void;
  /** The host says the session is unknown. */
  onSignedOut(): void;
}

const firstDelayMs = 250;
const longestDelayMs = 5000;

const failure = (code: 'NETWORK' | 'AUTH_REQUIRED', message: string): Envelope => ({
  ok: false,
  error: { code, message, data: {} },
});

/**
 * The browser's door: one WebSocket, connected again whenever it closes.
 *
 * What was not sent yet waits for the next connection. What was sent but not answered fails with
 * `NETWORK`: whether the host did it is unknown, so only the caller can say if asking again is safe.
 */
export function webTransport(key: string, host: SocketHost): Transport {
  const client = crypto.randomUUID().replaceAll('-', '');
  const waiting = new Map<number, Waiting>();
  const eventListeners = new Set<(event: AppEvent) => void>();
  const connectionListeners = new Set<(connection: Connection) => void>();
  let connection: Connection = { kind: 'connecting' };
  let socket: WebSocket | null = null;
  let nextId = 1;
  let delayMs = firstDelayMs;
  let cancelRetry: (() => void) | null = null;

  const become = (next: Connection) => {
    connection = next;
    for (const listener of connectionListeners) listener(next);
  };
  const send = (request: Waiting) => {
    socket?.send(toBinaryFrame(request.frame) ?? JSON.stringify(request.frame));
    request.isSent = true;
  };
  const failAll = (which: (request: Waiting) => boolean, envelope: Envelope) => {
    for (const [id, request] of waiting) {
      if (!which(request)) continue;
      waiting.delete(id);
      request.settle(envelope);
    }
  };

  const receive = (frame: HostFrame | WelcomeFrame) => {
    if ('welcome' in frame) {
      delayMs = firstDelayMs;
      become({ kind: 'ready' });
      for (const request of waiting.values()) if (!request.isSent) send(request);
    } else if ('event' in frame) {
      for (const listener of eventListeners) listener(frame.event);
    } else {
      const request = waiting.get(frame.id);
      waiting.delete(frame.id);
      request?.settle(frame.answer);
    }
  };

  const lose = (code: number) => {
    socket = null;
    if (code === closeSignedOut) {
      const message =
        'Commonplace was restarted. Open the address that it printed last to go on from here.';
      host.onSignedOut();
      become({ kind: 'signedOut', message });
      failAll(() => true, failure('AUTH_REQUIRED', message));
      return;
    }
    failAll(
      (request) => request.isSent,
      failure('NETWORK', 'The connection to Commonplace was lost before the answer came.'),
    );
    become({ kind: 'lost' });
    cancelRetry = host.after(delayMs, connect);
    delayMs = Math.min(longestDelayMs, delayMs * 2);
  };

  function connect(): void {
    cancelRetry?.();
    cancelRetry = null;
    const opened = host.openSocket();
    socket = opened;
    opened.addEventListener('open', () => {
      opened.send(JSON.stringify({ key, client } satisfies HelloFrame));
    });
    opened.addEventListener('message', (message) => {
      // The frames come from our own host, which speaks the protocol that the handshake agreed on.
      if (opened === socket) receive(JSON.parse(String(message.data)) as HostFrame | WelcomeFrame);
    });
    opened.addEventListener('close', (event) => {
      if (opened === socket) lose(event.code);
    });
  }
  connect();

  return {
    client,
    request: (method, input) =>
      new Promise((settle) => {
        if (connection.kind === 'signedOut') {
          settle(failure('AUTH_REQUIRED', connection.message));
          return;
        }
        const request: Waiting = { frame: { id: nextId, method, input }, settle, isSent: false };
        nextId += 1;
        waiting.set(request.frame.id, request);
        if (connection.kind === 'ready') send(request);
      }),
    onEvent: (listener) => {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    connection: () => connection,
    onConnection: (listener) => {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
    reconnect: () => {
      if (connection.kind === 'lost' && socket === null) connect();
    },
  };
}

/** The real browser's side of `webTransport`. */
export function browserSocketHost(onSignedOut: () => void): SocketHost {
  return {
    openSocket: () => {
      const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
      return new WebSocket(`${scheme}://${window.location.host}/socket`, socketProtocol);
    },
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    onSignedOut,
  };
}
