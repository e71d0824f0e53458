import * as http from 'node:http';
import * as https from 'node:https';
import { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import type { AppError } from '../../../../shared/contract/errors.ts';
import { basic } from './basic.ts';
import { connectionFailure } from './http-errors.ts';
import type { Proxy } from './proxy.ts';
import { proxyConnectionFailure, proxyStatusFailure } from './proxy-errors.ts';

type Callback = (error: Error | null, stream: Duplex) => void;

const answerWithinMs = 30_000;

/**
 * Connects to https places through a proxy, which passes on bytes that it cannot read: what is sent to
 * the place, credentials too, stays between the two ends.
 */
export class TunnelAgent extends https.Agent {
  readonly #proxy: Proxy;
  readonly #secureContext: tls.SecureContext;

  constructor(proxy: Proxy, options: https.AgentOptions & { secureContext: tls.SecureContext }) {
    super(options);
    this.#proxy = proxy;
    this.#secureContext = options.secureContext;
  }

  override createConnection(options: https.RequestOptions, callback?: Callback): undefined {
    const host = options.host ?? '';
    const port = Number(options.port ?? 443);
    // The types want a stream even where there is none.
    const fail = (error: AppError): void => callback?.(error, new Duplex());
    const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const { credentials, isSecure } = this.#proxy;
    const asking = (isSecure ? https : http).request({
      method: 'CONNECT',
      host: this.#proxy.host,
      port: this.#proxy.port,
      path: target,
      agent: false,
      timeout: answerWithinMs,
      ...(isSecure ? { secureContext: this.#secureContext, rejectUnauthorized: true } : {}),
      headers: {
        Host: target,
        ...(credentials ? { 'Proxy-Authorization': basic(credentials) } : {}),
      },
    });
    asking.once('timeout', () => asking.destroy(new Error('the proxy says nothing')));
    asking.once('error', (error) => fail(proxyConnectionFailure(error, this.#proxy)));
    asking.once('response', (answer) => {
      answer.destroy();
      fail(proxyStatusFailure(answer.statusCode ?? 0, this.#proxy));
    });
    asking.once('connect', (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        fail(proxyStatusFailure(answer.statusCode ?? 0, this.#proxy));
        return;
      }
      socket.setTimeout(0);
      const secured = tls.connect({
        socket,
        secureContext: this.#secureContext,
        rejectUnauthorized: true,
        ALPNProtocols: ['http/1.1'],
        host,
        ...(options.servername === undefined ? {} : { servername: options.servername }),
      });
      const onError = (error: unknown) =>
        fail(connectionFailure(error, new URL(`https://${target}`)));
      secured.once('error', onError);
      // Whoever asked may have given up meanwhile: then nobody else would ever close it.
      secured.setTimeout(answerWithinMs, () => secured.destroy(new Error('no handshake in time')));
      secured.once('secureConnect', () => {
        secured.setTimeout(0);
        secured.removeAllListeners('timeout');
        secured.off('error', onError);
        callback?.(null, secured);
      });
    });
    asking.end();
    return undefined;
  }
}
