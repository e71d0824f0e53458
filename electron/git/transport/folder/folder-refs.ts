import { lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Oid } from '../../../../shared/contract/values.ts';
import { lock, takeForgotten, tryLock } from '../../lock-file.ts';
import { isOid } from '../../oid.ts';
import { readPackedRefs } from '../../packed-refs.ts';
import { removeEmptyFolders } from '../../ref-folders.ts';
import { isAbsent, replaceFile, temporaryName } from '../../whole-file.ts';
import { headBranch, type Advertisement } from '../advertisement.ts';
import { isSafeRefName } from '../ref-name.ts';

const maxRefFileBytes = 4096;
const maxRefs = 200_000;
const maxDepth = 32;

/** The branches of somebody else's repository. */
export async function folderRefs(gitDir: string): Promise<Advertisement> {
  const refs = new Map<string, Oid>();
  for (const [ref, oid] of await readPackedRefs(gitDir)) {
    if (ref.startsWith('refs/heads/') && isSafeRefName(ref)) refs.set(ref, oid);
  }
  await addLoose(gitDir, 'refs/heads', 0, refs);
  const head = (await readFile(`${gitDir}/HEAD`, 'utf8')).trim();
  const headRef = /^ref:\s*(.+)$/u.exec(head)?.[1] ?? null;
  const capabilities: ReadonlySet<string> = new Set();
  if (headRef !== null) {
    return { refs, headRef: refs.has(headRef) ? headRef : null, capabilities };
  }
  return { refs, headRef: headBranch(refs, capabilities, isOid(head) ? head : null), capabilities };
}

async function addLoose(
  gitDir: string,
  folder: string,
  depth: number,
  refs: Map<string, Oid>,
): Promise<void> {
  if (depth > maxDepth || refs.size > maxRefs) {
    throw new AppError('LIMIT', 'This folder lists too many versions to be a wiki. Check it.');
  }
  const entries = await readdir(`${gitDir}/${folder}`, { withFileTypes: true }).catch(
    (error: unknown) => {
      if (isAbsent(error)) return [];
      throw error;
    },
  );
  for (const entry of entries) {
    const ref = `${folder}/${entry.name}`;
    if (!isSafeRefName(ref)) continue;
    if (entry.isDirectory()) await addLoose(gitDir, ref, depth + 1, refs);
    else if (entry.isFile()) {
      const oid = await looseOid(`${gitDir}/${ref}`);
      if (oid !== null) refs.set(ref, oid);
    }
  }
}

/** Null for none, and for a ref that stands for another one: such a branch is left alone. */
async function looseOid(path: string): Promise<Oid | null> {
  const found = await lstat(path).catch(() => null);
  if (found?.isFile() !== true || found.size > maxRefFileBytes) return null;
  const text = await readFile(path, 'latin1').catch((error: unknown) => {
    // Packed or deleted just now.
    if (isAbsent(error)) return '';
    throw error;
  });
  const oid = text.slice(0, 40);
  return isOid(oid) ? oid : null;
}

/**
 * Moves a branch of somebody else's repository if it is where it is expected, under git's own
 * lock. No log of it is written there: a folder's maker could have put a link in its place.
 *
 * @returns false when the branch is elsewhere
 * @throws AppError `REPO_BUSY`, `DISK`; `REMOTE_REFUSED` when another branch's name is in the way
 */
export async function moveFolderRef(
  gitDir: string,
  ref: string,
  expected: Oid | null,
  next: Oid,
): Promise<boolean> {
  const path = `${gitDir}/${ref}`;
  await makeFolders(gitDir, ref);
  const held = await lockShared(path);
  try {
    const found = await lstat(path).catch(() => null);
    if (found?.isDirectory() === true) await removeEmptyFolders(path);
    else if (found !== null && (await looseOid(path)) === null) throw notOurs(ref);
    const { refs } = await folderRefs(gitDir);
    if ((refs.get(ref) ?? null) !== expected) return false;
    for (const other of refs.keys()) {
      if (other.startsWith(`${ref}/`) || ref.startsWith(`${other}/`)) throw inTheWay(ref, other);
    }
    // A computer that slept meanwhile may have been taken for gone.
    if (!(await held.isStillOurs())) return false;
    await replaceFile(path, Buffer.from(`${next}\n`), temporaryName(gitDir));
    return true;
  } finally {
    await held.release();
  }
}

async function lockShared(path: string): ReturnType<typeof lock> {
  const held = await tryLock(path, 0);
  if (held !== null) return held;
  await takeForgotten(`${path}.lock`);
  return lock(path);
}

async function makeFolders(gitDir: string, ref: string): Promise<void> {
  const parts = ref.split('/').slice(0, -1);
  for (const [depth] of parts.entries()) {
    const folder = parts.slice(0, depth + 1).join('/');
    await mkdir(`${gitDir}/${folder}`).catch(() => undefined);
    const found = await lstat(`${gitDir}/${folder}`);
    if (found.isFile()) throw inTheWay(ref, folder);
    if (!found.isDirectory()) throw notOurs(folder);
  }
}

function inTheWay(ref: string, other: string): AppError {
  const short = (name: string): string => name.replace(/^refs\/heads\//u, '');
  return new AppError(
    'REMOTE_REFUSED',
    `The name "${short(ref)}" stands in the way of "${short(other)}", which is in the folder already.`,
  );
}

function notOurs(ref: string): AppError {
  return new AppError(
    'REMOTE_INVALID',
    `In this folder "${ref}" is a link to another place, so nothing was written to it.`,
  );
}
