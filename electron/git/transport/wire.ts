import { AppError } from '../../../shared/contract/errors.ts';
import type { Advertisement, Service } from './advertisement.ts';
import type { TransportLimits } from './limits.ts';
import type { PacketReader } from './pkt-line.ts';

export interface RequestBody {
  readonly sizeBytes: number;
  readonly chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[];
}

/** Bytes to and from a git program on another computer, for one job. */
export interface Wire {
  readonly limits: TransportLimits;
  discover(service: Service): Promise<Advertisement>;
  /** Sends a request to the service asked last; the caller reads the answer to its end, or closes it. */
  exchange(
    service: Service,
    body: RequestBody,
    onSent?: (bytes: number) => void,
  ): Promise<PacketReader>;
  close(): Promise<void>;
}

/** A list of refs has an end; a server need not. */
export async function* limitedList(
  chunks: AsyncIterable<Buffer>,
  { maxRefListBytes }: TransportLimits,
): AsyncGenerator<Buffer, void, undefined> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxRefListBytes) {
      throw new AppError('LIMIT', 'This address lists too many versions to be a wiki. Check it.');
    }
    yield chunk;
  }
}
