import type { Oid } from '../../../shared/contract/values.ts';
import { flushPacket, lineText, packetLine } from './pkt-line.ts';
import type { Wire } from './wire.ts';

/**
 * The first half of a fetch: we say what we would want and what we have, and the server which of that
 * it has too. Without the `done` that ends it, no pack follows.
 */
export async function askForCommon(
  wire: Wire,
  capabilities: ReadonlySet<string>,
  tips: readonly Oid[],
  commits: readonly Oid[],
): Promise<boolean | null> {
  const [want] = tips;
  if (want === undefined || !capabilities.has('multi_ack_detailed')) return null;
  const bytes = Buffer.concat([
    packetLine(`want ${want} multi_ack_detailed agent=commonplace\n`),
    flushPacket,
    ...commits.map((oid) => packetLine(`have ${oid}\n`)),
    flushPacket,
  ]);
  const body = { sizeBytes: bytes.length, chunks: [bytes] };
  const packets = await wire.exchange('git-upload-pack', body);
  try {
    const packet = await packets.next();
    if (packet.kind !== 'line') return null;
    const text = lineText(packet.bytes);
    if (/^ACK [0-9a-f]{40} (?:common|continue|ready)$/u.test(text)) return true;
    return text === 'NAK' ? false : null;
  } finally {
    await packets.close();
  }
}
