import { gzipSync } from 'node:zlib';
import { AppError } from '../../../../shared/contract/errors.ts';
import { limitsOf, type RemoteAccess, type RemoteCredentials } from '../access.ts';
import { readAdvertisement, type Advertisement, type Service } from '../advertisement.ts';
import { basic } from './basic.ts';
import { sendRequest, type HttpAnswer } from './http-client.ts';
import { pageFailure, statusFailure } from './http-errors.ts';
import { lineText, malformed, PacketReader } from '../pkt-line.ts';
import { proxyStatusFailure } from './proxy-errors.ts';
import type { RemoteAddress } from '../remote-url.ts';
import type { TransportLimits } from '../limits.ts';
import { WebRoutes } from './web-route.ts';
import { limitedList, type RequestBody, type Wire } from '../wire.ts';

type HttpAddress = Extract<RemoteAddress, { kind: 'http' }>;

const maxRedirects = 5;
const maxErrorBodyBytes = 8 * 1024;
const gzipFromBytes = 1024;
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/**
 * What places said that they can do with a push that went well, by their addresses; those that redirect
 * are asked each time.
 */
const receivers = new Map<string, Advertisement['capabilities']>();

/** One job's conversation with a smart HTTP remote. */
export class SmartHttp implements Wire {
  readonly limits: TransportLimits;
  readonly #access: RemoteAccess;
  readonly #origin: string;
  readonly #routes: WebRoutes;
  readonly #address: string;
  #base: string;
  /** Null once they served. */
  #listedRefs: Advertisement['refs'] | null;
  /** Said just now: it may be torn. */
  #unproven: Advertisement['capabilities'] | null = null;

  /** @param gitDir as for `connect` */
  constructor(access: RemoteAccess, address: HttpAddress, gitDir: string | null) {
    this.#access = access;
    this.#routes = new WebRoutes(access.network, gitDir);
    this.#origin = address.origin;
    this.#address = address.url;
    this.#base = address.url;
    this.#listedRefs = access.listedRefs ?? null;
    this.limits = limitsOf(access);
  }

