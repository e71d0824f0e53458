import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { fromBinaryFrame } from '../../shared/contract/binary-frame.ts';
import {
  closeSignedOut,
  socketProtocol,
  type RequestFrame,
  type WelcomeFrame,
} from '../../shared/contract/envelope.ts';
import type { TextCore } from '../core/host/text-core.ts';
import type { Clock } from '../core/ports.ts';
import type { Address } from './address.ts';
import { isSameSecret, type Session, type Sessions } from './sessions.ts';

const maxFrameBytes = 64 * 1024 * 1024;
const helloWithinMs = 10_000;
const badFrame = 1008;

export interface SocketDoorOptions {
  readonly core: Pick<TextCore, 'request' | 'onEvent'>;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly address: () => Address;
}

export interface SocketDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function refusalOf(request: IncomingMessage, address: Address): string | null {
  const { host, origin, 'sec-websocket-protocol': protocols = '' } = request.headers;
  if (host !== address.host) return '421 Misdirected Request';
  if (request.url !== '/socket') return '404 Not Found';
  if (origin !== address.origin) return '403 Forbidden';
  return protocols.split(/\s*,\s*/).includes(socketProtocol) ? null : '400 Bad Request';
}

function parse(raw: RawData, isBinary: boolean): Record<string, unknown> | null {
  if (!Buffer.isBuffer(raw)) return null;
  if (isBinary) return fromBinaryFrame(raw);
  try {
    const frame: unknown = JSON.parse(raw.toString('utf8'));
    return typeof frame === 'object' && frame !== null ? { ...frame } : null;
  } catch {
    return null;
  }
}

function requestOf(frame: Record<string, unknown> | null): RequestFrame | null {
  if (typeof frame?.['id'] !== 'number' || typeof frame['method'] !== 'string') return null;
  return { id: frame['id'], method: frame['method'], input: frame['input'] };
}

const welcome = JSON.stringify({ welcome: true } satisfies WelcomeFrame);
// The core's thread made the text: put together it is a `HostFrame`, and no list is copied here.
const answerFrame = (id: number, answer: string) => `{"id":${id},"answer":${answer}}`;
const eventFrame = (event: string) => `{"event":${event}}`;

function send(socket: WebSocket, frame: string): void {
  if (socket.readyState === socket.OPEN) socket.send(frame);
}

interface Clients {
  /** Counts a connection of a window; returns how it ends. */
  come(client: unknown): () => void;
}

/** Tells the core when the last connection of a window is gone: one that is cut comes again. */
function countClients(core: Pick<TextCore, 'request'>): Clients {
  const counts = new Map<string, number>();
  return {
    come(client) {
      if (typeof client !== 'string') return () => {};
      counts.set(client, (counts.get(client) ?? 0) + 1);
      return () => {
        const left = (counts.get(client) ?? 1) - 1;
        if (left > 0) counts.set(client, left);
        else {
          counts.delete(client);
          void core.request('client.left', { client });
        }
      };
    },
  };
}

/** Serves one socket whose cookie is good: nothing is answered before the key came. */
function converse(
  socket: WebSocket,
  session: Session,
  options: SocketDoorOptions,
  clients: Clients,
): void {
  let isWelcome = false;
  let leave = () => {};
  let stopEvents = () => {};
  const stopWaiting = options.clock.after(helloWithinMs, () => {
    if (!isWelcome) socket.close(closeSignedOut);
  });

  const greet = (frame: Record<string, unknown> | null) => {
    stopWaiting();
    const key = frame?.['key'];
    if (typeof key !== 'string' || !isSameSecret(key, session.key)) {
      socket.close(closeSignedOut);
      return;
    }
    isWelcome = true;
    leave = clients.come(frame?.['client']);
    stopEvents = options.core.onEvent((event) => send(socket, eventFrame(event)));
    send(socket, welcome);
  };

  const request = async (frame: RequestFrame) => {
    send(socket, answerFrame(frame.id, await options.core.request(frame.method, frame.input)));
  };

  socket.on('message', (raw, isBinary) => {
    const frame = parse(raw, isBinary);
    if (!isWelcome) {
      greet(frame);
      return;
    }
    const asked = requestOf(frame);
    if (asked === null) socket.close(badFrame, 'not a request');
    else void request(asked);
  });
  socket.on('close', () => {
    stopWaiting();
    stopEvents();
    leave();
  });
  socket.on('error', () => socket.terminate()); // too large a frame, or a broken connection
}

/** Answers upgrades to `/socket`: the requests and events of the UI. */
export function socketDoor(options: SocketDoorOptions): SocketDoor {
  const clients = countClients(options.core);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(socketProtocol) ? socketProtocol : false),
  });

  return {
    upgrade(request, socket, head) {
      const refusal = refusalOf(request, options.address());
      if (refusal !== null) {
        refuse(socket, refusal);
        return;
      }
      const session = options.sessions.byCookie(options.address().cookieOf(request));
      server.handleUpgrade(request, socket, head, (open) => {
        // A browser shows no status of a refused upgrade to its page, so the close code says it.
        if (session === null) open.close(closeSignedOut);
        else converse(open, session, options, clients);
      });
    },
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
