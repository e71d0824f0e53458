import { openSocket, rawRequest, type SocketClient } from './raw-http.ts';

export interface WebSession {
  readonly key: string;
  /** As a browser would send it back. */
  readonly cookie: string;
  readonly origin: string;
}

/** Signs in as the page does, with a launch address. */
export async function signIn(launchUrl: string, cookie = ''): Promise<WebSession> {
  const { origin, port, hash } = new URL(launchUrl);
  const answer = await rawRequest(Number(port), {
    method: 'POST',
    path: '/session',
    headers: { origin, 'content-type': 'application/json', cookie },
    body: JSON.stringify({ token: hash.replace('#launch=', '') }),
  });
  if (answer.status !== 200) throw new Error(`signing in was answered ${answer.status}`);
  const parsed = JSON.parse(answer.body) as { key: string }; // a wrong shape fails the test
  return {
    key: parsed.key,
    cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
    origin,
  };
}

/** A socket that is past its welcome. */
export async function connect(session: WebSession, client?: string): Promise<SocketClient> {
  const socket = await openSocket(Number(new URL(session.origin).port), {
    headers: { origin: session.origin, cookie: session.cookie },
  });
  socket.send({ key: session.key, client });
  await socket.next();
  return socket;
}
