import { lookup } from 'node:dns/promises';
import * as http from 'node:http';
import { isIP } from 'node:net';
import { Duplex } from 'node:stream';
import { SocksClient } from 'socks';
import { AppError } from '../../../../shared/contract/errors.ts';
import { connectionFailure } from './http-errors.ts';
import type { SocksProxy } from './proxy.ts';
import { socksFailure } from './proxy-errors.ts';
import { answerWithinMs, hostAndPort, type Callback, type OpenWay } from './tunnel.ts';

/** The length is sent in one byte. */
const maxNameLength = 255;

/** The way through a SOCKS proxy. */
export function wayThroughSocks(proxy: SocksProxy): OpenWay {
  return async (host, port) => {
    if (host.length > maxNameLength) {
      throw new AppError('REMOTE_INVALID', 'The name of the computer is too long. Check it.');
    }
    const destination = { host: proxy.findsNames ? host : await found(host, port, proxy), port };
    const { username = '', password = '' } = proxy.credentials ?? {};
    try {
      const { socket } = await SocksClient.createConnection({
        proxy: {
          host: proxy.host,
          port: proxy.port,
          type: proxy.version,
          ...(proxy.credentials === null ? {} : { userId: username, password }),
        },
        command: 'connect',
        destination,
        timeout: answerWithinMs,
      });
      return socket;
    } catch (error) {
      throw socksFailure(error instanceof Error ? error.message : '', proxy);
    }
  };
}

async function found(host: string, port: number, { version }: SocksProxy): Promise<string> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host, { family: version === 4 ? 4 : 0, order: 'ipv4first' })).address;
  } catch (error) {
    throw connectionFailure(error, new URL(`http://${hostAndPort(host, port)}`));
  }
}

/** Connects to http places through a SOCKS proxy. */
export class SocksAgent extends http.Agent {
  readonly #open: OpenWay;

  constructor(open: OpenWay, options: http.AgentOptions) {
    super(options);
    this.#open = open;
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Callback): undefined {
    // The types want a stream even where there is none.
    const fail = (error: Error): void => callback?.(error, new Duplex());
    void this.#open(options.host ?? '', Number(options.port ?? 80)).then(
      (socket) => callback?.(null, socket),
      fail,
    );
    return undefined;
  }
}
