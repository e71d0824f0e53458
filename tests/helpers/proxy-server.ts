import { once } from 'node:events';
import { createServer, request as sendOn, type IncomingHttpHeaders } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

type ProxyFault =
  | { readonly kind: 'status'; readonly status: number }
  /** Takes the request and says nothing. */
  | { readonly kind: 'hang' }
  /** Cuts a tunnel after so many bytes for the client. */
  | { readonly kind: 'cut'; readonly afterBytes: number };

interface ProxyServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly seen: {
    readonly method: string;
    readonly target: string;
    readonly headers: IncomingHttpHeaders;
  }[];
  /** All that clients sent through tunnels. */
  tunnelled(): Buffer;
  setFault(fault: ProxyFault | null): void;
}

interface ProxyOptions {
  readonly user?: { readonly username: string; readonly password: string };
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/** A real proxy on 127.0.0.1 that stops when the running test ends. */
export async function startProxy(options: ProxyOptions = {}): Promise<ProxyServer> {
  const { user, certificate } = options;
  const seen: ProxyServer['seen'] = [];
  const through: Buffer[] = [];
  const sockets = new Set<Duplex>();
  const track = <Tracked extends Duplex>(socket: Tracked): Tracked => {
    sockets.add(socket);
    // Either end may leave at any time.
    socket.on('error', () => undefined);
    return socket;
  };
  let fault: ProxyFault | null = null;
  const expected =
    user && `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`;
  const refusal = (given: string | undefined): number | null => {
    if (expected !== undefined && given !== expected) return 407;
    return fault?.kind === 'status' ? fault.status : null;
  };

  const server = certificate ? createSecureServer(certificate) : createServer();
  server.on('connection', (socket: Socket) => track(socket));
  server.on('request', (request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, target: url, headers });
    if (fault?.kind === 'hang') return;
    const status = refusal(headers['proxy-authorization']);
    if (status !== null) {
      request.resume();
      response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>No</html>');
      return;
    }
    const others = { ...headers };
    delete others['proxy-authorization'];
    const onward = sendOn(url, { method, headers: others, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', ({ method = '', url = '', headers }, client) => {
    track(client);
    seen.push({ method, target: url, headers });
    if (fault?.kind === 'hang') return;
    const status = refusal(headers['proxy-authorization']);
    if (status !== null) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const place = track(connect(Number(port), hostname));
    place.once('connect', () => client.write('HTTP/1.1 200 Here you are\r\n\r\n'));
    client.on('data', (chunk: Buffer) => {
      through.push(chunk);
      place.write(chunk);
    });
    let sent = 0;
    place.on('data', (chunk) => {
      sent += chunk.length;
      if (fault?.kind === 'cut' && sent > fault.afterBytes) client.destroy();
      else client.write(chunk);
    });
    client.on('close', () => place.destroy());
    place.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    seen,
    tunnelled: () => Buffer.concat(through),
    setFault: (next) => (fault = next),
  };
}
