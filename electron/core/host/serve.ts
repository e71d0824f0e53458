import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { rangeOf } from './byte-range.ts';
import { assetHeaders, diagramHeaders, plainHeaders, uiHeaders } from './headers.ts';

/** An answer to a GET, the same in every host. */
export interface Served {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ServeOptions {
  /** The built UI. Nothing outside it is served, links followed. */
  readonly uiDir: string;
  readonly readAsset: (
    wiki: string,
    path: string,
  ) => Promise<{ bytes: Uint8Array; mediaType: string } | null>;
  /** Whether this request may see files of a wiki. */
  readonly mayReadAssets: boolean;
  /** The request's `Range`: players of sound and film ask for the part they go on with. */
  readonly range: string | null;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const noncePlace = 'STYLE_NONCE';
const diagramDocument = 'diagram.html';

export function failure(status: number, message: string): Served {
  return {
    status,
    headers: { ...plainHeaders(), 'Content-Type': 'text/plain; charset=utf-8' },
    body: Buffer.from(`${message}\n`),
  };
}

const notFound = () => failure(404, 'There is nothing at this address.');

/** The segments of a URL's path, decoded; null for one that no file of ours can have. */
function segmentsOf(pathname: string): readonly string[] | null {
  const segments: string[] = [];
  for (const raw of pathname.split('/').slice(1)) {
    let segment: string;
    try {
      segment = decodeURIComponent(raw);
    } catch {
      return null;
    }
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    if (/^\.{0,2}$|[/\\\u0000-\u001f]/.test(segment)) return null;
    segments.push(segment);
  }
  return segments;
}

async function serveUi(uiDir: string, segments: readonly string[]): Promise<Served> {
  const name = segments.at(-1) ?? '';
  const mediaType = mediaTypes[extname(name)];
  if (mediaType === undefined) return notFound();
  let bytes: Buffer;
  try {
    const root = await realpath(uiDir);
    const file = await realpath(join(root, ...segments));
    if (!file.startsWith(root + sep)) return notFound();
    bytes = await readFile(file);
  } catch {
    return notFound(); // no such file, or a folder
  }
  if (extname(name) === '.html') {
    const nonce = randomBytes(18).toString('base64url');
    const html = bytes.toString('utf8').replaceAll(noncePlace, nonce);
    return {
      status: 200,
      headers: {
        ...(name === diagramDocument ? diagramHeaders(nonce) : uiHeaders(nonce)),
        'Content-Type': mediaType,
      },
      body: Buffer.from(html),
    };
  }
  // A built file's name holds a hash of its content, so it never changes.
  const caching = { 'Cache-Control': 'private, max-age=31536000, immutable' };
  // A worker runs under the policy of its own response.
  const policy = { 'Content-Security-Policy': "default-src 'none'; script-src 'self'" };
  return {
    status: 200,
    headers: { ...plainHeaders(), ...policy, ...caching, 'Content-Type': mediaType },
    body: bytes,
  };
}

async function serveAsset(options: ServeOptions, segments: readonly string[]): Promise<Served> {
  const [wiki = '', ...path] = segments;
  if (!options.mayReadAssets) return failure(403, 'Open the address that Commonplace printed.');
  if (!/^[0-9a-f]{16}$/.test(wiki) || path.length === 0) return notFound();
  const asset = await options.readAsset(wiki, path.join('/'));
  if (asset === null) return notFound();
  const { bytes, mediaType } = asset;
  const headers = { ...assetHeaders(mediaType, path.at(-1) ?? ''), 'Accept-Ranges': 'bytes' };
  const range = rangeOf(options.range, bytes.byteLength);
  if (range === null) return { status: 200, headers, body: bytes };
  if (range === 'outside') {
    const { headers: plain, body } = failure(416, 'The file has no such part.');
    const size = { 'Content-Range': `bytes */${bytes.byteLength}` };
    return { status: 416, headers: { ...plain, ...size }, body };
  }
  const { start, end } = range;
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${bytes.byteLength}` },
    body: bytes.subarray(start, end),
  };
}

/** Answers a GET for a path of our origin: the UI, a built file, or a file of a wiki. */
export async function serve(pathname: string, options: ServeOptions): Promise<Served> {
  if (pathname === '/') return serveUi(options.uiDir, ['index.html']);
  const segments = segmentsOf(pathname);
  if (segments === null) return notFound();
  if (segments[0] === 'asset') return serveAsset(options, segments.slice(1));
  return serveUi(options.uiDir, segments);
}
