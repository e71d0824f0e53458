/** The bytes `[start, end)` of a file. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The one range that a `Range` header asks for of a file. Null: the whole is to be sent, as when it is no
 * header of bytes, or asks for several ranges at once. `outside`: the file has no such bytes.
 */
export function rangeOf(header: string | null, sizeBytes: number): ByteRange | 'outside' | null {
  const [asked, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (asked === undefined || (first === '' && last === '')) return null;
  // Only the last so many bytes.
  if (first === '') {
    const start = Math.max(0, sizeBytes - Number(last));
    return start < sizeBytes ? { start, end: sizeBytes } : 'outside';
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== '' && Number(last) < start) return null;
  return start < sizeBytes ? { start, end } : 'outside';
}
