import * as https from 'node:https';
import { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { connectionFailure } from './http-errors.ts';

/** How an agent is told of the connection that it asked for. */
export type Callback = (error: Error | null, stream: Duplex) => void;

/** Opens a connection to a computer by way of another one. @throws AppError `NETWORK_SETTINGS` … */
export type OpenWay = (host: string, port: number) => Promise<Duplex>;

export const answerWithinMs = 30_000;

export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Connects to https places through a proxy, which passes on bytes that it cannot read: what is sent to
 * the place, credentials too, stays between the two ends.
 */
export class TunnelAgent extends https.Agent {
  readonly #open: OpenWay;
  readonly #secureContext: tls.SecureContext;

  constructor(open: OpenWay, options: https.AgentOptions & { secureContext: tls.SecureContext }) {
    super(options);
    this.#open = open;
    this.#secureContext = options.secureContext;
  }

  override createConnection(options: https.RequestOptions, callback?: Callback): undefined {
    const host = options.host ?? '';
    const port = Number(options.port ?? 443);
    // The types want a stream even where there is none.
    const fail = (error: Error): void => callback?.(error, new Duplex());
    const seal = (socket: Duplex): void => {
      const secured = tls.connect({
        socket,
        secureContext: this.#secureContext,
        rejectUnauthorized: true,
        ALPNProtocols: ['http/1.1'],
        host,
        ...(options.servername === undefined ? {} : { servername: options.servername }),
      });
      const onError = (error: unknown) =>
        fail(connectionFailure(error, new URL(`https://${hostAndPort(host, port)}`)));
      secured.once('error', onError);
      // Whoever asked may have given up meanwhile: then nobody else would ever close it.
      secured.setTimeout(answerWithinMs, () => secured.destroy(new Error('no handshake in time')));
      secured.once('secureConnect', () => {
        secured.setTimeout(0);
        secured.removeAllListeners('timeout');
        secured.off('error', onError);
        callback?.(null, secured);
      });
    };
    void this.#open(host, port).then(seal, fail);
    return undefined;
  }
}
