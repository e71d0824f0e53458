/** Type numbers as in a pack. */
export const typeCode = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;
const offsetDeltaCode = 6;

/** The bytes before an entry's compressed body. */
export function entryHeader(code: number, sizeBytes: number): Buffer {
  const bytes: number[] = [];
  let byte = (code << 4) | (sizeBytes & 15);
  for (let rest = Math.floor(sizeBytes / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 0x80);
    byte = rest % 128;
  }
  bytes.push(byte);
  return Buffer.from(bytes);
}

/** The bytes before a difference from an entry that begins `distance` bytes earlier in the pack. */
export function deltaHeader(sizeBytes: number, distance: number): Buffer {
  const bytes = [distance % 128];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest -= 1;
    bytes.unshift(0x80 | (rest % 128));
  }
  return Buffer.concat([entryHeader(offsetDeltaCode, sizeBytes), Buffer.from(bytes)]);
}
