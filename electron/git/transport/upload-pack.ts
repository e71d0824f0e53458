import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { remoteError } from './advertisement.ts';
import type { OwnHistory } from './negotiate.ts';
import {
  cutOff,
  flushPacket,
  lineText,
  malformed,
  packetLine,
  type PacketReader,
} from './pkt-line.ts';
import { readSideBand, RemoteMessages } from './side-band.ts';
import type { Wire } from './wire.ts';

const wantedCapabilities = ['multi_ack_detailed', 'thin-pack', 'ofs-delta', 'no-progress'];

/** Asks for everything the wants lead to and our history does not; gives the pack's bytes as they come. */
export async function requestPack(
  wire: Wire,
  capabilities: ReadonlySet<string>,
  wants: readonly Oid[],
  { haves, shallow }: OwnHistory,
): Promise<AsyncGenerator<Buffer, void, undefined>> {
  if (!capabilities.has('side-band-64k')) throw tooOld();
  const words = wantedCapabilities.filter((capability) => capabilities.has(capability));
  // Without it only the last of several common commits would be acknowledged, in more rounds.
  if (!words.includes('multi_ack_detailed')) throw tooOld();
  const chosen = [...words, 'side-band-64k', 'agent=commonplace'].join(' ');
  const bytes = Buffer.concat([
    ...wants.map((oid, index) => packetLine(`want ${oid}${index === 0 ? ` ${chosen}` : ''}\n`)),
    ...[...shallow].map((oid) => packetLine(`shallow ${oid}\n`)),
    flushPacket,
    ...haves.map((oid) => packetLine(`have ${oid}\n`)),
    packetLine('done\n'),
  ]);
  const body = { sizeBytes: bytes.length, chunks: [bytes] };
  const packets = await wire.exchange('git-upload-pack', body);
  try {
    await readAcknowledgements(packets);
  } catch (error) {
    await packets.close();
    throw error;
  }
  return readSideBand(packets, new RemoteMessages(wire.limits));
}

/**
 * Reads to the line after which the pack comes: `NAK`, or an `ACK` without a further word. One
 * request holds all we have, so a server that answers along the way and one that waits for `done`
 * say the same.
 */
async function readAcknowledgements(packets: PacketReader): Promise<void> {
  for (;;) {
    const packet = await packets.next();
    if (packet.kind === 'end') throw cutOff();
    if (packet.kind === 'flush') throw malformed();
    const text = lineText(packet.bytes);
    if (text === 'NAK' || /^ACK [0-9a-f]{40}$/u.test(text)) return;
    if (text.startsWith('ERR ')) throw remoteError(text.slice(4));
    if (!/^ACK [0-9a-f]{40} (common|continue|ready)$/u.test(text)) throw malformed();
  }
}

export function tooOld(): AppError {
  return new AppError('REMOTE_INVALID', 'This server is too old for a wiki to be shared with it.');
}
