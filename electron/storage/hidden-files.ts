import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isErrno } from './path-jail.ts';

/** Files in hidden folders and hidden files at a wiki's root, which nobody watches: so one asks. */
export interface HiddenFiles {
  /** The files that came, changed or went since the last look, from the root with `/`. */
  look(): string[];
}

/** A hidden folder may be another program's cache: more files than this are not looked at. */
const maxFiles = 500;

/** @param others files outside the root that count too, told by their full path */
export function createHiddenFiles(root: string, others: readonly string[]): HiddenFiles {
  let rootStamp = '';
  let names: readonly string[] = [];
  let stamps = new Map<string, string>();

  return {
    look() {
      const now = new Map<string, string>();
      const stamp = stampOf(root);
      if (stamp !== rootStamp) names = hiddenNames(root);
      rootStamp = stamp;
      for (const name of names) gather(root, name, now);
      for (const file of others) now.set(file, stampOf(file));
      const before = stamps;
      stamps = now;
      return [...new Set([...before.keys(), ...now.keys()])].filter(
        (path) => before.get(path) !== now.get(path),
      );
    },
  };
}

function gather(root: string, path: string, found: Map<string, string>): void {
  if (found.size >= maxFiles) return;
  const full = join(root, path);
  const stats = lstatSync(full, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) {
    found.set(path, stampIn(stats));
    return;
  }
  for (const name of namesIn(full)) gather(root, `${path}/${name}`, found);
}

function hiddenNames(root: string): string[] {
  return namesIn(root).filter((name) => name.startsWith('.') && name !== '.git');
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) return []; // gone, or closed to us
    throw error;
  }
}

function stampOf(file: string): string {
  return stampIn(lstatSync(file, { throwIfNoEntry: false }));
}

function stampIn(stats: Stats | undefined): string {
  return stats === undefined ? '' : `${stats.mtimeMs}-${stats.size}-${stats.ino}`;
}
