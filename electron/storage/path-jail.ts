import { lstatSync, type BigIntStats, type StatsBase } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';

export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/**
 * The absolute path of a wiki path, after walking it segment by segment without following links.
 *
 * A link anywhere on the way is refused: a peer's `A -> ../victim` plus a file `A/x` would leave the wiki.
 *
 * @throws AppError `PATH_OUTSIDE_WIKI` for a path that leaves the wiki or crosses a link,
 *   `NOT_A_PAGE` when a file stands where a folder must be
 */
export async function resolveInside(root: string, path: string): Promise<string> {
  return (await lookInside(root, path)).file;
}

/** As `resolveInside`, with what is at the end of the path; null when nothing is. */
export async function lookInside(
  root: string,
  path: string,
): Promise<{ readonly file: string; readonly stats: BigIntStats | null }> {
  const segments = segmentsInside(path);
  const steps = segments.map((_, index) => join(root, ...segments.slice(0, index + 1)));
  // Asked together, for each answer is waited for in line; judged from the root on, as if walked.
  const looks = await Promise.allSettled(steps.map((step) => lstat(step, { bigint: true })));
  let stats: BigIntStats | null = null;
  for (const [index, look] of looks.entries()) {
    if (look.status === 'rejected') {
      return { file: nothingFurther(look.reason, root, path), stats: null };
    }
    stats = look.value;
    checkStep(stats, path, index === segments.length - 1);
  }
  return { file: join(root, ...segments), stats };
}

/** As `resolveInside`, at once: where thousands are asked for, waiting in line costs more than looking. */
export function resolveInsideNow(root: string, path: string): string {
  const segments = segmentsInside(path);
  let absolute = root;
  for (const [index, segment] of segments.entries()) {
    absolute = join(absolute, segment);
    try {
      checkStep(lstatSync(absolute), path, index === segments.length - 1);
    } catch (error) {
      return nothingFurther(error, root, path);
    }
  }
  return absolute;
}

function segmentsInside(path: string): string[] {
  if (isInsideTree(path)) return path.split('/');
  throw new AppError('PATH_OUTSIDE_WIKI', `“${path}” is not a path inside this wiki.`, { path });
}

function checkStep(stats: StatsBase<unknown>, path: string, isLast: boolean): void {
  if (stats.isSymbolicLink()) {
    throw new AppError(
      'PATH_OUTSIDE_WIKI',
      `“${path}” goes through a link on the disk. Commonplace does not follow links inside a wiki; replace it by a real file or folder.`,
      { path },
    );
  }
  if (!isLast && !stats.isDirectory()) {
    throw new AppError('NOT_A_PAGE', `A file stands where the folder of “${path}” would be.`, {
      path,
    });
  }
}

/** The whole path, when the walk ended because nothing further exists. */
function nothingFurther(error: unknown, root: string, path: string): string {
  if (isErrno(error, 'ENOENT')) return join(root, ...path.split('/'));
  if (isErrno(error, 'ENOTDIR', 'ENAMETOOLONG')) {
    throw new AppError('NOT_A_PAGE', `“${path}” can't be a file on this disk.`, { path });
  }
  throw error;
}
