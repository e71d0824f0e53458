import { join } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { Output } from '../../shared/contract/methods.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import { needsDesktop } from './app-service.ts';
import type { OpenWiki } from './open-wiki.ts';
import type { Shell } from './ports.ts';

/**
 * Shows a file of the wiki in the system's file manager.
 *
 * @throws AppError `PATH_OUTSIDE_WIKI` for a path that leaves the wiki or is hidden in it
 */
export async function showFile(
  wiki: Pick<OpenWiki, 'dir' | 'files'>,
  shell: Shell,
  path: string,
): Promise<Output<'file.showInFolder'>> {
  const show = needsDesktop(shell.showInFolder, 'Showing a file in its folder');
  const segments = path.split('/');
  if (!isInsideTree(path) || segments.some((segment) => segment.startsWith('.')))
    throw new AppError('PATH_OUTSIDE_WIKI', 'Only files of the wiki are shown.', { path });
  if ((await wiki.files.stat(path)) === null) return { kind: 'absent' };
  await show(join(wiki.dir, ...segments));
  return { kind: 'shown' };
}
