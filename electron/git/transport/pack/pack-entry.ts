import { malformed } from '../pkt-line.ts';

/** Where the first entry of every pack starts. */
export const firstEntryOffset = 12;
export const ofsDeltaCode = 6;
export const refDeltaCode = 7;

export interface EntryHeader {
  readonly code: number;
  readonly sizeBytes: number;
  readonly headerBytes: number;
  /** For a delta on an entry of this pack: where that entry starts. */
  readonly baseOffset: number;
  /** For a delta on an object named by id. */
  readonly baseId: Buffer | null;
}

/** `bytes` starts at the entry, which stands at `offset` in its pack. */
export function readEntryHeader(bytes: Buffer, offset: number): EntryHeader {
  let at = 0;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw malformed();
    at += 1;
    return byte;
  };
  let byte = next();
  const code = (byte >> 4) & 7;
  let sizeBytes = byte & 15;
  for (let scale = 16; byte & 0x80; scale *= 128) {
    if (scale > 2 ** 46) throw malformed();
    byte = next();
    sizeBytes += (byte & 0x7f) * scale;
  }
  let baseOffset = 0;
  let baseId: Buffer | null = null;
  if (code === ofsDeltaCode) {
    byte = next();
    let distance = byte & 0x7f;
    while (byte & 0x80) {
      byte = next();
      distance = (distance + 1) * 128 + (byte & 0x7f);
      if (distance > offset) throw malformed();
    }
    baseOffset = offset - distance;
    if (distance === 0 || baseOffset < firstEntryOffset) throw malformed();
  } else if (code === refDeltaCode) {
    if (bytes.length < at + 20) throw malformed();
    baseId = Buffer.from(bytes.subarray(at, at + 20));
    at += 20;
  } else if (code < 1 || code > 4) {
    throw malformed();
  }
  return { code, sizeBytes, headerBytes: at, baseOffset, baseId };
}
