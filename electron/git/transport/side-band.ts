import { AppError } from '../../../shared/contract/errors.ts';
import { remoteError } from './advertisement.ts';
import type { TransportLimits } from './limits.ts';
import { cutOff, malformed, type PacketReader } from './pkt-line.ts';
import { cleanRemoteText } from './remote-text.ts';

const keptMessageBytes = 16 * 1024;

/** The `remote:` lines of an answer: its first ones, cleaned only when asked for. */
export class RemoteMessages {
  readonly #parts: Buffer[] = [];
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(limits: TransportLimits) {
    this.#maxBytes = limits.maxMessageBytes;
  }

  add(bytes: Buffer): void {
    if (this.#bytes < keptMessageBytes) {
      this.#parts.push(Buffer.from(bytes.subarray(0, keptMessageBytes - this.#bytes)));
    }
    this.#bytes += bytes.length;
    if (this.#bytes > this.#maxBytes) {
      throw new AppError('LIMIT', 'The remote sends endless messages. Nothing was changed.');
    }
  }

  text(): string {
    return cleanRemoteText(Buffer.concat(this.#parts).toString('utf8'));
  }
}

/**
 * The data of an answer that is multiplexed with messages, to its closing flush.
 *
 * @throws AppError NETWORK when the answer ends before it is complete, REMOTE_REFUSED on the
 *   remote's own error
 */
export async function* readSideBand(
  packets: PacketReader,
  messages: RemoteMessages,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    for (;;) {
      const packet = await packets.next();
      if (packet.kind === 'end') throw cutOff();
      if (packet.kind === 'flush') break;
      const band = packet.bytes[0];
      const content = packet.bytes.subarray(1);
      if (band === 1) yield content;
      else if (band === 2) messages.add(content);
      else if (band === 3) throw remoteError(content.toString('utf8'));
      else throw malformed();
    }
    // Read to the end, so that the connection stays usable.
    if ((await packets.next()).kind !== 'end') throw malformed();
  } finally {
    await packets.close();
  }
}
