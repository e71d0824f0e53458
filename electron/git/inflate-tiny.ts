/** Streams of at most so many bytes are worth it: longer ones are seldom packed in the plain way. */
export const tinyBytes = 160;

const tableBits = 9;
const tableMask = (1 << tableBits) - 1;
const endOfBlock = 256;
// Lengths and distances of RFC 1951, 3.2.5: how many bits follow each code, and the least it stands for.
const lengthExtra = Uint8Array.from({ length: 29 }, (_, code) =>
  code < 8 || code === 28 ? 0 : (code >> 2) - 1,
);
const lengthBase = Uint16Array.from({ length: 29 }, (_, code) =>
  code === 28 ? 258 : 3 + sumOf(lengthExtra, code),
);
const distanceExtra = Uint8Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const distanceBase = Uint16Array.from({ length: 30 }, (_, code) => 1 + sumOf(distanceExtra, code));

function sumOf(extra: Uint8Array, count: number): number {
  return extra.subarray(0, count).reduce((sum, bits) => sum + (1 << bits), 0);
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let bit = 0; bit < length; bit += 1) bits |= ((code >> bit) & 1) << (length - 1 - bit);
  return bits;
}

/** By the next nine bits: symbol * 16 + length of its code, as RFC 1951 fixes them. */
const symbols = new Uint16Array(1 << tableBits);
for (let symbol = 0; symbol < 288; symbol += 1) {
  const [length, code] =
    symbol < 144
      ? [8, 0x30 + symbol]
      : symbol < 256
        ? [9, 0x190 + symbol - 144]
        : symbol < 280
          ? [7, symbol - 256]
          : [8, 0xc0 + symbol - 280];
  for (let bits = reversed(code, length); bits <= tableMask; bits += 1 << length) {
    symbols[bits] = symbol * 16 + length;
  }
}
const distanceCodes = Uint8Array.from({ length: 32 }, (_, bits) => reversed(bits, 5));

/**
 * Inflates a short zlib stream of one block with the fixed codes, which is what most differences between
 * folders are: to set zlib up for them takes five times as long as to unpack them.
 *
 * @returns null for whatever is not just that, be it cut short, broken or only longer: zlib is to tell
 */
export function inflateTiny(input: Uint8Array, sizeBytes: number): Buffer | null {
  const available = input.length;
  if (sizeBytes > tinyBytes || available < 8) return null;
  const method = input[0] ?? 0;
  const flags = input[1] ?? 0;
  if (
    (method & 15) !== 8 ||
    method > 0x78 ||
    (method * 256 + flags) % 31 !== 0 ||
    (flags & 32) !== 0
  )
    return null;
  // The last block, and with the fixed codes.
  if (((input[2] ?? 0) & 7) !== 3) return null;
  const output = Buffer.allocUnsafe(sizeBytes);
  let hold = (input[2] ?? 0) >> 3;
  let bits = 5;
  let at = 3;
  let end = 0;
  for (;;) {
    // A length and its more take 12 bits at most, and so many are there then. Zeros stand in for what is
    // past the end: the sum below is not there either then.
    while (bits < 16) {
      hold |= (at < available ? (input[at] ?? 0) : 0) << bits;
      at += 1;
      bits += 8;
    }
    const entry = symbols[hold & tableMask] ?? 0;
    hold >>>= entry & 15;
    bits -= entry & 15;
    const symbol = entry >> 4;
    if (symbol < endOfBlock) {
      if (end === sizeBytes) return null;
      output[end] = symbol;
      end += 1;
      continue;
    }
    if (symbol === endOfBlock) break;
    const lengthCode = symbol - endOfBlock - 1;
    if (lengthCode > 28) return null;
    const more = lengthExtra[lengthCode] ?? 0;
    const length = (lengthBase[lengthCode] ?? 0) + (hold & ((1 << more) - 1));
    hold >>>= more;
    bits -= more;
    while (bits < 18) {
      hold |= (at < available ? (input[at] ?? 0) : 0) << bits;
      at += 1;
      bits += 8;
    }
    const distanceCode = distanceCodes[hold & 31] ?? 0;
    if (distanceCode > 29) return null;
    const distanceMore = distanceExtra[distanceCode] ?? 0;
    const distance = (distanceBase[distanceCode] ?? 0) + ((hold >> 5) & ((1 << distanceMore) - 1));
    hold >>>= 5 + distanceMore;
    bits -= 5 + distanceMore;
    if (distance > end || end + length > sizeBytes) return null;
    for (const stop = end + length; end < stop; end += 1) output[end] = output[end - distance] ?? 0;
  }
  const sumAt = at - (bits >> 3);
  if (end !== sizeBytes || sumAt + 4 > available) return null;
  return isSum(input, sumAt, output) ? output : null;
}

/** Whether the four bytes are the stream's checksum (Adler-32). */
function isSum(input: Uint8Array, sumAt: number, output: Uint8Array): boolean {
  let low = 1;
  let high = 0;
  for (let at = 0; at < output.length; at += 1) {
    low += output[at] ?? 0;
    high += low;
  }
  low %= 65_521;
  high %= 65_521;
  const stated = (at: number) => (input[sumAt + at] ?? 0) * 256 + (input[sumAt + at + 1] ?? 0);
  return stated(0) === high && stated(2) === low;
}
