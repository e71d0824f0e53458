const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of UTF-8 bytes, a byte order mark kept; null when they are not valid UTF-8 or hold a NUL. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null; // a binary that calls itself a page
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** The start of any bytes as text to look at, with a sign for what is no UTF-8. */
export function excerptOf(bytes: Uint8Array, maxBytes: number): string {
  return lenient.decode(bytes.subarray(0, maxBytes)).replaceAll('\0', '\ufffd');
}
