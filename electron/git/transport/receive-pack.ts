import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { zeroOidText } from '../oid.ts';
import { readShallow } from '../repository.ts';
import { removeLeftoverPacks, withTemporaryPack } from '../temporary-pack.ts';
import type { JobAccess, TransferRepository } from './access.ts';
import type { Advertisement } from './advertisement.ts';
import { Breather } from './breather.ts';
import type { BranchMove, MoveReport } from './connection.ts';
import { objectsLacked } from './objects-lacked.ts';
import { packBytes } from './pack/pack-write.ts';
import { flushPacket, packetLine } from './pkt-line.ts';
import { cleanRemoteText } from './remote-text.ts';
import { readReport } from './report-status.ts';
import { readSideBand, RemoteMessages } from './side-band.ts';
import { tooOld } from './upload-pack.ts';
import type { Wire } from './wire.ts';

const sendStepBytes = 256 * 1024;

/** Asks a git program on another computer to move a branch, and sends it what it lacks. */
export async function sendPack(
  wire: Wire,
  repo: TransferRepository,
  access: JobAccess,
  { refs, capabilities }: Advertisement,
  move: BranchMove,
): Promise<MoveReport> {
  if (!capabilities.has('report-status') || !capabilities.has('side-band-64k')) throw tooOld();
  const commands = await commandLines(repo, move);
  const breather = new Breather(access.signal);
  const list = await objectsLacked(repo, refs.values(), move, breather);
  const messages = new RemoteMessages(wire.limits);

  await removeLeftoverPacks(repo.objects);
  const report = await withTemporaryPack(join(repo.objects.dir, 'pack'), async (path) => {
    const file = await open(path, 'wx+');
    try {
      const chunks = packBytes(repo.objects, list, breather, (done) => {
        const total = list.length;
        access.onProgress?.({ phase: 'packing', done, total, unit: 'objects', bytes: null });
      });
      let size = 0;
      for await (const chunk of chunks) {
        await file.appendFile(chunk);
        size += chunk.length;
      }
      const total = commands.length + size;
      const body = { sizeBytes: total, chunks: bodyOf(commands, file, size) };
      const answer = await wire.exchange('git-receive-pack', body, (bytes) =>
        access.onProgress?.({ phase: 'sending', done: bytes, total, unit: 'bytes', bytes }),
      );
      return await readReport(readSideBand(answer, messages), move.remoteRef);
    } finally {
      await file.close();
    }
  });
  if (report.kind === 'ok') return { kind: 'moved' };
  return { kind: 'rejected', words: messages.text() || cleanRemoteText(report.reason) };
}

async function commandLines(
  repo: TransferRepository,
  { localOid, remoteRef, expected }: BranchMove,
): Promise<Buffer> {
  const words = ['report-status', 'side-band-64k', 'agent=commonplace'];
  const command = `${expected ?? zeroOidText} ${localOid} ${remoteRef}\0 ${words.join(' ')}\n`;
  const shallow = await readShallow(repo.gitDir);
  return Buffer.concat([
    ...[...shallow].map((oid) => packetLine(`shallow ${oid}\n`)),
    packetLine(command),
    flushPacket,
  ]);
}

async function* bodyOf(
  commands: Buffer,
  file: FileHandle,
  sizeBytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  yield commands;
  for (let at = 0; at < sizeBytes;) {
    // A new buffer each time: the one before may still be on its way out.
    const buffer = Buffer.allocUnsafe(Math.min(sendStepBytes, sizeBytes - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
