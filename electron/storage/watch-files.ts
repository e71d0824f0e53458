import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import { TreeWatch } from './watch-tree.ts';

const gatherMs = 150;

/**
 * Tells which files of a wiki another program (or we) touched, gathered over a moment.
 *
 * Paths are from the root with `/`; a path may be told without a real change. Hidden folders and links
 * are not watched. Where the system can't watch all folders, `onError` gets a `LIMIT` once, and their
 * changes are told up to half a minute late.
 *
 * @param onReady called once when nothing can be missed any more, with all files that were found
 * @returns the end of watching
 */
export function watchFiles(
  root: string,
  onTouched: (paths: readonly string[]) => void,
  onError: (error: unknown) => void,
  onReady: (files: readonly string[]) => void = () => undefined,
): () => Promise<void> {
  const tree = new TreeWatch({
    root,
    onTouched(paths) {
      const inside = paths.filter(isInsideTree);
      if (inside.length > 0) onTouched(inside);
    },
    onError,
    onReady: (files) => onReady(files.filter(isInsideTree)),
  });
  return () => tree.close();
}

const moving: ReadonlySet<string> = new Set(['HEAD', 'packed-refs', 'index']);

/**
 * Tells when a branch, HEAD or the index of a repository was written, gathered over a moment. By whom
 * is not said: our own commits are told too, so the caller compares with what it knows.
 *
 * @param onReady called once when nothing can be missed any more
 * @returns the end of watching
 */
export function watchRefs(
  gitDir: string,
  onMoved: () => void,
  onError: (error: unknown) => void,
  onReady: () => void = () => undefined,
): () => Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  const note = () => {
    timer ??= setTimeout(() => {
      timer = null;
      onMoved();
    }, gatherMs);
  };
  let top: FSWatcher | null = null;
  try {
    top = watch(gitDir, (_event, name) => {
      if (name === null || moving.has(name)) note();
    });
    top.on('error', onError);
  } catch (error) {
    onError(error); // no watch left: a commit still moves a branch, which is looked at below
  }
  const branches = new TreeWatch({
    root: join(gitDir, 'refs', 'heads'),
    onTouched(paths) {
      if (paths.some((path) => !path.endsWith('.lock'))) note();
    },
    onError,
    onReady,
  });
  return async () => {
    if (timer !== null) clearTimeout(timer);
    top?.close();
    await branches.close();
    if (timer !== null) clearTimeout(timer);
  };
}
