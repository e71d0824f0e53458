import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** One request exactly as written: no header is added, no path is normalised. */
export function rawRequest(port: number, asked: RawRequest = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method: asked.method ?? 'GET',
      path: asked.path ?? '/',
      headers: { host: `127.0.0.1:${port}`, ...asked.headers },
      agent: false,
    });
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(asked.body);
  });
}

export interface SocketClient {
  send(frame: unknown): void;
  sendText(text: string): void;
  /** The next frame that has come, or comes. */
  next(): Promise<unknown>;
  readonly closed: Promise<number>;
  close(): void;
}

export interface SocketRequest {
  readonly path?: string;
  readonly protocols?: readonly string[];
  readonly headers: OutgoingHttpHeaders;
}

/** Opens a socket; rejects with the status when the upgrade is refused. */
export function openSocket(port: number, asked: SocketRequest): Promise<SocketClient> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}${asked.path ?? '/socket'}`,
    [...(asked.protocols ?? ['commonplace.v1'])],
    { headers: { host: `127.0.0.1:${port}`, ...asked.headers } },
  );
  const frames: unknown[] = [];
  let notice = () => {};
  socket.on('message', (raw) => {
    frames.push(JSON.parse(Buffer.isBuffer(raw) ? raw.toString('utf8') : ''));
    notice();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const client: SocketClient = {
    send: (frame) => socket.send(JSON.stringify(frame)),
    sendText: (text) => socket.send(text),
    async next() {
      while (frames.length === 0) await new Promise<void>((resolve) => (notice = resolve));
      return frames.shift();
    },
    closed,
    close: () => socket.terminate(),
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(client));
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${response.statusCode ?? 0}`));
      socket.terminate();
    });
    socket.on('error', reject);
  });
}
