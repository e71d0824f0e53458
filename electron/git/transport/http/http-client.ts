import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { AppError } from '../../../../shared/contract/errors.ts';
import { basic } from './basic.ts';
import { connectionFailure } from './http-errors.ts';
import { proxyConnectionFailure } from './proxy-errors.ts';
import { Watchdog } from '../watchdog.ts';
import type { WebRoute } from './web-route.ts';
import type { RequestBody } from '../wire.ts';

const maxHeaderBytes = 64 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly route: WebRoute;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | null;
  readonly signal: AbortSignal;
  readonly idleMs: number;
  readonly totalMs: number;
  readonly onSent?: (bytes: number) => void;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Throws NETWORK when the connection is cut, CANCELLED on abort. Must be read or closed. */
  readonly body: AsyncGenerator<Buffer, void, undefined>;
}

/**
 * Sends one request without following redirects.
 *
 * A request on a kept-alive connection that the server had closed meanwhile is sent once more,
 * for GET only: a POST may have been acted on.
 */
export async function sendRequest(request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await sendOnce(request);
  } catch (error) {
    if (error instanceof StaleConnection && request.method === 'GET') return sendOnce(request);
    throw error instanceof StaleConnection ? error.failure : error;
  }
}

class StaleConnection extends Error {
  readonly failure: AppError;
  constructor(failure: AppError) {
    super(failure.message);
    this.failure = failure;
  }
}

function sendOnce(request: HttpRequest): Promise<HttpAnswer> {
  const { url, signal } = request;
  if (signal.aborted) return Promise.reject(cancelled());
  const { readingProxy } = request.route;
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(request);
    let reason: AppError | null = null;
    const stop = (why: AppError): void => {
      // The first reason wins: destroying a socket brings more errors of its own.
      reason ??= why;
      // Not with the reason: a connection whose answer has just ended has nobody left to hear an error.
      outgoing.destroy();
      // While a proxy is still being asked there is no socket, and so no event that tells of the end.
      if (outgoing.socket !== null) return;
      settle();
      reject(reason);
    };
    const watchdog = new Watchdog(request, url.hostname, stop);
    const onAbort = (): void => stop(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      watchdog.stop();
      signal.removeEventListener('abort', onAbort);
    };
    const failure = (error: unknown): AppError => reason ?? connectionFailure(error, url);
    const isConnected = (): boolean => (outgoing.socket?.bytesRead ?? 0) > 0;

    outgoing.on('error', (error) => {
      settle();
      const isStale = outgoing.reusedSocket && reason === null;
      const isOfProxy = readingProxy !== null && reason === null && !isConnected();
      const why = isOfProxy ? proxyConnectionFailure(error, readingProxy) : failure(error);
      reject(isStale ? new StaleConnection(why) : why);
    });
    outgoing.on('response', (incoming) => {
      watchdog.touch();
      // A body that nobody begins to read ends here: the watchdog would keep the process alive for it.
      incoming.once('close', settle);
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: readBody(incoming, watchdog, settle, failure),
      });
    });
    void sendBody(outgoing, request, watchdog).catch((error: unknown) => stop(failure(error)));
  });
}

/** To the place itself, or to a proxy that reads the request and passes it on. */
function openRequest({ method, url, route, headers, body }: HttpRequest): http.ClientRequest {
  const { agent, readingProxy } = route;
  const common = { method, agent, maxHeaderSize: maxHeaderBytes };
  const allHeaders = {
    ...headers,
    ...(body ? { 'Content-Length': String(body.sizeBytes) } : {}),
  };
  if (readingProxy === null) {
    const open = url.protocol === 'https:' ? https.request : http.request;
    return open(url, { ...common, headers: allHeaders });
  }
  const { isSecure, host, port, credentials } = readingProxy;
  return (isSecure ? https.request : http.request)({
    ...common,
    host,
    port,
    path: url.href,
    ...(isSecure ? { servername: isIP(host) === 0 ? host : '' } : {}),
    headers: {
      ...allHeaders,
      Host: url.host,
      ...(credentials ? { 'Proxy-Authorization': basic(credentials) } : {}),
    },
  });
}

async function sendBody(
  outgoing: http.ClientRequest,
  request: HttpRequest,
  watchdog: Watchdog,
): Promise<void> {
  let sent = 0;
  for await (const chunk of request.body?.chunks ?? []) {
    // A server that answers early (a refusal) closes its side: its answer counts, not our rest.
    if (outgoing.destroyed) return;
    await new Promise<void>((resolve) => {
      outgoing.write(chunk, () => resolve());
    });
    watchdog.touch();
    sent += chunk.length;
    request.onSent?.(sent);
  }
  outgoing.end();
}

async function* readBody(
  incoming: http.IncomingMessage,
  watchdog: Watchdog,
  settle: () => void,
  failure: (error: unknown) => AppError,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of incoming) {
      if (!Buffer.isBuffer(chunk)) continue;
      watchdog.pause();
      yield chunk;
      watchdog.touch();
    }
    if (!incoming.complete) throw new Error('incomplete answer');
  } catch (error) {
    throw failure(error);
  } finally {
    settle();
  }
}

function cancelled(): AppError {
  return new AppError('CANCELLED', 'Stopped.');
}
