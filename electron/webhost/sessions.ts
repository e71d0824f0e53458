import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/ports.ts';

const launchTokenLifeMs = 60_000;

const newSecret = () => randomBytes(32).toString('base64url');
const digest = (secret: string) => createHash('sha256').update(secret).digest();

/** What one browser holds: the cookie goes with every request, the key only with those our page sends. */
export interface Session {
  readonly cookie: string;
  readonly key: string;
}

export interface Sessions {
  /** A token that opens one session, once, within a minute. */
  newLaunchToken(): string;
  /**
   * Spends a launch token. A browser that already has a session keeps it, so that a second tab
   * does not sign the first one out.
   */
  redeem(token: string, cookie: string | null): Session | null;
  byCookie(cookie: string | null): Session | null;
}

interface Kept {
  readonly digest: Buffer;
}

function find<Entry extends Kept>(entries: Iterable<Entry>, secret: string): Entry | null {
  const wanted = digest(secret);
  let found: Entry | null = null;
  for (const entry of entries) if (timingSafeEqual(entry.digest, wanted)) found = entry;
  return found;
}

/** Tells in constant time whether two secrets are the same. */
export function isSameSecret(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

export function openSessions(clock: Clock): Sessions {
  const tokens = new Set<Kept & { readonly endsMs: number }>();
  const sessions: (Kept & { readonly session: Session })[] = [];

  const byCookie = (cookie: string | null) =>
    cookie === null ? null : (find(sessions, cookie)?.session ?? null);

  return {
    newLaunchToken() {
      const now = clock.nowMs();
      for (const token of tokens) if (token.endsMs <= now) tokens.delete(token);
      const secret = newSecret();
      tokens.add({ digest: digest(secret), endsMs: now + launchTokenLifeMs });
      return secret;
    },
    redeem(secret, cookie) {
      const token = find(tokens, secret);
      if (token === null) return null;
      tokens.delete(token);
      if (token.endsMs <= clock.nowMs()) return null;
      const known = byCookie(cookie);
      if (known !== null) return known;
      const session = { cookie: newSecret(), key: newSecret() };
      sessions.push({ digest: digest(session.cookie), session });
      return session;
    },
    byCookie,
  };
}
