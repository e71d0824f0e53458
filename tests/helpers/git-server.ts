import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Which of a session's requests a fault hits: the ref list, the pack download or the push. */
type RequestKind = 'refs' | 'fetch' | 'push';

export type GitServerFault =
  /** Ends the answer after so many bytes of body; `clean` ends it as if it were whole. */
  | { readonly kind: 'cut'; readonly afterBytes: number; readonly clean?: boolean }
  /** Sends so many bytes, then says nothing more and keeps the connection open. */
  | { readonly kind: 'hang'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** `to` gets the asked path with its query and gives the Location header; null lets git answer. */
  | {
      readonly kind: 'redirect';
      readonly status?: number;
      readonly to: (path: string) => string | null;
    }
  /** Answers 200 with these bytes instead of git's. */
  | { readonly kind: 'answer'; readonly body: Buffer; readonly contentType?: string }
  /** Lets git answer, then changes the whole body. */
  | { readonly kind: 'rewrite'; readonly rewrite: (body: Buffer) => Buffer };

interface SeenRequest {
  readonly kind: RequestKind | 'other';
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  /** The client's port: equal ports are one kept-alive connection. */
  readonly port: number;
  requestBytes: number;
}

export interface GitServerOptions {
  /** Wants HTTP basic credentials for every request. */
  readonly user?: { readonly username: string; readonly password: string };
  /** Speaks https with this certificate. */
  readonly certificate?: { readonly key: string; readonly cert: string };
}

export interface GitServer {
  readonly origin: string;
  readonly root: string;
  readonly seen: SeenRequest[];
  /** A bare repo `<name>.git`, empty with branch main, or a bare clone of `from`. */
  createRepo(name: string, from?: string): Promise<{ readonly url: string; readonly dir: string }>;
  /** Installs a hook script (`#!/bin/sh` is put before it). */
  setHook(name: string, hook: 'pre-receive' | 'update', script: string): Promise<void>;
  /** Stays until replaced; null heals the server. */
  setFault(request: RequestKind, fault: GitServerFault | null): void;
  close(): Promise<void>;
}

const gitEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
};

/** A real `git http-backend` behind node:http on 127.0.0.1, with faults on demand. */
export async function startGitServer(options: GitServerOptions = {}): Promise<GitServer> {
  const root = await mkdtemp(join(tmpdir(), 'git-server-'));
  const backend = join((await run('git', ['--exec-path'])).stdout.trim(), 'git-http-backend');
  const seen: SeenRequest[] = [];
  const faults = new Map<RequestKind, GitServerFault>();
  const sockets = new Set<Socket>();

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const kind = requestKind(request.url ?? '');
    const entry: SeenRequest = {
      kind,
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization ?? null,
      port: request.socket.remotePort ?? 0,
      requestBytes: 0,
    };
    seen.push(entry);
    request.on('data', (chunk: Buffer) => (entry.requestBytes += chunk.length));
    if (!isAllowed(request, options.user)) {
      request.resume();
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="wiki"' }).end();
      return;
    }
    const fault = kind === 'other' ? undefined : faults.get(kind);
    if (fault && answerWithoutGit(fault, request, response)) return;
    serveByGit(backend, root, request, response, fault);
  };
  const { certificate } = options;
  const server = certificate ? createSecureServer(certificate, answer) : createServer(answer);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `${certificate ? 'https' : 'http'}://127.0.0.1:${address.port}`;

  return {
    origin,
    root,
    seen,
    async createRepo(name, from) {
      const dir = join(root, `${name}.git`);
      const args = from
        ? ['clone', '-q', '--bare', from, dir]
        : ['init', '-q', '--bare', '-b', 'main', dir];
      await run('git', args);
      await run('git', ['-C', dir, 'config', 'http.receivepack', 'true']);
      return { url: `${origin}/${name}.git`, dir };
    },
    async setHook(name, hook, script) {
      const file = join(root, `${name}.git`, 'hooks', hook);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
    },
    setFault(request, fault) {
      if (fault) faults.set(request, fault);
      else faults.delete(request);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function requestKind(url: string): RequestKind | 'other' {
  if (url.includes('/info/refs')) return 'refs';
  if (url.endsWith('/git-upload-pack')) return 'fetch';
  if (url.endsWith('/git-receive-pack')) return 'push';
  return 'other';
}

function isAllowed(request: IncomingMessage, user: GitServerOptions['user']): boolean {
  if (!user) return true;
  const expected = Buffer.from(`${user.username}:${user.password}`).toString('base64');
  return request.headers.authorization === `Basic ${expected}`;
}

function answerWithoutGit(
  fault: GitServerFault,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (fault.kind === 'status') {
    response.writeHead(fault.status, { 'Content-Type': 'text/plain' }).end(fault.body ?? '');
  } else if (fault.kind === 'redirect') {
    const location = fault.to(request.url ?? '');
    if (location === null) return false;
    response.writeHead(fault.status ?? 302, { Location: location }).end();
  } else if (fault.kind === 'answer') {
    response.writeHead(200, { 'Content-Type': fault.contentType ?? 'text/plain' }).end(fault.body);
  } else {
    return false;
  }
  request.resume();
  return true;
}

function serveByGit(
  backend: string,
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: GitServerFault | undefined,
): void {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const header = (name: string): string => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const child = spawn(backend, {
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: header('content-type'),
      ...(header('content-length') ? { CONTENT_LENGTH: header('content-length') } : {}),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // The child may end before it has read all, and the client may leave: neither is this server's failure.
  child.stdin.on('error', () => undefined);
  child.stdout.on('error', () => undefined);
  request.pipe(child.stdin);
  response.on('close', () => child.kill());
  void relay(child.stdout, response, fault);
}

async function relay(
  output: AsyncIterable<Buffer>,
  response: ServerResponse,
  fault: GitServerFault | undefined,
): Promise<void> {
  let head: Buffer | null = Buffer.alloc(0);
  const whole: Buffer[] = [];
  let sent = 0;
  const closed = once(response, 'close');
  for await (const chunk of output) {
    let body = chunk;
    if (head) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) continue;
      writeCgiHead(head.toString('latin1', 0, end), response);
      body = head.subarray(end + 4);
      head = null;
    }
    if (fault?.kind === 'rewrite') {
      whole.push(body);
    } else if (
      (fault?.kind === 'cut' || fault?.kind === 'hang') &&
      sent + body.length > fault.afterBytes
    ) {
      response.write(body.subarray(0, fault.afterBytes - sent), () => {
        if (fault.kind === 'hang') return;
        if (fault.clean) response.end();
        else response.socket?.destroy();
      });
      return;
    } else {
      sent += body.length;
      if (!response.write(body)) await Promise.race([once(response, 'drain'), closed]);
      if (response.destroyed) return;
    }
  }
  if (fault?.kind === 'rewrite') response.write(fault.rewrite(Buffer.concat(whole)));
  response.end();
}

function writeCgiHead(head: string, response: ServerResponse): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else if (name) response.setHeader(name, value);
  }
  response.writeHead(status);
}
