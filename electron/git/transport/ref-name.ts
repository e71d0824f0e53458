const maxRefBytes = 220;

/**
 * Whether a remote's ref name is one that git accepts and every file system can hold.
 * Anything else from a remote is ignored, so no name can lead out of `.git/refs`.
 */
export function isSafeRefName(name: string): boolean {
  if (!name.startsWith('refs/') || Buffer.byteLength(name) > maxRefBytes) return false;
  if (/[\p{Cc}\p{Cf}\s~^:?*[\\<>"|\ufffd]/u.test(name) || name.includes('@{')) return false;
  return name.split('/').every(isSafeSegment);
}

function isSafeSegment(segment: string): boolean {
  return (
    segment !== '' &&
    !segment.startsWith('.') &&
    !segment.startsWith('-') &&
    !segment.endsWith('.') &&
    !segment.toLowerCase().endsWith('.lock') &&
    !segment.includes('..')
  );
}