  /**
   * Asks what the remote has. Follows redirects as git does: the address that answered is used
   * for what follows. A push whose refs were listed a moment ago asks nothing, the first time.
   */
  async discover(service: Service): Promise<Advertisement> {
    if (service === 'git-upload-pack') return this.#ask(service);
    const refs = this.#listedRefs;
    const known = receivers.get(this.#address);
    this.#listedRefs = null;
    if (refs !== null && known !== undefined) return { refs, headRef: null, capabilities: known };
    const advertised = await this.#ask(service);
    if (this.#base === this.#address) this.#unproven = advertised.capabilities;
    return advertised;
  }

  async #ask(service: Service): Promise<Advertisement> {
    const suffix = `/info/refs?service=${service}`;
    let url = new URL(`${this.#base}${suffix}`);
    for (let hop = 0; ; hop += 1) {
      const answer = await this.#send('GET', url, {}, null);
      if (redirectStatuses.includes(answer.status)) {
        await readAtMost(answer, maxErrorBodyBytes);
        if (hop >= maxRedirects) throw redirectFailure(url);
        url = redirectTarget(url, answer.headers.location);
        continue;
      }
      if (answer.status !== 200) throw await this.#failure(answer, url, service);
      if (mediaType(answer) !== `application/x-${service}-advertisement`) {
        await readAtMost(answer, maxErrorBodyBytes);
        throw pageFailure(url, mediaType(answer));
      }
      if (!url.href.endsWith(suffix)) throw redirectFailure(url);
      this.#base = url.href.slice(0, -suffix.length);
      return this.#readList(new PacketReader(limitedList(answer.body, this.limits)), service);
    }
  }

  /** Small requests are compressed when that pays: several servers limit their size. */
  async exchange(
    service: Service,
    { sizeBytes, chunks }: RequestBody,
    onSent?: (bytes: number) => void,
  ): Promise<PacketReader> {
    if (!Array.isArray(chunks) || sizeBytes < gzipFromBytes) {
      return this.#post(service, { sizeBytes, chunks }, {}, onSent);
    }
    const packed = gzipSync(Buffer.concat(chunks));
    const body = { sizeBytes: packed.length, chunks: [packed] };
    return this.#post(service, body, { 'Content-Encoding': 'gzip' }, onSent);
  }

  /** Connections are kept alive for the next job. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #readList(packets: PacketReader, service: Service): Promise<Advertisement> {
    const announcement = await packets.next();
    if (announcement.kind !== 'line') throw malformed();
    if (lineText(announcement.bytes) !== `# service=${service}`) throw malformed();
    if ((await packets.next()).kind !== 'flush') throw malformed();
    const advertisement = await readAdvertisement(packets);
    // The service must end its answer here; reading to the end keeps the connection warm.
    if ((await packets.next()).kind !== 'end') throw malformed();
    return advertisement;
  }

  async #post(
    service: Service,
    body: RequestBody,
    more: Readonly<Record<string, string>>,
    onSent?: (bytes: number) => void,
  ): Promise<PacketReader> {
    const url = new URL(`${this.#base}/${service}`);
    const headers = {
      'Content-Type': `application/x-${service}-request`,
      Accept: `application/x-${service}-result`,
      ...more,
    };
    const answer = await this.#send('POST', url, headers, body, onSent);
    if (answer.status !== 200) receivers.delete(this.#address);
    if (answer.status !== 200) throw await this.#failure(answer, url, service);
    if (mediaType(answer) !== `application/x-${service}-result`) {
      await readAtMost(answer, maxErrorBodyBytes);
      throw malformed();
    }
    if (this.#unproven !== null) receivers.set(this.#address, this.#unproven);
    return new PacketReader(answer.body);
  }

  async #send(
    method: 'GET' | 'POST',
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: RequestBody | null,
    onSent?: (bytes: number) => void,
  ): Promise<HttpAnswer> {
    const credentials = this.#credentialsFor(url);
    const answer = await sendRequest({
      method,
      url,
      route: await this.#routes.to(url),
      headers: {
        // Some hosts answer git's protocol only to a client whose name starts like this.
        'User-Agent': 'git/2.0 (Commonplace)',
        'Accept-Encoding': 'identity',
        ...headers,
        ...(credentials ? { Authorization: basic(credentials) } : {}),
      },
      body,
      signal: this.#access.signal,
      idleMs: this.limits.idleMs,
      totalMs: this.limits.totalMs,
      ...(onSent ? { onSent } : {}),
    });
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity' && answer.status === 200) {
      await readAtMost(answer, maxErrorBodyBytes);
      throw malformed();
    }
    return answer;
  }

  #credentialsFor(url: URL): RemoteCredentials | null {
    return url.origin === this.#origin ? this.#access.credentials : null;
  }

  async #failure(answer: HttpAnswer, url: URL, service: Service): Promise<AppError> {
    const isText = /^text\/plain\b/u.test(answer.headers['content-type'] ?? '');
    const text = await readAtMost(answer, maxErrorBodyBytes);
    const { readingProxy } = await this.#routes.to(url);
    if (answer.status === 407 && readingProxy !== null) {
      return proxyStatusFailure(answer.status, readingProxy);
    }
    const credentials = this.#credentialsFor(url);
    const words = isText ? withoutSecret(text, credentials) : '';
    return statusFailure(answer.status, url, service, credentials !== null, words);
  }
}

/** A server may echo what it was sent; a password must not reach a message. */
function withoutSecret(text: string, credentials: RemoteCredentials | null): string {
  if (!credentials?.password) return text;
  const token = basic(credentials).slice(6);
  return text.replaceAll(credentials.password, '…').replaceAll(token, '…');
}

function mediaType(answer: HttpAnswer): string {
  return (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function redirectTarget(from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from.href)) throw redirectFailure(from);
  const to = new URL(location, from);
  const isWeb = to.protocol === 'https:' || to.protocol === 'http:';
  const isDowngrade = from.protocol === 'https:' && to.protocol === 'http:';
  if (!isWeb || isDowngrade || to.username !== '' || to.password !== '')
    throw redirectFailure(from);
  return to;
}

function redirectFailure(from: URL): AppError {
  return new AppError(
    'REMOTE_INVALID',
    `${from.hostname} sends this address on to a place where no shared wiki can be found. Check it.`,
  );
}

/** The start of an answer as text. Reads on to the end only where that is short. */
async function readAtMost(answer: HttpAnswer, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(parts).toString('utf8', 0, maxBytes);
}
