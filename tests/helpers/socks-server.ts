import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

type SocksFault =
  /** The proxy answers a request with this code: 2 it may not, 4 no such computer. */
  | { readonly kind: 'refuse'; readonly reply: number }
  /** Takes the connection and says nothing. */
  | { readonly kind: 'hang' };

interface SocksServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly seen: { readonly version: 4 | 5; readonly host: string; readonly port: number }[];
  /** Connections that were opened to it. */
  readonly taken: () => number;
  setFault(fault: SocksFault | null): void;
}

interface SocksOptions {
  readonly user?: { readonly username: string; readonly password: string };
  /** Names that are known only where the proxy stands. */
  readonly names?: Readonly<Record<string, string>>;
}

/** A real SOCKS proxy (4, 4a and 5) on 127.0.0.1 that stops when the running test ends. */
export async function startSocksProxy(options: SocksOptions = {}): Promise<SocksServer> {
  const seen: SocksServer['seen'] = [];
  const sockets = new Set<Socket>();
  let taken = 0;
  let fault: SocksFault | null = null;
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    // Either end may leave at any time.
    return socket.on('error', () => undefined);
  };

  const serve = async (client: Socket): Promise<void> => {
    const parts = bytesOf(client);
    const next = async (): Promise<number> => (await parts.next()).value ?? 0;
    const take = async (count: number): Promise<Buffer> => {
      const bytes: number[] = [];
      while (bytes.length < count) bytes.push(await next());
      return Buffer.from(bytes);
    };
    const takeText = async (): Promise<string> => {
      const bytes: number[] = [];
      for (let byte = await next(); byte !== 0; byte = await next()) bytes.push(byte);
      return Buffer.from(bytes).toString();
    };
    const version = await next();
    if (version !== 4 && version !== 5) return void client.end('no');
    if (version === 5) {
      const methods = await take(await next());
      const method = options.user === undefined ? 0 : 2;
      if (!methods.includes(method)) return void client.end(Buffer.from([5, 0xff]));
      client.write(Buffer.from([5, method]));
      if (method === 2) {
        await next();
        const username = (await take(await next())).toString();
        const password = (await take(await next())).toString();
        const { user } = options;
        const isRight = username === user?.username && password === user.password;
        client.write(Buffer.from([1, isRight ? 0 : 1]));
        if (!isRight) return void client.end();
      }
    }
    let host: string;
    let port: number;
    if (version === 5) {
      const [, , , kind = 0] = await take(4);
      host = kind === 1 ? [...(await take(4))].join('.') : (await take(await next())).toString();
      port = (await take(2)).readUInt16BE();
    } else {
      await next();
      port = (await take(2)).readUInt16BE();
      host = [...(await take(4))].join('.');
      await takeText();
      if (host.startsWith('0.0.0.')) host = await takeText();
    }
    seen.push({ version, host, port });
    const answer = (reply: number): Buffer =>
      version === 5
        ? Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0])
        : Buffer.from([0, reply === 0 ? 90 : 91, 0, 0, 0, 0, 0, 0]);
    if (fault?.kind === 'refuse') return void client.end(answer(fault.reply));
    const place = track(connect(port, options.names?.[host] ?? host));
    place.once('error', () => client.end(answer(4)));
    place.once('connect', () => {
      client.write(answer(0));
      client.on('data', (chunk) => place.write(chunk));
      place.on('data', (chunk) => client.write(chunk));
      client.resume();
    });
    client.on('close', () => place.destroy());
    place.on('close', () => client.destroy());
  };

  const server = createServer((client) => {
    taken += 1;
    track(client);
    if (fault?.kind !== 'hang') void serve(client);
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
    address: `127.0.0.1:${address.port}`,
    seen,
    taken: () => taken,
    setFault: (next) => (fault = next),
  };
}

/** One byte after the other; what follows is left in the socket. */
async function* bytesOf(socket: Socket): AsyncGenerator<number, void, undefined> {
  while (!socket.destroyed) {
    const read: unknown = socket.read(1);
    if (Buffer.isBuffer(read)) yield read[0] ?? 0;
    else await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
  }
}
