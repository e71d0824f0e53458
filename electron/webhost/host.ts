import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TextCore } from '../core/host/text-core.ts';
import type { Clock, Logger } from '../core/ports.ts';
import { addressOf, type Address } from './address.ts';
import { httpDoor } from './http-door.ts';
import { openSessions } from './sessions.ts';
import { socketDoor } from './socket-door.ts';

export interface WebHostOptions {
  readonly core: TextCore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly uiDir: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Called at most once a second. */
  readonly onSignInRefused?: () => void;
}

export interface WebHost {
  readonly port: number;
  /** A fresh address that opens the UI once, within a minute. */
  newLaunchUrl(): string;
  /** Ends every connection, then the core. */
  close(): Promise<void>;
}

function atMostEachSecond(clock: Clock, callback: () => void): () => void {
  let notBeforeMs = 0;
  return () => {
    if (clock.nowMs() < notBeforeMs) return;
    notBeforeMs = clock.nowMs() + 1000;
    callback();
  };
}

/**
 * Serves the UI and the core on this machine's loopback interface.
 *
 * @throws the system's own error (`EADDRINUSE`, `EACCES`) when the port can't be had; the core is
 *   left open then
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { core, clock } = options;
  const sessions = openSessions(clock);
  let address: Address = addressOf(options.port);
  const sockets = socketDoor({ core, clock, sessions, address: () => address });
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 },
    httpDoor({
      core,
      uiDir: options.uiDir,
      sessions,
      address: () => address,
      onSignInRefused: atMostEachSecond(clock, options.onSignInRefused ?? (() => {})),
      onFailure: (error) =>
        options.logger.error('a request failed', { cause: String(error).slice(0, 300) }),
    }),
  );
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo; // a TCP server's address is always this
  address = addressOf(port);

  return {
    port,
    newLaunchUrl: () => `${address.origin}/#launch=${sessions.newLaunchToken()}`,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await core.close();
    },
  };
}
