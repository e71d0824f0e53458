import { AppError } from '../../../shared/contract/errors.ts';

/** Largest pkt-line with its four length digits. */
const maxPacketBytes = 65520;

export type Packet =
  | { readonly kind: 'line'; readonly bytes: Buffer }
  | { readonly kind: 'flush' }
  /** The stream ended between packets. */
  | { readonly kind: 'end' };

export const flushPacket = Buffer.from('0000');

export function packetLine(text: string | Uint8Array): Buffer {
  const body = Buffer.from(text);
  const length = (body.length + 4).toString(16).padStart(4, '0');
  return Buffer.concat([Buffer.from(length), body]);
}

/** Text of a line without its line feed. */
export function lineText(bytes: Buffer): string {
  const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, end);
}

/** Reads pkt-lines from chunks of any size. */
export class PacketReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #pending: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async next(): Promise<Packet> {
    if (!(await this.#fill(4))) {
      if (this.#pending.length > 0) throw cutOff();
      return { kind: 'end' };
    }
    const digits = this.#pending.toString('latin1', 0, 4);
    if (!/^[0-9a-f]{4}$/iu.test(digits)) throw malformed();
    const length = Number.parseInt(digits, 16);
    if (length === 0) {
      this.#pending = this.#pending.subarray(4);
      return { kind: 'flush' };
    }
    if (length < 4 || length > maxPacketBytes) throw malformed();
    if (!(await this.#fill(length))) throw cutOff();
    const bytes = this.#pending.subarray(4, length);
    this.#pending = this.#pending.subarray(length);
    return { kind: 'line', bytes };
  }

  /** Gives the connection back without reading on. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(bytes: number): Promise<boolean> {
    while (this.#pending.length < bytes) {
      const step = await this.#chunks.next();
      if (step.done) return false;
      this.#pending =
        this.#pending.length === 0 ? step.value : Buffer.concat([this.#pending, step.value]);
    }
    return true;
  }
}

export function cutOff(): AppError {
  return new AppError(
    'NETWORK',
    'The connection was cut before the answer was complete. Try again.',
  );
}

export function malformed(cause?: unknown): AppError {
  return new AppError(
    'REMOTE_INVALID',
    'The answer from this address is not what a shared wiki sends. Check the address.',
    {},
    { cause },
  );
}
