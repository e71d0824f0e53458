import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { basic } from './basic.ts';
import type { WebProxy } from './proxy.ts';
import { proxyConnectionFailure, proxyStatusFailure } from './proxy-errors.ts';
import { answerWithinMs, hostAndPort, type OpenWay } from './tunnel.ts';

/** The way through a proxy that is asked for a tunnel (CONNECT). */
export function wayThroughWeb(proxy: WebProxy, secureContext: SecureContext): OpenWay {
  const { credentials, isSecure } = proxy;
  return (host, port) =>
    new Promise<Duplex>((resolve, reject) => {
      const target = hostAndPort(host, port);
      const asking = (isSecure ? https : http).request({
        method: 'CONNECT',
        host: proxy.host,
        port: proxy.port,
        path: target,
        agent: false,
        timeout: answerWithinMs,
        ...(isSecure ? { secureContext, rejectUnauthorized: true } : {}),
        headers: {
          Host: target,
          ...(credentials ? { 'Proxy-Authorization': basic(credentials) } : {}),
        },
      });
      asking.once('timeout', () => asking.destroy(new Error('the proxy says nothing')));
      asking.once('error', (error) => reject(proxyConnectionFailure(error, proxy)));
      asking.once('response', (answer) => {
        answer.destroy();
        reject(proxyStatusFailure(answer.statusCode ?? 0, proxy));
      });
      asking.once('connect', (answer, socket) => {
        if (answer.statusCode !== 200) {
          socket.destroy();
          reject(proxyStatusFailure(answer.statusCode ?? 0, proxy));
          return;
        }
        socket.setTimeout(0);
        resolve(socket);
      });
      asking.end();
    });
}
