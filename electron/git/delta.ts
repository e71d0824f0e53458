import { damaged, maxObjectBytes, objectTooLarge } from './limits.ts';

/** Makes an object out of its base and a delta; every length in the delta is checked before it is used. */
export function applyDelta(base: Uint8Array, delta: Uint8Array, maxBytes = maxObjectBytes): Buffer {
  const reader = new DeltaReader(delta);
  const baseSize = reader.size();
  const resultSize = reader.size();
  if (baseSize !== base.length) throw damaged('a delta does not fit its base');
  if (resultSize > maxBytes) throw objectTooLarge(resultSize);
  const result = Buffer.allocUnsafe(resultSize);
  let end = 0;
  while (!reader.isDone) {
    const command = reader.byte();
    if (command === 0) throw damaged('a delta holds an unknown command');
    if (command < 0x80) {
      if (end + command > resultSize) throw damaged('a delta writes past its end');
      copyWithin(delta, reader.skip(command), command, result, end);
      end += command;
    } else {
      const offset = reader.littleEndian(command, 4);
      const length = reader.littleEndian(command >> 4, 3) || 0x10000;
      if (offset + length > base.length || end + length > resultSize) {
        throw damaged('a delta copies from outside its base');
      }
      copyWithin(base, offset, length, result, end);
      end += length;
    }
  }
  if (end !== resultSize) throw damaged('a delta ends early');
  return result;
}

// A call, and a view made for it, cost more than the bytes of most copies.
const callFromBytes = 48;

function copyWithin(
  from: Uint8Array,
  start: number,
  length: number,
  to: Uint8Array,
  at: number,
): void {
  if (length >= callFromBytes) {
    to.set(from.subarray(start, start + length), at);
    return;
  }
  for (let byte = 0; byte < length; byte += 1) to[at + byte] = from[start + byte] ?? 0;
}

class DeltaReader {
  #at = 0;
  readonly #delta: Uint8Array;

  constructor(delta: Uint8Array) {
    this.#delta = delta;
  }

  get isDone(): boolean {
    return this.#at >= this.#delta.length;
  }

  byte(): number {
    const value = this.#delta[this.#at];
    if (value === undefined) throw damaged('a delta is cut short');
    this.#at += 1;
    return value;
  }

  /** Moves on; where the bytes that were passed over start. */
  skip(count: number): number {
    const start = this.#at;
    if (start + count > this.#delta.length) throw damaged('a delta is cut short');
    this.#at = start + count;
    return start;
  }

  /** Seven bits a byte, lowest first. Multiplied, not shifted: sizes pass 2^31. */
  size(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      if (scale > 2 ** 42) throw damaged('a delta states an impossible size');
    }
  }

  /** The bytes that the low bits of `mask` announce. */
  littleEndian(mask: number, width: number): number {
    let value = 0;
    for (let index = 0, scale = 1; index < width; index += 1, scale *= 256) {
      if ((mask & (1 << index)) !== 0) value += this.byte() * scale;
    }
    return value;
  }
}
