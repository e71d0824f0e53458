import * as http from 'node:http';
import * as https from 'node:https';
import { AppError } from '../../../shared/contract/errors.ts';
import { connectionFailure } from './http-errors.ts';
import { Watchdog } from './watchdog.ts';
import type { RequestBody } from './wire.ts';

// Own agents: the global ones give up after five idle seconds and end a paused answer as complete.
const agentOptions = { keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 4 };
const httpAgent = new http.Agent(agentOptions);
const httpsAgent = new https.Agent(agentOptions);

const maxHeaderBytes = 64 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
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
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const outgoing = (isSecure ? https : http).request(url, {
      method: request.method,
      agent: isSecure ? httpsAgent : httpAgent,
      maxHeaderSize: maxHeaderBytes,
      headers: {
        ...request.headers,
        ...(request.body ? { 'Content-Length': String(request.body.sizeBytes) } : {}),
      },
    });
    // The first reason wins: destroying a socket brings more errors of its own.
    let reason: AppError | null = null;
    const stop = (why: AppError): void => {
      reason ??= why;
      outgoing.destroy(why);
    };
    const watchdog = new Watchdog(request, url.hostname, stop);
    const onAbort = (): void => stop(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      watchdog.stop();
      signal.removeEventListener('abort', onAbort);
    };
    const failure = (error: unknown): AppError => reason ?? connectionFailure(error, url);

    outgoing.on('error', (error) => {
      settle();
      const isStale = outgoing.reusedSocket && reason === null;
      reject(isStale ? new StaleConnection(failure(error)) : failure(error));
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
