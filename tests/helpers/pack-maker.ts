import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { GitServerFault } from './git-server.ts';

const codes = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

export type MadeEntry =
  | { readonly type: keyof typeof codes; readonly body: Buffer; readonly claimedBytes?: number }
  | { readonly type: 'refDelta'; readonly base: string; readonly body: Buffer }
  | { readonly type: 'ofsDelta'; readonly distance: number; readonly body: Buffer };

/** An object id, computed apart from the code under test. */
export function idOf(type: keyof typeof codes, body: Buffer): string {
  return createHash('sha1').update(`${type} ${body.length}\0`).update(body).digest('hex');
}

export function treeOf(
  entries: Readonly<Record<string, readonly [mode: string, id: string]>>,
): Buffer {
  return Buffer.concat(
    Object.entries(entries).flatMap(([name, [mode, id]]) => [
      Buffer.from(`${mode} ${name}\0`),
      Buffer.from(id, 'hex'),
    ]),
  );
}

export function commitOf(tree: string, ...parents: readonly string[]): Buffer {
  const who = 'Eve <eve@example.org> 1714564800 +0000';
  const lines = [`tree ${tree}`, ...parents.map((id) => `parent ${id}`), `author ${who}`];
  return Buffer.from(`${lines.join('\n')}\ncommitter ${who}\n\nMade by hand\n`);
}

/** A delta of one copy of the whole base for each repeat. */
export function repeatingDelta(baseBytes: number, repeats: number): Buffer {
  const copy = Buffer.from([
    0xf0,
    baseBytes & 0xff,
    (baseBytes >> 8) & 0xff,
    (baseBytes >> 16) & 0xff,
  ]);
  const head = Buffer.from([...varint(baseBytes), ...varint(baseBytes * repeats)]);
  return Buffer.concat([head, ...Array.from({ length: repeats }, () => copy)]);
}

/** A pack as a hostile server may make it; its own sum is right. */
export function makePack(entries: readonly MadeEntry[], claimedCount = entries.length): Buffer {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(claimedCount, 8);
  const body = Buffer.concat([header, ...entries.map(packed)]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

function packed(entry: MadeEntry): Buffer {
  const stream = deflateSync(entry.body);
  if (entry.type === 'refDelta') {
    return Buffer.concat([sized(7, entry.body.length), Buffer.from(entry.base, 'hex'), stream]);
  }
  if (entry.type === 'ofsDelta') {
    if (entry.distance > 127) throw new Error('too far for this maker');
    return Buffer.concat([sized(6, entry.body.length), Buffer.from([entry.distance]), stream]);
  }
  return Buffer.concat([sized(codes[entry.type], entry.claimedBytes ?? entry.body.length), stream]);
}

function sized(code: number, size: number): Buffer {
  const rest = Math.floor(size / 16);
  const first = (code << 4) | (size & 15);
  return Buffer.from(rest === 0 ? [first] : [first | 0x80, ...varint(rest)]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}

export function pktLine(content: string | Buffer): Buffer {
  const body = Buffer.from(content);
  return Buffer.concat([Buffer.from((body.length + 4).toString(16).padStart(4, '0')), body]);
}

/** A server's whole answer to a request for a pack. */
export function packAnswer(pack: Buffer, before: readonly Buffer[] = []): GitServerFault {
  const lines: Buffer[] = [pktLine('NAK\n'), ...before];
  for (let at = 0; at < pack.length; at += 1000) {
    lines.push(pktLine(Buffer.concat([Buffer.from([1]), pack.subarray(at, at + 1000)])));
  }
  return uploadAnswer(Buffer.concat([...lines, Buffer.from('0000')]));
}

export function uploadAnswer(body: Buffer): GitServerFault {
  return { kind: 'answer', body, contentType: 'application/x-git-upload-pack-result' };
}

/** A ref list with one branch, `main`. */
export function refsAnswer(id: string): GitServerFault {
  const capabilities =
    'multi_ack_detailed thin-pack side-band-64k ofs-delta no-progress symref=HEAD:refs/heads/main';
  const body = Buffer.concat([
    pktLine('# service=git-upload-pack\n'),
    Buffer.from('0000'),
    pktLine(`${id} HEAD\0${capabilities}\n`),
    pktLine(`${id} refs/heads/main\n`),
    Buffer.from('0000'),
  ]);
  return { kind: 'answer', body, contentType: 'application/x-git-upload-pack-advertisement' };
}
