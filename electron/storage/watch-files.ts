import { watch } from 'chokidar';
import { relative, sep } from 'node:path';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';

const gatherMs = 150;

/**
 * Tells which files of a wiki another program (or we) touched, gathered over a moment.
 *
 * Paths are from the root with `/`; a path may be told without a real change. Hidden folders and links
 * are not watched.
 *
 * @returns the end of watching
 */
export function watchFiles(
  root: string,
  onTouched: (paths: readonly string[]) => void,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const tell = () => {
    timer = null;
    const paths = [...touched];
    touched.clear();
    onTouched(paths);
  };
  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignored: (absolute) => {
      const path = relative(root, absolute);
      return path.split(sep).some((name) => name.startsWith('.') || name === 'node_modules');
    },
  });
  watcher.on('all', (_event, absolute) => {
    const path = relative(root, absolute).split(sep).join('/');
    if (!isInsideTree(path)) return;
    touched.add(path);
    timer ??= setTimeout(tell, gatherMs);
  });
  watcher.on('error', onError);
  return async () => {
    if (timer !== null) clearTimeout(timer);
    await watcher.close();
  };
}
