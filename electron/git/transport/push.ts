import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { zeroOidText } from '../oid.ts';
import { readShallow } from '../repository.ts';
import type { RemoteAccess, TransferRepository } from './access.ts';
import type { Advertisement } from './advertisement.ts';
import { Breather } from './breather.ts';
import { walkCommits } from './commit-walk.ts';
import { newCommits } from './new-commits.ts';
import { writePack } from './pack-write.ts';
import { flushPacket, packetLine, PacketReader } from './pkt-line.ts';
import { objectsToSend } from './push-objects.ts';
import { cleanRemoteText } from './remote-text.ts';
import { readReport, type PushReport } from './report-status.ts';
import { readSideBand, RemoteMessages } from './side-band.ts';
import { SmartHttp } from './smart-http.ts';
import { removeLeftoverPacks, withTemporaryPack } from '../temporary-pack.ts';

export interface PushRequest {
  /** The commit to share. It must be here with all it leads to. */
  readonly localOid: Oid;
  /** `refs/heads/…` as the remote names it. */
  readonly remoteRef: string;
  /** Where the remote's branch must be; null: it must not exist. */
  readonly expected: Oid | null;
  /** Whose `refs/remotes/<remote>/*` follows when the push went through. */
  readonly remote: string;
}

export type PushResult =
  | { readonly kind: 'pushed' }
  /** The branch is not where it was expected: get the changes, join them, try again. */
  | { readonly kind: 'behind' }
  /** A hook, a protected branch, a quota: the remote's own words. */
  | { readonly kind: 'refused'; readonly message: string };

const service = 'git-receive-pack';
const sendStepBytes = 256 * 1024;
const maxRemoteTips = 1000;

/**
 * Moves one branch of the remote forward, if it is where we believe it to be.
 *
 * The remote checks that itself, at the very moment it moves the branch, so of two who push at
 * once one is told that it is behind. After a NETWORK or CANCELLED error the remote may or may not
 * have taken the push; the next fetch tells.
 *
 * @throws AppError NETWORK, AUTH_REQUIRED (`data.origin`), REMOTE_INVALID, LIMIT, CANCELLED
 */
export async function pushBranch(
  repo: TransferRepository,
  access: RemoteAccess,
  request: PushRequest,
): Promise<PushResult> {
  const http = new SmartHttp(access);
  const advertised = await http.discover(service);
  const current = advertised.refs.get(request.remoteRef) ?? null;
  if (current !== request.localOid) {
    if (current !== request.expected) return { kind: 'behind' };
    if (!(await leadsTo(repo, request.localOid, request.expected))) return { kind: 'behind' };
    const messages = new RemoteMessages(http.limits);
    const report = await sendPack(repo, access, http, advertised, request, messages);
    if (report.kind === 'rejected') {
      const now = (await http.discover(service)).refs.get(request.remoteRef) ?? null;
      if (now !== request.expected && now !== request.localOid) return { kind: 'behind' };
      const words = messages.text() || cleanRemoteText(report.reason);
      return { kind: 'refused', message: words || 'It gave no reason.' };
    }
  }
  await follow(repo, request);
  return { kind: 'pushed' };
}

async function leadsTo(repo: TransferRepository, tip: Oid, ancestor: Oid | null): Promise<boolean> {
  if (ancestor === null) return true;
  const shallow = await readShallow(repo.gitDir);
  for await (const { oid } of walkCommits(repo.objects, [tip], shallow)) {
    if (oid === ancestor) return true;
  }
  return false;
}

async function sendPack(
  repo: TransferRepository,
  access: RemoteAccess,
  http: SmartHttp,
  { refs, capabilities }: Advertisement,
  { localOid, remoteRef, expected }: PushRequest,
  messages: RemoteMessages,
): Promise<PushReport> {
  if (!capabilities.has('report-status') || !capabilities.has('side-band-64k')) {
    throw new AppError('REMOTE_INVALID', 'This server is too old for a wiki to be shared with it.');
  }
  const shallow = await readShallow(repo.gitDir);
  const words = ['report-status', 'side-band-64k', 'agent=commonplace'];
  const move = `${expected ?? zeroOidText} ${localOid} ${remoteRef}`;
  const commands = Buffer.concat([
    ...[...shallow].map((oid) => packetLine(`shallow ${oid}\n`)),
    packetLine(`${move}\0 ${words.join(' ')}\n`),
    flushPacket,
  ]);
  const remoteTips: Oid[] = [];
  for (const oid of new Set([...(expected ? [expected] : []), ...refs.values()])) {
    const object = remoteTips.length < maxRemoteTips ? await repo.objects.find(oid) : null;
    if (object?.type === 'commit') remoteTips.push(oid);
  }
  const breather = new Breather(access.signal);
  const commits = await newCommits(repo.objects, localOid, remoteTips, shallow);
  const list = await objectsToSend(repo.objects, commits, breather);

  await removeLeftoverPacks(repo.objects);
  return withTemporaryPack(join(repo.objects.dir, 'pack'), async (path) => {
    const file = await open(path, 'wx+');
    try {
      const packBytes = await writePack(repo.objects, list, file, breather, (done) => {
        const total = list.length;
        access.onProgress?.({ phase: 'packing', done, total, unit: 'objects', bytes: null });
      });
      const sizeBytes = commands.length + packBytes;
      const body = { sizeBytes, chunks: bodyOf(commands, file, packBytes) };
      const answer = await http.post(service, body, {
        onSent: (bytes) =>
          access.onProgress?.({
            phase: 'sending',
            done: bytes,
            total: sizeBytes,
            unit: 'bytes',
            bytes,
          }),
      });
      return await readReport(readSideBand(new PacketReader(answer), messages), remoteRef);
    } finally {
      await file.close();
    }
  });
}

async function* bodyOf(
  commands: Buffer,
  file: FileHandle,
  packBytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  yield commands;
  for (let at = 0; at < packBytes;) {
    // A new buffer each time: the one before may still be on its way out.
    const buffer = Buffer.allocUnsafe(Math.min(sendStepBytes, packBytes - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The tracked ref is only a memory of the remote: losing a race for it is no failure of the push. */
async function follow(
  { refs }: TransferRepository,
  { localOid, remoteRef, remote }: PushRequest,
): Promise<void> {
  const ref = remoteRef.replace(/^refs\/heads\//u, `refs/remotes/${remote}/`);
  await refs.compareAndSwap(ref, await refs.read(ref), localOid, 'push');
}
