import type { IncomingMessage } from 'node:http';
import type { Session } from './sessions.ts';

/** The one name this host answers to, and the cookie that goes with it. */
export interface Address {
  readonly host: string;
  readonly origin: string;
  cookieOf(request: IncomingMessage): string | null;
  cookieFor(session: Session): string;
}

export function addressOf(port: number): Address {
  // A browser leaves the default port out of the header.
  const host = port === 80 ? '127.0.0.1' : `127.0.0.1:${port}`;
  // Browsers send cookies to every port of a machine; with the port in its name, two hosts
  // running at once don't overwrite each other's.
  const name = `commonplace-${port}`;
  return {
    host,
    origin: `http://${host}`,
    cookieOf(request) {
      for (const pair of (request.headers.cookie ?? '').split(';')) {
        const [key, value] = pair.trim().split('=', 2);
        if (key === name && value !== undefined && value !== '') return value;
      }
      return null;
    },
    cookieFor: (session) => `${name}=${session.cookie}; HttpOnly; SameSite=Strict; Path=/`,
  };
}
