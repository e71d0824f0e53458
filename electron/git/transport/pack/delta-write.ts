const blockBytes = 16;
const maxCopyBytes = 0xffff;
const maxInsertBytes = 127;
/** A shorter middle goes as it is: to look for it costs the sums of the whole base. */
const matchedFromBytes = 64;
const maxIndexedBytes = 8 * 1024 * 1024;
const multiplier = 0x01000193;

/**
 * A git delta that makes `target` out of `base`; null when it would not save much.
 *
 * What is equal at both ends costs nothing to find (one changed entry in a large folder); the
 * middle is matched by a rolling sum over blocks of the base.
 */
export function makeDelta(base: Uint8Array, target: Uint8Array): Buffer | null {
  if (base.length < blockBytes || target.length < blockBytes * 2) return null;
  const writer = new DeltaWriter(base.length, target, Math.floor(target.length * 0.6));
  const shorter = Math.min(base.length, target.length);
  let start = 0;
  while (start < shorter && base[start] === target[start]) start += 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    base[base.length - 1 - tail] === target[target.length - 1 - tail]
  ) {
    tail += 1;
  }
  writer.copy(0, start);
  matchMiddle(base, target, start, base.length - tail, target.length - tail, writer);
  writer.copy(base.length - tail, tail);
  return writer.finish();
}

function matchMiddle(
  base: Uint8Array,
  target: Uint8Array,
  start: number,
  baseEnd: number,
  targetEnd: number,
  writer: DeltaWriter,
): void {
  const canMatch = targetEnd - start >= matchedFromBytes && base.length <= maxIndexedBytes;
  if (!canMatch) {
    writer.insert(start, targetEnd);
    return;
  }
  // Over the whole base: a line that moved may come from what the ends share.
  const blocks = new Map<number, number>();
  for (let at = 0; at + blockBytes <= base.length; at += blockBytes) {
    const sum = sumOf(base, at);
    if (!blocks.has(sum)) blocks.set(sum, at);
  }
  let pending = start;
  let at = start;
  let sum = sumOf(target, at);
  while (at + blockBytes <= targetEnd && !writer.isHopeless) {
    const from = blocks.get(sum) ?? -1;
    const length = from < 0 ? 0 : equalBytes(base, from, target, at, targetEnd);
    if (length >= blockBytes) {
      let back = 0;
      while (
        back < at - pending &&
        from > back &&
        base[from - back - 1] === target[at - back - 1]
      ) {
        back += 1;
      }
      writer.insert(pending, at - back);
      writer.copy(from - back, length + back);
      at += length;
      pending = at;
      if (at + blockBytes <= targetEnd) sum = sumOf(target, at);
    } else {
      sum = rolled(sum, target[at] ?? 0, target[at + blockBytes] ?? 0);
      at += 1;
    }
  }
  writer.insert(pending, targetEnd);
}

function equalBytes(
  base: Uint8Array,
  from: number,
  target: Uint8Array,
  at: number,
  targetEnd: number,
): number {
  const most = Math.min(base.length - from, targetEnd - at);
  let length = 0;
  while (length < most && base[from + length] === target[at + length]) length += 1;
  return length;
}

function sumOf(bytes: Uint8Array, at: number): number {
  let sum = 0;
  for (let index = 0; index < blockBytes; index += 1) {
    sum = (Math.imul(sum, multiplier) + (bytes[at + index] ?? 0)) | 0;
  }
  return sum;
}

/** `multiplier` to the power of `blockBytes`, in 32 bits. */
const outgoingFactor = Array.from({ length: blockBytes }).reduce<number>(
  (power) => Math.imul(power, multiplier),
  1,
);

function rolled(sum: number, outgoing: number, incoming: number): number {
  return (Math.imul(sum, multiplier) - Math.imul(outgoing, outgoingFactor) + incoming) | 0;
}

class DeltaWriter {
  readonly #target: Uint8Array;
  readonly #maxBytes: number;
  readonly #parts: Buffer[] = [];
  #bytes = 0;

  constructor(baseBytes: number, target: Uint8Array, maxBytes: number) {
    this.#target = target;
    this.#maxBytes = maxBytes;
    this.#push(Buffer.from([...sizeBytes(baseBytes), ...sizeBytes(target.length)]));
  }

  get isHopeless(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  copy(from: number, length: number): void {
    for (let done = 0; done < length;) {
      const size = Math.min(length - done, maxCopyBytes);
      const offset = from + done;
      const bytes = [0x80];
      for (let index = 0; index < 4; index += 1) {
        const byte = Math.floor(offset / 2 ** (8 * index)) & 0xff;
        if (byte === 0) continue;
        bytes[0] = (bytes[0] ?? 0) | (1 << index);
        bytes.push(byte);
      }
      for (let index = 0; index < 2; index += 1) {
        const byte = (size >> (8 * index)) & 0xff;
        if (byte === 0) continue;
        bytes[0] = (bytes[0] ?? 0) | (0x10 << index);
        bytes.push(byte);
      }
      this.#push(Buffer.from(bytes));
      done += size;
    }
  }

  insert(start: number, end: number): void {
    for (let at = start; at < end && !this.isHopeless; at += maxInsertBytes) {
      const piece = this.#target.subarray(at, Math.min(end, at + maxInsertBytes));
      this.#push(Buffer.from([piece.length]), Buffer.from(piece));
    }
  }

  finish(): Buffer | null {
    return this.isHopeless ? null : Buffer.concat(this.#parts);
  }

  #push(...parts: readonly Buffer[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#bytes += part.length;
    }
  }
}

function sizeBytes(size: number): number[] {
  const bytes: number[] = [];
  let rest = size;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return bytes;
}
