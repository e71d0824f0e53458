import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ErrorShape } from '../../shared/contract/errors.ts';
import type { SessionAnswer } from '../../shared/contract/envelope.ts';
import { plainHeaders } from '../core/host/headers.ts';
import { failure, serve, type Served } from '../core/host/serve.ts';
import type { TextCore } from '../core/host/text-core.ts';
import type { Address } from './address.ts';
import type { Sessions } from './sessions.ts';

const maxSessionBodyBytes = 4096;

export interface HttpDoorOptions {
  readonly core: Pick<TextCore, 'readAsset'>;
  readonly uiDir: string;
  readonly sessions: Sessions;
  readonly address: () => Address;
  /** A used or old address was tried: the person in front of the terminal may need a new one. */
  readonly onSignInRefused: () => void;
  readonly onFailure: (error: unknown) => void;
}

function json(status: number, value: SessionAnswer | ErrorShape, headers = {}): Served {
  return {
    status,
    headers: { ...plainHeaders(), 'Content-Type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

function send(response: ServerResponse, served: Served, isHead: boolean): void {
  response.writeHead(served.status, {
    ...served.headers,
    'Content-Length': served.body.byteLength,
  });
  response.end(isHead ? undefined : served.body);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxSessionBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tokenOf(body: string | null): string | null {
  try {
    const parsed: unknown = JSON.parse(body ?? '');
    if (typeof parsed !== 'object' || parsed === null || !('token' in parsed)) return null;
    return typeof parsed.token === 'string' ? parsed.token : null;
  } catch {
    return null;
  }
}

async function signIn(request: IncomingMessage, options: HttpDoorOptions): Promise<Served> {
  const address = options.address();
  if (request.headers.origin !== address.origin)
    return failure(403, 'Only the page of Commonplace itself may sign in.');
  // A form can't send this type, so no other site can post here without asking first.
  if (request.headers['content-type'] !== 'application/json')
    return failure(415, 'Send application/json.');
  const token = tokenOf(await readBody(request));
  const cookie = address.cookieOf(request);
  const session = token === null ? null : options.sessions.redeem(token, cookie);
  if (session === null) {
    options.onSignInRefused();
    return json(401, {
      code: 'AUTH_REQUIRED',
      message:
        'This address was used already, or is older than a minute. The terminal where Commonplace runs shows a new one.',
      data: {},
    });
  }
  return json(200, { key: session.key }, { 'Set-Cookie': address.cookieFor(session) });
}

async function answer(request: IncomingMessage, options: HttpDoorOptions): Promise<Served> {
  const address = options.address();
  // A page of another site whose name was pointed at this machine arrives under its own name.
  if (request.headers.host !== address.host)
    return failure(421, `This is ${address.origin}/ and answers to no other name.`);
  const pathname = (request.url ?? '').split('?', 1)[0] ?? '';
  if (pathname === '/session')
    return request.method === 'POST' ? signIn(request, options) : failure(405, 'Use POST.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return failure(405, 'Use GET.');
  return serve(pathname, {
    uiDir: options.uiDir,
    readAsset: (wiki, path) => options.core.readAsset(wiki, path),
    mayReadAssets: options.sessions.byCookie(address.cookieOf(request)) !== null,
    // A part of what was there before, which nobody here can tell from what is there now.
    range: request.headers['if-range'] === undefined ? (request.headers.range ?? null) : null,
  });
}

/** Answers every plain request: the UI, signing in, and files of a wiki. */
export function httpDoor(options: HttpDoorOptions): RequestListener {
  return (request, response) => {
    const isHead = request.method === 'HEAD';
    answer(request, options).then(
      (served) => send(response, served, isHead),
      (error: unknown) => {
        options.onFailure(error);
        send(response, failure(500, 'Something went wrong while reading this.'), isHead);
      },
    );
  };
}
