import { watch, type FSWatcher } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { isErrno } from './path-jail.ts';

const atOnce = 32;
const gatherMs = 150;
const pollMs = 30_000;
/** Linux keeps 16,384 events for us and drops the rest without a word. */
const burst = 8_000;

const isOurs = (name: string) => !name.startsWith('.') && name !== 'node_modules';
const inFolder = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`);
const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

async function inBatches<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  for (let start = 0; start < items.length; start += atOnce) {
    await Promise.all(items.slice(start, start + atOnce).map(work));
  }
}

export interface WatchedTree {
  readonly root: string;
  /** Files that came, changed or went, from the root with `/`; one may be told without a change. */
  readonly onTouched: (paths: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
  /** From here on nothing is missed. `files`: all there were, from the root with `/`. */
  readonly onReady?: (files: readonly string[]) => void;
}

/**
 * Watches a folder and all below it, hidden ones and links left out, with one watch for each folder:
 * one for each file, as libraries take, costs 11 seconds and all that Linux allows at 41,000 pages.
 * Where the system watches whole trees itself, one watch is all.
 *
 * Folders for which the system has no watch left are looked at every half minute.
 */
export class TreeWatch {
  readonly #tree: WatchedTree;
  /** The files in each folder, to tell which ones went with a folder that is gone. */
  readonly #folders = new Map<string, Set<string>>();
  readonly #watchers = new Map<string, FSWatcher>();
  /** Folders without a watch, and the stamps of their files. */
  readonly #polled = new Map<string, Map<string, string>>();
  #isRecursive = process.platform === 'darwin' || process.platform === 'win32';
  #touched = new Map<string, 'rename' | 'change'>();
  #eventCount = 0;
  #gathering: NodeJS.Timeout | null = null;
  #polling: NodeJS.Timeout | null = null;
  #work: Promise<void>;
  #isClosed = false;

  constructor(tree: WatchedTree) {
    this.#tree = tree;
    if (this.#isRecursive) this.#watch('', true);
    const found: string[] = [];
    this.#work = this.#enter('', found).then(() => {
      if (!this.#isClosed) tree.onReady?.(found);
    }, tree.onError);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    if (this.#polling !== null) clearInterval(this.#polling);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    await this.#work;
  }

  #watch(folder: string, recursive: boolean): void {
    try {
      const watcher = watch(join(this.#tree.root, folder), { recursive }, (event, name) =>
        this.#hear(folder, event, name),
      );
      watcher.on('error', (error) => {
        // Windows says so of a folder that was deleted; its parent tells what became of it.
        if (folder === '') this.#tree.onError(error);
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      if (recursive) this.#isRecursive = false;
      else if (!isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) this.#poll(folder, error);
    }
  }

  #poll(folder: string, error: unknown): void {
    this.#polled.set(folder, new Map());
    if (this.#polling !== null || this.#isClosed) return;
    this.#polling = setInterval(() => this.#then(() => this.#lookAtPolled()), pollMs);
    const why = isErrno(error, 'ENOSPC', 'EMFILE')
      ? 'This computer lets programs watch no more folders'
      : `Some folders of this wiki can't be watched (${String(error)})`;
    this.#tree.onError(
      new AppError(
        'LIMIT',
        `${why}. What other programs change shows up after half a minute instead of at once.`,
      ),
    );
  }

  #hear(folder: string, event: 'rename' | 'change', name: string | null): void {
    if (this.#isClosed) return;
    this.#eventCount += 1;
    if (name === null) {
      this.#eventCount += burst; // something was touched, and nobody can say what
    } else {
      const path = inFolder(folder, name.split(sep).join('/'));
      if (!path.split('/').every(isOurs)) return;
      if (event === 'rename' || !this.#touched.has(path)) this.#touched.set(path, event);
    }
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#then(() => this.#settle());
    }, gatherMs);
  }

  /** One look at the disk after the other. */
  #then(look: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#isClosed ? undefined : look()))
      .catch(this.#tree.onError);
  }

  async #settle(): Promise<void> {
    const touched = [...this.#touched];
    const isBurst = this.#eventCount > burst;
    this.#touched = new Map();
    this.#eventCount = 0;
    const told = new Set<string>();
    const tell = (paths: readonly string[]) => paths.forEach((path) => told.add(path));
    if (isBurst) {
      tell(this.#leave(''));
      const found: string[] = [];
      await this.#enter('', found);
      tell(found);
    } else {
      await inBatches(touched, async ([path, event]) => tell(await this.#lookAt(path, event)));
    }
    if (told.size > 0 && !this.#isClosed) this.#tree.onTouched([...told]);
  }

  /** What there is to tell about a path that an event named. */
  async #lookAt(path: string, event: 'rename' | 'change'): Promise<string[]> {
    const stat = await lstat(join(this.#tree.root, path)).catch(() => null);
    if (stat?.isDirectory() === true) {
      // A watch stays with a folder that is moved away, so one of a known name may be another.
      const isKnown = this.#folders.has(path);
      if (isKnown && event === 'change') return [];
      const found = this.#leave(path);
      await this.#enter(path, found);
      return found;
    }
    const gone = this.#leave(path);
    const names = this.#folders.get(folderOf(path));
    if (stat === null) names?.delete(nameOf(path));
    else if (stat.isFile()) names?.add(nameOf(path));
    return [path, ...gone];
  }

  /** Lists a folder and all below it into `found`, watching each before it is listed. */
  async #enter(root: string, found: string[]): Promise<void> {
    let folders = [root];
    while (folders.length > 0 && !this.#isClosed) {
      const deeper: string[] = [];
      await inBatches(folders, async (folder) => {
        if (this.#isClosed) return;
        if (!this.#isRecursive && !this.#watchers.has(folder)) this.#watch(folder, false);
        const names = new Set<string>();
        this.#folders.set(folder, names);
        const listed = await readdir(join(this.#tree.root, folder), { withFileTypes: true }).catch(
          () => [], // gone again, or closed to us
        );
        for (const entry of listed) {
          if (!isOurs(entry.name)) continue;
          if (entry.isDirectory()) deeper.push(inFolder(folder, entry.name));
          else if (entry.isFile()) {
            names.add(entry.name);
            found.push(inFolder(folder, entry.name));
          }
        }
        if (this.#polled.has(folder)) await this.#stampAll(folder);
      });
      folders = deeper;
    }
  }

  /** Forgets a folder and all below it; gives the files that were known there. */
  #leave(root: string): string[] {
    const found: string[] = [];
    if (root !== '' && !this.#folders.has(root)) return found;
    for (const [folder, names] of this.#folders) {
      if (root !== '' && folder !== root && !folder.startsWith(`${root}/`)) continue;
      for (const name of names) found.push(inFolder(folder, name));
      this.#folders.delete(folder);
      this.#polled.delete(folder);
      if (this.#isRecursive) continue;
      this.#watchers.get(folder)?.close();
      this.#watchers.delete(folder);
    }
    return found;
  }

  /** Notes the stamps of a folder's files; gives the ones that differ from those noted before. */
  async #stampAll(folder: string): Promise<string[]> {
    const before = this.#polled.get(folder);
    const names = this.#folders.get(folder);
    if (before === undefined || names === undefined) return [];
    const stamps = new Map<string, string>();
    await inBatches([...names], async (name) => {
      const stat = await lstat(join(this.#tree.root, folder, name), { bigint: true }).catch(
        () => null,
      );
      if (stat !== null) stamps.set(name, `${stat.mtimeNs}-${stat.size}-${stat.ino}`);
    });
    this.#polled.set(folder, stamps);
    const all = [...new Set([...before.keys(), ...stamps.keys()])];
    return all
      .filter((name) => before.get(name) !== stamps.get(name))
      .map((name) => inFolder(folder, name));
  }

  async #lookAtPolled(): Promise<void> {
    const told: string[] = [];
    for (const folder of [...this.#polled.keys()]) {
      const listed = await readdir(join(this.#tree.root, folder), { withFileTypes: true }).catch(
        () => [],
      );
      const names = this.#folders.get(folder);
      for (const entry of listed) {
        if (!isOurs(entry.name)) continue;
        const path = inFolder(folder, entry.name);
        if (entry.isFile()) names?.add(entry.name);
        else if (entry.isDirectory() && !this.#folders.has(path)) await this.#enter(path, told);
      }
      told.push(...(await this.#stampAll(folder)));
      if (listed.length === 0) told.push(...this.#leave(folder));
    }
    if (told.length > 0 && !this.#isClosed) this.#tree.onTouched(told);
  }
}
