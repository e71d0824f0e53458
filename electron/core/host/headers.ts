/** The response headers of both hosts: a browser enforces them on the one UI, wherever it runs. */

const everywhere = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** What the UI may do. Nothing is allowed that is not named here. */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The UI kit's scroll lock adds a style element; the nonce admits it and no other.
    `style-src 'self' 'nonce-${nonce}'`,
    // Pages show pictures of other servers only once the reader asks: the renderer draws no such
    // element before. No referrer and no cookie of ours goes along.
    "img-src 'self' data: blob: https:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    // The document that draws diagrams, and nothing else: no other of ours lets itself be framed.
    "frame-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

const noDeviceAccess = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

export function uiHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    ...everywhere,
    'Content-Security-Policy': contentPolicy(nonce),
    'Permissions-Policy': noDeviceAccess,
    'Cache-Control': 'no-cache',
  };
}

/**
 * For the document that draws diagrams from a page's text, in a frame. Whatever a text makes the library
 * do, it does as nobody (an opaque origin), with nothing to load from or send to.
 */
export function diagramHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
  ].join('; ');
  return { ...uiHeaders(nonce), 'Content-Security-Policy': policy };
}

/** For everything that is no page of the UI: answers, errors, scripts and styles. */
export function plainHeaders(): Readonly<Record<string, string>> {
  return {
    ...everywhere,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
  };
}

// What a browser shows in a page of ours. Anything else is offered for download, as bytes.
const shown: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/svg+xml',
  'image/x-icon',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'video/mp4',
  'video/ogg',
  'video/webm',
]);

/** For a file of a wiki. A peer may have written it, so even as a page of its own it can do nothing. */
export function assetHeaders(mediaType: string, name: string): Readonly<Record<string, string>> {
  const isShown = shown.has(mediaType);
  return {
    ...everywhere,
    // An SVG keeps its own styles and loses script, forms, links out and loads.
    'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'Content-Type': isShown ? mediaType : 'application/octet-stream',
    'Cache-Control': 'private, no-cache',
    ...(isShown
      ? {}
      : {
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`,
        }),
  };
}

// RFC 5987 allows fewer characters bare than encodeURIComponent leaves.
const percent = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
