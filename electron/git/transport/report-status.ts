import { lineText, malformed, PacketReader } from './pkt-line.ts';

export type PushReport =
  | { readonly kind: 'ok' }
  /** The remote's word for it: short, of its own making. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** Reads what a remote made of a push of one ref. */
export async function readReport(chunks: AsyncIterable<Buffer>, ref: string): Promise<PushReport> {
  const packets = new PacketReader(chunks);
  const first = await packets.next();
  if (first.kind !== 'line') throw malformed();
  const unpacked = lineText(first.bytes);
  if (!unpacked.startsWith('unpack ')) throw malformed();
  let report: PushReport | null = null;
  for (;;) {
    const packet = await packets.next();
    if (packet.kind === 'flush') break;
    if (packet.kind === 'end') throw malformed();
    const text = lineText(packet.bytes);
    if (text === `ok ${ref}`) report = { kind: 'ok' };
    else if (text.startsWith(`ng ${ref} `)) {
      report = { kind: 'rejected', reason: text.slice(`ng ${ref} `.length) };
    }
  }
  // To the end, so that the outer stream is read to its own.
  if ((await packets.next()).kind !== 'end') throw malformed();
  if (unpacked !== 'unpack ok') return { kind: 'rejected', reason: unpacked.slice(7) };
  if (!report) throw malformed();
  return report;
}
