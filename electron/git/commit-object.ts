import type { Oid, Person } from '../../shared/contract/values.ts';
import { damaged } from './limits.ts';
import type { ObjectSink, ObjectStore } from './object-store.ts';
import { asBuffer, toOid } from './oid.ts';

/** Who and when, as a commit states it. `tzMinutes` is the offset east of UTC: 120 for `+0200`. */
export interface Signature extends Person {
  readonly dateMs: number;
  readonly tzMinutes: number;
}

export interface Commit {
  readonly oid: Oid;
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface NewCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly message: string;
  readonly author: Signature;
  /** The author, when left out. */
  readonly committer?: Signature;
}

/** @throws AppError `REPO_DAMAGED` when the object is absent or no commit */
export async function readCommit(objects: ObjectStore, oid: Oid): Promise<Commit> {
  return parseCommit(oid, await objects.readAs('commit', oid));
}

export function parseCommit(oid: Oid, body: Uint8Array): Commit {
  const bytes = asBuffer(body);
  const split = bytes.indexOf('\n\n');
  const headerEnd = split === -1 ? bytes.length : split;
  const headers = bytes.toString('latin1', 0, headerEnd).split('\n');
  const encoding = headers.find((line) => line.startsWith('encoding '))?.slice('encoding '.length);
  const decode = decoderOf(encoding);
  const value = (name: string): string | undefined => {
    const line = headers.find((header) => header.startsWith(`${name} `));
    return line === undefined
      ? undefined
      : decode(Buffer.from(line.slice(name.length + 1), 'latin1'));
  };
  const tree = value('tree');
  if (tree === undefined) throw damaged(`commit ${oid} has no tree`);
  return {
    oid,
    tree: toOid(tree),
    parents: headers
      .filter((line) => line.startsWith('parent '))
      .map((line) => toOid(line.slice('parent '.length))),
    author: parseSignature(value('author') ?? ''),
    committer: parseSignature(value('committer') ?? ''),
    message: split === -1 ? '' : decode(bytes.subarray(split + 2)),
  };
}

function decoderOf(encoding: string | undefined): (bytes: Buffer) => string {
  if (encoding === undefined || /^utf-?8$/i.test(encoding))
    return (bytes) => bytes.toString('utf8');
  try {
    const decoder = new TextDecoder(encoding.trim());
    return (bytes) => decoder.decode(bytes);
  } catch {
    // An encoding this platform does not know: its ASCII part still reads.
    return (bytes) => bytes.toString('utf8');
  }
}

// Lenient, as git is when it shows a commit: old tools wrote all kinds of lines.
function parseSignature(line: string): Signature {
  const match = /^(.*?) ?<([^>]*)>(?: (-?\d+)(?: ([+-])(\d\d)(\d\d))?)?/.exec(line);
  if (match === null) return { name: line.trim(), email: '', dateMs: 0, tzMinutes: 0 };
  const [, name = '', email = '', seconds = '0', sign = '+', hours = '0', minutes = '0'] = match;
  const offset = Number(hours) * 60 + Number(minutes);
  const dateMs = Number(seconds) * 1000;
  return {
    name,
    email,
    dateMs: Number.isSafeInteger(dateMs) ? dateMs : 0,
    tzMinutes: sign === '-' ? -offset : offset,
  };
}

/** Stores a commit object. No ref moves. */
export async function createCommit(
  repo: { readonly objects: Pick<ObjectSink, 'write'> },
  commit: NewCommit,
): Promise<Oid> {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer ?? commit.author)}`,
    '',
    tidyMessage(commit.message),
  ];
  return repo.objects.write('commit', Buffer.from(lines.join('\n'), 'utf8'));
}

/** `Name <email> seconds +hhmm`, without the characters that would break the line. */
export function formatSignature(signature: Signature): string {
  const seconds = Math.max(0, Math.floor(signature.dateMs / 1000));
  const offset = Math.abs(signature.tzMinutes);
  const zone = [Math.floor(offset / 60), offset % 60].map((part) => String(part).padStart(2, '0'));
  const sign = signature.tzMinutes < 0 ? '-' : '+';
  const name = tidyName(signature.name);
  return `${name === '' ? 'Unknown' : name} <${tidyName(signature.email).replace(/ /g, '')}> ${seconds} ${sign}${zone.join('')}`;
}

/** The offset of this machine's clock east of UTC at that moment, in minutes. */
export function localOffsetMinutes(dateMs: number): number {
  return 0 - new Date(dateMs).getTimezoneOffset();
}

// The characters git itself strips from both ends, and those that delimit the line.
function tidyName(text: string): string {
  return text
    .toWellFormed()
    .replace(/[<>\p{Cc}]+/gu, ' ')
    .replace(/^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g, '');
}

function tidyMessage(message: string): string {
  const text = message.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trimEnd();
  return `${text.replace(/^\n+/, '')}\n`;
}
