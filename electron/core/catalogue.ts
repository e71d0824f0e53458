import type { PageEntry } from '../../shared/contract/values.ts';
import { nameOfPage, toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { clashKey } from '../../shared/wiki/path-policy.ts';

/** Which pages and files a wiki holds now, with the pages' titles. Kept in memory, told by whoever changes it. */
export interface Catalogue {
  /** Every page, sorted by path by code unit. The same array until something changes. */
  pages(): readonly PageEntry[];
  readonly pageCount: number;
  /** Files that are no pages, in no order. */
  files(): Iterable<string>;
  has(path: string): boolean;
  title(path: PagePath): string;
  /** Adds a file, or sets a page's title. Returns whether a reader would see a difference. */
  set(path: string, title?: string): boolean;
  remove(path: string): boolean;
  /** What came or went, by a list of all files there are now. */
  against(paths: readonly string[]): string[];
  /** A path that is this one on Windows or macOS, other than itself; null when there is none. */
  clashOf(path: string): string | null;
}

export function createCatalogue(paths: readonly string[]): Catalogue {
  const titles = new Map<PagePath, string>();
  const files = new Set<string>();
  const byClashKey = new Map<string, string[]>();
  let sorted: readonly PageEntry[] | null = null;

  const claim = (path: string) => {
    const key = clashKey(path);
    const group = byClashKey.get(key);
    if (group === undefined) byClashKey.set(key, [path]);
    else if (!group.includes(path)) group.push(path);
  };
  const release = (path: string) => {
    const key = clashKey(path);
    const left = (byClashKey.get(key) ?? []).filter((other) => other !== path);
    if (left.length === 0) byClashKey.delete(key);
    else byClashKey.set(key, left);
  };
  const set = (path: string, title?: string) => {
    const page = toPagePath(path);
    if (page === null) {
      // Open choices travel with the wiki, but are nothing to look at or link to.
      if (files.has(path) || path.startsWith('.commonplace/')) return false;
      files.add(path);
      claim(path);
      return true;
    }
    const before = titles.get(page);
    const after = title ?? before ?? nameOfPage(page);
    if (before === after) return false;
    if (before === undefined) claim(page);
    titles.set(page, after);
    sorted = null;
    return true;
  };
  for (const path of paths) set(path);
  const has = (path: string) => {
    const page = toPagePath(path);
    return page === null ? files.has(path) : titles.has(page);
  };

  return {
    pages() {
      sorted ??= [...titles]
        .map(([path, title]) => ({ path, title }))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
      return sorted;
    },
    get pageCount() {
      return titles.size;
    },
    files: () => files.values(),
    has,
    title: (path) => titles.get(path) ?? nameOfPage(path),
    set,
    remove(path) {
      const page = toPagePath(path);
      const was = page === null ? files.delete(path) : titles.delete(page);
      if (!was) return false;
      release(path);
      if (page !== null) sorted = null;
      return true;
    },
    against(paths) {
      const now = new Set(paths.filter((path) => !path.startsWith('.commonplace/')));
      const gone = [...titles.keys(), ...files].filter((path) => !now.has(path));
      return [...gone, ...[...now].filter((path) => !has(path))];
    },
    clashOf: (path) => byClashKey.get(clashKey(path))?.find((other) => other !== path) ?? null,
  };
}
