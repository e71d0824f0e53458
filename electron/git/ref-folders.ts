import { readdir, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Removes a folder that holds nothing but empty folders; stops quietly at the first that holds more. */
export async function removeEmptyFolders(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) await removeEmptyFolders(`${dir}/${entry.name}`);
  }
  await rmdir(dir).catch(() => undefined);
}

/** Removes the folders above `path` that became empty, up to but not including `root`. */
export async function removeEmptyParents(path: string, root: string): Promise<void> {
  for (let dir = dirname(path); dir.length > root.length; dir = dirname(dir)) {
    try {
      await rmdir(dir);
    } catch {
      return;
    }
  }
}
