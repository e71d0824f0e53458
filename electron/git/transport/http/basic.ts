import type { RemoteCredentials } from '../access.ts';

/** Hosts that know tokens only by themselves want some name beside them; this one they all take. */
const anyName = 'x-access-token';

/** The value of an `Authorization` or `Proxy-Authorization` header. */
export function basic({ username, password }: RemoteCredentials): string {
  const name = username === '' ? anyName : username;
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}
