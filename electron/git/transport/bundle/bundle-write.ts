import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Oid } from '../../../../shared/contract/values.ts';
import { nameOfOurs, removeLeftovers } from '../../leftovers.ts';
import { readShallow } from '../../repository.ts';
import { diskError } from '../../whole-file.ts';
import type { RemoteAccess, TransferRepository } from '../access.ts';
import { Breather } from '../breather.ts';
import { newCommits } from '../new-commits.ts';
import { packBytes } from '../pack/pack-write.ts';
import { objectsToSend, type ObjectToSend } from '../push-objects.ts';

export interface BundleRequest extends Pick<RemoteAccess, 'signal' | 'onProgress'> {
  /** `refs/heads/…`: the branch's name for whoever opens it. */
  readonly ref: string;
  readonly tip: Oid;
  /** Commits that whoever opens it has; those that are not here are passed over. */
  readonly without: readonly Oid[];
}

export interface BundleResult {
  /** How many the parcel holds; for none there is nothing to hand over, and no file is written. */
  readonly commits: number;
  readonly sizeBytes: number;
}

/**
 * Writes a branch's history as a file of git's bundle format, which any git opens too. With
 * `without` it holds only what is new, and names the commits it builds on.
 *
 * The file is replaced whole when all is on the disk.
 *
 * @throws AppError `REPO_UNSUPPORTED` when this repository lacks a part that the file would need,
 *   `DISK`, `CANCELLED`
 */
export async function writeBundle(
  { objects, gitDir }: TransferRepository,
  path: string,
  { ref, tip, without, signal, onProgress }: BundleRequest,
): Promise<BundleResult> {
  const shallow = await readShallow(gitDir);
  const breather = new Breather(signal);
  const tips: Oid[] = [];
  for (const oid of new Set(without)) {
    if ((await objects.find(oid))?.type === 'commit') tips.push(oid);
  }
  const commits = await newCommits(objects, [tip], { tips, shallow });
  const { fresh, known } = commits;
  if (fresh.length === 0) return { commits: 0, sizeBytes: 0 };
  if (fresh.some(({ oid }) => shallow.has(oid))) throw isPartOnly();
  const edge = new Set(fresh.flatMap(({ parents }) => parents.filter((oid) => known.has(oid))));
  const header = [
    '# v2 git bundle',
    ...[...edge].sort().map((oid) => `-${oid} `),
    // First, for git's clone: it opens the branch that is HEAD.
    `${tip} HEAD`,
    `${tip} ${ref}`,
    '\n',
  ].join('\n');
  const list = selfContained(await objectsToSend(objects, commits, breather));
  const chunks = packBytes(objects, list, breather, (done) =>
    onProgress?.({ phase: 'packing', done, total: list.length, unit: 'objects', bytes: null }),
  );
  const sizeBytes = await writeWhole(path, Buffer.from(header), chunks);
  return { commits: fresh.length, sizeBytes };
}

/** Only bases that are in the pack too: some programs that open bundles know no thin packs. */
function selfContained(list: readonly ObjectToSend[]): ObjectToSend[] {
  const inside = new Set(list.map(({ oid }) => oid));
  return list.map(({ oid, base }) => ({
    oid,
    base: base !== null && inside.has(base) ? base : null,
  }));
}

async function writeWhole(
  path: string,
  header: Buffer,
  chunks: AsyncIterable<Buffer>,
): Promise<number> {
  const folder = dirname(path);
  await removeLeftovers(folder, { restMs: 0 });
  const temporary = `${folder}/.${nameOfOurs()}.tmp`;
  let sizeBytes = header.length;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.appendFile(header);
      for await (const chunk of chunks) {
        await file.appendFile(chunk);
        sizeBytes += chunk.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return sizeBytes;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error instanceof AppError ? error : diskError('write', path, error);
  }
}

function isPartOnly(): AppError {
  return new AppError(
    'REPO_UNSUPPORTED',
    'This copy of the wiki holds only a part of its history, so no parcel can be made from it. Run "git fetch --unshallow" in its folder.',
  );
}
