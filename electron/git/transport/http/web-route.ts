import * as http from 'node:http';
import * as https from 'node:https';
import { createHash } from 'node:crypto';
import * as tls from 'node:tls';
import { assertNever } from '../../../../shared/contract/errors.ts';
import type { ConfigEntry } from '../../config-text.ts';
import { RepositoryConfig } from '../../config.ts';
import type { NetworkChoice } from '../access.ts';
import { extraAuthorities, trustIn } from './certificates.ts';
import { proxyFor, type Proxy, type WebProxy } from './proxy.ts';
import { SocksAgent, wayThroughSocks } from './socks.ts';
import { systemAuthorities } from './system-authorities.ts';
import { TunnelAgent } from './tunnel.ts';
import { wayThroughWeb } from './web-tunnel.ts';

/** The way to one web place: whom to trust, and over which proxy. */
export interface WebRoute {
  readonly agent: http.Agent;
  /** Set where the proxy reads the request (http): it is addressed to the proxy itself. */
  readonly readingProxy: WebProxy | null;
}

interface Agents {
  readonly plain: http.Agent;
  readonly secure: https.Agent;
  readonly tunnel: https.Agent | null;
}

// Own agents: the global ones give up after five idle seconds and end a paused answer as complete.
// Their timeout closes connections that nobody uses; those in use have a watchdog.
const idleConnectionMs = 60_000;
const agentOptions = {
  keepAlive: true,
  keepAliveMsecs: 30_000,
  maxFreeSockets: 4,
  timeout: idleConnectionMs,
};
const maxKept = 8;
const kept = new Map<string, Agents>();

/** The routes of one job. Settings are read when it begins, so a change holds from the next one on. */
export class WebRoutes {
  readonly #choice: NetworkChoice;
  readonly #config: RepositoryConfig;
  readonly #routes = new Map<string, Promise<WebRoute>>();
  #personal: Promise<readonly ConfigEntry[]> | null = null;

  /** @param gitDir whose job it is: a person may keep other git settings for some folders */
  constructor(choice: NetworkChoice | undefined, gitDir: string | null) {
    this.#choice = choice ?? { proxy: '', proxyCredentials: null, caFile: '' };
    this.#config = new RepositoryConfig(gitDir ?? '');
  }

  /** @throws AppError `NETWORK_SETTINGS` for a proxy or a certificate file that cannot be used */
  to(url: URL): Promise<WebRoute> {
    const known = this.#routes.get(url.origin);
    if (known !== undefined) return known;
    const route = this.#find(url);
    this.#routes.set(url.origin, route);
    return route;
  }

  async #find(url: URL): Promise<WebRoute> {
    this.#personal ??= this.#config.personal();
    const personal = await this.#personal;
    const { env } = process;
    const { proxy: chosen, proxyCredentials: chosenCredentials, caFile } = this.#choice;
    const proxy = proxyFor(url, { chosen, chosenCredentials, personal, env });
    const isSecure = url.protocol === 'https:';
    const web = proxy?.kind === 'web' ? proxy : null;
    const meetsTls = isSecure || web?.isSecure === true;
    const authorities = meetsTls
      ? [
          ...(await extraAuthorities(url, { chosen: caFile, personal, env })),
          ...(await systemAuthorities()),
        ]
      : [];
    const { plain, secure, tunnel } = agentsFor(proxy, meetsTls ? authorities : null);
    if (isSecure) return { agent: tunnel ?? secure, readingProxy: null };
    return { agent: web?.isSecure === true ? secure : plain, readingProxy: web };
  }
}

/** Closes the connections that wait for another request. Those in use go on. */
export function closeIdleConnections(): void {
  for (const agents of kept.values()) {
    for (const agent of [agents.plain, agents.secure, agents.tunnel]) {
      for (const socket of Object.values(agent?.freeSockets ?? {}).flat()) socket?.destroy();
    }
  }
}

/** Equal routes share their connections, from one job to the next. `authorities` is null without TLS. */
function agentsFor(proxy: Proxy | null, authorities: readonly string[] | null): Agents {
  const identity = JSON.stringify([proxy, authorities]);
  const key = createHash('sha256').update(identity).digest('hex');
  const agents = kept.get(key) ?? createAgents(proxy, authorities);
  kept.delete(key);
  kept.set(key, agents);
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  return agents;
}

function createAgents(proxy: Proxy | null, authorities: readonly string[] | null): Agents {
  // One context for all connections: reading the authorities takes longer than a handshake.
  const secure = {
    ...agentOptions,
    secureContext: tls.createSecureContext(authorities === null ? {} : trustIn(authorities)),
    // Said aloud, so that no environment variable can switch checking off.
    rejectUnauthorized: true,
  };
  switch (proxy?.kind) {
    case undefined:
      return {
        plain: new http.Agent(agentOptions),
        secure: new https.Agent(secure),
        tunnel: null,
      };
    case 'web':
      return {
        plain: new http.Agent(agentOptions),
        secure: new https.Agent(secure),
        tunnel: new TunnelAgent(wayThroughWeb(proxy, secure.secureContext), secure),
      };
    case 'socks': {
      const way = wayThroughSocks(proxy);
      const tunnel = new TunnelAgent(way, secure);
      return { plain: new SocksAgent(way, agentOptions), secure: tunnel, tunnel };
    }
    default:
      return assertNever(proxy);
  }
}
