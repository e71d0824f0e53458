import { constants, createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Oid } from '../../../../shared/contract/values.ts';
import { systemCode } from '../../whole-file.ts';
import { limitsOf, throwIfCancelled, type JobAccess, type TransferRepository } from '../access.ts';
import type { Advertisement } from '../advertisement.ts';
import { noBundle, parseBundleHeader, type BundleHeader } from './bundle-header.ts';
import { walkCommits } from '../commit-walk.ts';
import type { MoveReport, RemoteConnection } from '../connection.ts';
import type { OwnHistory } from '../negotiate.ts';
import { installPack } from '../pack/pack-install.ts';

const stepBytes = 64 * 1024;
const headerEnd = Buffer.from('\n\n');

interface OpenBundle extends BundleHeader {
  readonly file: FileHandle;
  readonly packStart: number;
}

/** A parcel: a file of git's bundle format, which holds a part of a history or all of it. */
export class BundleConnection implements RemoteConnection {
  readonly listsAll = false;
  readonly #access: JobAccess;
  readonly #path: string;
  #bundle: OpenBundle | null = null;

  constructor(access: JobAccess, path: string) {
    this.#access = access;
    this.#path = path;
  }

  async discover(): Promise<Advertisement> {
    throwIfCancelled(this.#access.signal);
    await this.close();
    return (await this.#opened()).advertised;
  }

  /** It would have to be unpacked: its first commits may be those that it leaves out. */
  holdsAny(): Promise<null> {
    return Promise.resolve(null);
  }

  async fetch(
    repo: TransferRepository,
    _: Advertisement,
    wants: readonly Oid[],
    own: OwnHistory,
  ): Promise<number> {
    const { file, packStart, prerequisites } = await this.#opened();
    await requireAll(repo, prerequisites, own);
    const chunks = bytesFrom(file, packStart);
    return installPack(repo.objects, chunks, wants, this.#access);
  }

  push(): Promise<MoveReport> {
    const words = 'A parcel cannot be shared into. Make a new one instead.';
    return Promise.resolve({ kind: 'rejected', words });
  }

  async close(): Promise<void> {
    const bundle = this.#bundle;
    this.#bundle = null;
    await bundle?.file.close();
  }

  async #opened(): Promise<OpenBundle> {
    this.#bundle ??= await this.#open();
    return this.#bundle;
  }

  async #open(): Promise<OpenBundle> {
    const file = await openPlain(this.#path);
    try {
      const { text, packStart } = await readHeader(file, limitsOf(this.#access).maxRefListBytes);
      return { file, packStart, ...parseBundleHeader(text) };
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}

async function openPlain(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    // Without waiting: a pipe of that name has no other end.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EACCES' || code === 'EPERM') {
      throw new AppError('DISK', `The file ${path} may not be read. Check its permissions.`, {
        path,
      });
    }
    throw new AppError(
      'NETWORK',
      `The parcel ${path} is not there. If it is on a stick, connect that and try again.`,
      { absent: true, path },
      { cause: error },
    );
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw noBundle();
}

async function readHeader(
  file: FileHandle,
  maxBytes: number,
): Promise<{ text: string; packStart: number }> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const step = Buffer.alloc(stepBytes);
    const { bytesRead } = await file.read(step, 0, stepBytes, bytes.length);
    const searched = Math.max(0, bytes.length - 1);
    bytes = Buffer.concat([bytes, step.subarray(0, bytesRead)]);
    if (!bytes.toString('latin1', 0, 20).startsWith('# v')) throw noBundle();
    const end = bytes.indexOf(headerEnd, searched);
    if (end >= 0) return { text: bytes.toString('utf8', 0, end), packStart: end + 2 };
    if (bytesRead === 0) throw noBundle();
    if (bytes.length > maxBytes) {
      throw new AppError('LIMIT', 'This parcel lists too many versions to be a wiki’s.');
    }
  }
}

function bytesFrom(file: FileHandle, start: number): AsyncIterable<Buffer> {
  const stream: AsyncIterable<Buffer> = createReadStream('', {
    fd: file,
    start,
    autoClose: false,
    highWaterMark: 256 * 1024,
  });
  return stream;
}

/** What the parcel builds on must be part of our own history: of a stray commit nobody knows that it is whole. */
async function requireAll(
  { objects, refs }: TransferRepository,
  prerequisites: readonly Oid[],
  own: OwnHistory,
): Promise<void> {
  const missing = new Set(prerequisites.filter((oid) => !own.known.has(oid)));
  if (missing.size === 0) return;
  const tips = (await refs.list('refs/')).map(({ oid }) => oid);
  const { oid: head } = await refs.head();
  if (head !== null) tips.push(head);
  const commits: Oid[] = [];
  for (const oid of new Set(tips)) {
    if ((await objects.find(oid))?.type === 'commit') commits.push(oid);
  }
  for await (const { oid } of walkCommits(objects, commits, own.shallow)) {
    missing.delete(oid);
    if (missing.size === 0) return;
  }
  throw new AppError(
    'REMOTE_INVALID',
    'This parcel builds on changes that are not here yet. Open the earlier parcel first.',
    { missing: [...missing].slice(0, 20) },
  );
}
