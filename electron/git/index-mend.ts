import { copyFile, lstat, mkdir } from 'node:fs/promises';
import { AppError } from '../../shared/contract/errors.ts';
import { planCheckout } from './checkout-plan.ts';
import { readCommit } from './commit-object.ts';
import { emptyIndex, type NewIndexEntry } from './index-file.ts';
import { readIndex } from './index-read.ts';
import { entryOnDisk, rewriteIndexOrFail, type IndexEdits } from './index-update.ts';
import type { Repository } from './repository.ts';

const filesAtOnce = 16;

/**
 * Makes `.git/index` anew out of the latest revision where it is damaged. Like git, we leave it to the
 * system when the index reaches the disk, so a power cut or a stick pulled out can leave a part of it.
 * Nothing but what somebody had staged with git is in it alone: the damaged file is kept.
 *
 * @returns what to tell, in words; null when the index is sound
 */
export async function mendIndex(repo: Repository): Promise<string | null> {
  if (!(await isDamaged(repo))) return null;
  await mkdir(`${repo.gitDir}/commonplace`, { recursive: true });
  await rewriteIndexOrFail(repo, async () => {
    await copyFile(`${repo.gitDir}/index`, `${repo.gitDir}/commonplace/damaged-index`);
    return editsFromHead(repo);
  });
  return 'git’s list of the files (.git/index) was damaged, as by a power cut. It was made anew; pages and history are as they were. What somebody had staged with git but not committed is in .git/commonplace/damaged-index.';
}

async function isDamaged({ gitDir }: Repository): Promise<boolean> {
  try {
    const { count } = await readIndex(gitDir);
    // Even the index of no files has a head.
    return count === 0 && (await sizeOf(`${gitDir}/index`)) === 0;
  } catch (error) {
    if (error instanceof AppError && error.code === 'REPO_DAMAGED') return true;
    throw error;
  }
}

async function editsFromHead(repo: Repository): Promise<IndexEdits> {
  const edits = new Map<string, NewIndexEntry | null>();
  const { oid } = await repo.refs.head();
  if (oid === null) return edits;
  const { tree } = await readCommit(repo.objects, oid);
  const { files, indexOnly } = await planCheckout(repo, null, tree, emptyIndex);
  for (let at = 0; at < files.length; at += filesAtOnce) {
    const batch = files.slice(at, at + filesAtOnce).map(async ({ path, after }) => {
      if (after !== null) edits.set(path, await entryOnDisk(repo, path, after));
    });
    await Promise.all(batch);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [path, leaf] of indexOnly) {
    if (leaf === null) continue;
    // Left out by us where nothing is; a link that git made is there.
    const isSkipped = (await sizeOf(`${repo.dir}/${path}`)) === null;
    edits.set(path, { ...leaf, isSkipped, stats: null });
  }
  return edits;
}

async function sizeOf(path: string): Promise<number | null> {
  return (await lstat(path).catch(() => null))?.size ?? null;
}
