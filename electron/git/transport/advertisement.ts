import { AppError } from '../../../shared/contract/errors.ts';
import { oid as oidSchema, type Oid } from '../../../shared/contract/values.ts';
import { lineText, malformed, type PacketReader } from './pkt-line.ts';
import { isSafeRefName } from './ref-name.ts';
import { cleanRemoteText } from './remote-text.ts';

/** What a remote says it has, before anything is asked of it. */
export interface Advertisement {
  /** Safe names only; what no git would accept as a ref is left out. */
  readonly refs: ReadonlyMap<string, Oid>;
  /** The branch that the remote's HEAD stands for; null when it has none yet or does not say. */
  readonly headRef: string | null;
  readonly capabilities: ReadonlySet<string>;
}

export type Service = 'git-upload-pack' | 'git-receive-pack';

/** Reads protocol version 0 (or 1): the whole list at once, so a sync without news is one answer. */
export async function readAdvertisement(packets: PacketReader): Promise<Advertisement> {
  const refs = new Map<string, Oid>();
  let capabilities: ReadonlySet<string> | null = null;
  let headOid: Oid | null = null;
  for (;;) {
    const packet = await packets.next();
    if (packet.kind === 'flush') break;
    if (packet.kind === 'end') throw malformed();
    const text = lineText(packet.bytes);
    if (text.startsWith('ERR ')) throw remoteError(text.slice(4));
    if (text === 'version 1' && capabilities === null) continue;
    const line = capabilities === null ? splitCapabilities(text) : { ref: text, words: null };
    if (line.words) capabilities = checkedCapabilities(line.words);
    if (line.ref.startsWith('shallow ')) throw shallowRemote();
    const [id = '', name = ''] = splitOnce(line.ref, ' ');
    const oid = oidSchema.safeParse(id);
    if (!oid.success || name === '') throw malformed();
    if (name === 'HEAD') headOid = oid.data;
    else if (name !== 'capabilities^{}' && isSafeRefName(name)) refs.set(name, oid.data);
  }
  const known = capabilities ?? new Set<string>();
  return { refs, headRef: headBranch(refs, known, headOid), capabilities: known };
}

function splitCapabilities(text: string): { ref: string; words: string | null } {
  const [ref = '', words = ''] = splitOnce(text, '\0');
  return { ref, words };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function checkedCapabilities(words: string): ReadonlySet<string> {
  const capabilities = new Set(words.split(' ').filter((word) => word !== ''));
  for (const capability of capabilities) {
    if (capability.startsWith('object-format=') && capability !== 'object-format=sha1') {
      throw new AppError(
        'REMOTE_INVALID',
        'This wiki is kept in a newer format (SHA-256) that is not supported yet.',
      );
    }
  }
  return capabilities;
}

/** The branch that HEAD stands for: as the remote says, or else one with the same commit. */
export function headBranch(
  refs: ReadonlyMap<string, Oid>,
  capabilities: ReadonlySet<string>,
  headOid: Oid | null,
): string | null {
  for (const capability of capabilities) {
    const ref = capability.startsWith('symref=HEAD:') ? capability.slice(12) : '';
    if (ref.startsWith('refs/heads/') && isSafeRefName(ref)) return ref;
  }
  if (headOid === null) return null;
  // Old servers name no symref: the branch with HEAD's commit, the usual names first.
  const same = [...refs].filter(([ref, oid]) => oid === headOid && ref.startsWith('refs/heads/'));
  const names = same.map(([ref]) => ref);
  const usual = ['refs/heads/main', 'refs/heads/master'].find((ref) => names.includes(ref));
  return usual ?? names[0] ?? null;
}

export function shallowRemote(): AppError {
  return new AppError(
    'REMOTE_INVALID',
    'This address holds only a part of the wiki’s history, so it cannot be shared from. Ask for the full one.',
  );
}

export function remoteError(text: string): AppError {
  const words = cleanRemoteText(text, 500);
  return new AppError('REMOTE_REFUSED', `The remote refused: ${words || 'it gave no reason.'}`);
}
