import { pathForTitle } from './names.ts';
import {
  folderOf,
  isPagePath,
  nameOfPage,
  toPagePath,
  withoutPageExtension,
  type PagePath,
} from './page-path.ts';
import { treePathProblem } from './path-policy.ts';
import { splitAnchor } from './wikilink.ts';

/** A page as links know it. */
export interface LinkedPage {
  readonly path: PagePath;
  readonly title: string;
  readonly aliases: readonly string[];
}

/** Where a link leads. */
export type LinkResolution =
  | {
      readonly kind: 'page';
      readonly path: PagePath;
      readonly title: string;
      /** The heading or block asked for, without `#`; empty for the whole page. */
      readonly anchor: string;
      /** By what the page was found, in the order in which it is looked for. */
      readonly via: LinkRoute;
      /** All pages the link could mean, nearest first, when there are several; else empty. */
      readonly candidates: readonly PagePath[];
    }
  /** A file that is no page, as a path from the root. */
  | { readonly kind: 'file'; readonly path: string }
  /** A red link; `path` is where following it makes the page, null where no page can be. */
  | { readonly kind: 'missing'; readonly path: PagePath | null };

export type LinkRoute = 'rootPath' | 'relativePath' | 'title' | 'alias' | 'fileName' | 'pathEnd';

/** What two spellings of a name have in common: NFC, case folded, `_` a space, spaces single. */
function linkKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\s_]+/g, ' ')
    .trim();
}

function pathKey(path: string): string {
  return path.split('/').map(linkKey).join('/');
}

/** Joins a path to a folder and removes `.` and `..`; null when it leaves the wiki. */
export function joinPath(folder: string, path: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

function decoded(target: string): string | null {
  if (!target.includes('%')) return null;
  try {
    return decodeURIComponent(target);
  } catch {
    return null; // a `%` that encodes nothing
  }
}

type Names = Map<string, PagePath[]>;

function put(names: Names, key: string, path: PagePath): void {
  const paths = names.get(key);
  if (paths === undefined) names.set(key, [path]);
  else if (!paths.includes(path)) paths.push(path);
}

function take(names: Names, key: string, path: PagePath): void {
  const left = names.get(key)?.filter((each) => each !== path) ?? [];
  if (left.length === 0) names.delete(key);
  else names.set(key, left);
}

/** Every page and file of a wiki by the names links use. Answers are the same whatever the order of adding. */
export class LinkTable {
  readonly #pages = new Map<PagePath, LinkedPage>();
  readonly #byPath: Names = new Map();
  readonly #byTitle: Names = new Map();
  readonly #byAlias: Names = new Map();
  readonly #byFileName: Names = new Map();
  readonly #files = new Map<string, string[]>();
  readonly #filesByName = new Map<string, string[]>();

  /** Adds a page, or replaces what was known of it. */
  addPage(page: LinkedPage): void {
    this.removePage(page.path);
    this.#pages.set(page.path, page);
    for (const [names, key] of this.#keysOf(page)) put(names, key, page.path);
  }

  removePage(path: PagePath): void {
    const page = this.#pages.get(path);
    if (page === undefined) return;
    this.#pages.delete(path);
    for (const [names, key] of this.#keysOf(page)) take(names, key, path);
  }

  /** Adds a file that is no page: a picture, a PDF. */
  addFile(path: string): void {
    for (const [files, key] of this.#fileKeysOf(path)) {
      const known = files.get(key) ?? [];
      if (!known.includes(path)) files.set(key, [...known, path].sort());
    }
  }

  removeFile(path: string): void {
    for (const [files, key] of this.#fileKeysOf(path)) {
      const left = files.get(key)?.filter((each) => each !== path) ?? [];
      if (left.length === 0) files.delete(key);
      else files.set(key, left);
    }
  }

  page(path: PagePath): LinkedPage | null {
    return this.#pages.get(path) ?? null;
  }

  pages(): IterableIterator<LinkedPage> {
    return this.#pages.values();
  }

  /** A table of its own with the same pages and files, to see what a change would do to links. */
  copy(): LinkTable {
    const table = new LinkTable();
    for (const page of this.#pages.values()) table.addPage(page);
    for (const paths of this.#files.values()) for (const path of paths) table.addFile(path);
    return table;
  }

  /**
   * Where `target`, written on the page `from`, leads: the path from the root, the path from the
   * page's folder, a title, an alias, a file name anywhere. Several that fit: the nearest page.
   *
   * @param target as written in a wikilink or as a markdown link's destination (`../a%20b.md#Part`)
   */
  resolve(from: PagePath, target: string): LinkResolution {
    const written = this.#resolveWritten(from, target);
    if (written.kind !== 'missing') return written;
    const plain = decoded(target);
    if (plain === null) return written;
    const result = this.#resolveWritten(from, plain);
    return result;
  }

  #resolveWritten(from: PagePath, target: string): LinkResolution {
    const whole = this.#lookUp(from, target.trim(), '');
    // A title may hold `#` (`C#`), so the whole text is tried as a name before it is split.
    if (whole !== null) return whole;
    const { page, anchor } = splitAnchor(target);
    if (page === '') {
      const own = this.#pages.get(from);
      if (own === undefined) return { kind: 'missing', path: from };
      return this.#found([from], from, 'rootPath', anchor);
    }
    const found = target.includes('#') ? this.#lookUp(from, page, anchor) : null;
    return found ?? { kind: 'missing', path: pathOfMissing(from, page) };
  }

  #lookUp(from: PagePath, name: string, anchor: string): LinkResolution | null {
    if (name === '') return null;
    const folder = folderOf(from);
    const isRelative = /^\.{1,2}\//.test(name);
    const rooted = isRelative ? null : joinPath('', name);
    const relative = name.startsWith('/') ? null : joinPath(folder, name);
    const exact =
      this.#atPath(rooted, from, 'rootPath', anchor) ??
      this.#atPath(relative, from, 'relativePath', anchor);
    if (exact !== null) return exact;
    if (isRelative || name.startsWith('/')) return null;
    const key = linkKey(name);
    for (const [names, via] of [
      [this.#byTitle, 'title'],
      [this.#byAlias, 'alias'],
      [this.#byFileName, 'fileName'],
    ] as const) {
      const paths = names.get(key) ?? names.get(linkKey(withoutPageExtension(name)));
      if (paths !== undefined) return this.#found(paths, from, via, anchor);
    }
    return this.#atPathEnd(name, from, anchor);
  }

  #atPath(
    path: string | null,
    from: PagePath,
    via: LinkRoute,
    anchor: string,
  ): LinkResolution | null {
    if (path === null || path === '') return null;
    const pages = this.#byPath.get(pathKey(path)) ?? this.#byPath.get(pageKey(path));
    if (pages !== undefined) {
      // Clashing names (`a.md`, `A.md`) can both be meant only by their exact spelling.
      const exact = pages.filter((each) => each === path || withoutPageExtension(each) === path);
      return this.#found(exact.length > 0 ? exact : pages, from, via, anchor);
    }
    const files = this.#files.get(pathKey(path));
    if (files === undefined) return null;
    return { kind: 'file', path: files.find((each) => each === path) ?? files[0] ?? path };
  }

  // `Folder/Page` where only `Deep/Folder/Page` exists, and a picture by its bare name.
  #atPathEnd(name: string, from: PagePath, anchor: string): LinkResolution | null {
    const clean = joinPath('', name);
    if (clean === null) return null;
    const last = clean.slice(clean.lastIndexOf('/') + 1);
    const fits = (path: string, key: string) => `/${path}`.endsWith(`/${key}`);
    const pages = (this.#byFileName.get(linkKey(withoutPageExtension(last))) ?? []).filter((path) =>
      fits(pageKey(path), pageKey(clean)),
    );
    if (pages.length > 0) return this.#found(pages, from, 'pathEnd', anchor);
    const files = (this.#filesByName.get(linkKey(last)) ?? []).filter((path) =>
      fits(pathKey(path), pathKey(clean)),
    );
    const [file] = nearestFirst(files, from);
    return file === undefined ? null : { kind: 'file', path: file };
  }

  #found(
    paths: readonly PagePath[],
    from: PagePath,
    via: LinkRoute,
    anchor: string,
  ): LinkResolution {
    const candidates = nearestFirst(paths, from);
    const path = candidates[0] ?? from;
    return {
      kind: 'page',
      path,
      title: this.#pages.get(path)?.title ?? nameOfPage(path),
      anchor,
      via,
      candidates: candidates.length > 1 ? candidates : [],
    };
  }

  #keysOf(page: LinkedPage): (readonly [Names, string])[] {
    return [
      [this.#byPath, pageKey(page.path)],
      [this.#byTitle, linkKey(page.title)],
      [this.#byFileName, linkKey(nameOfPage(page.path))],
      ...page.aliases.map((alias) => [this.#byAlias, linkKey(alias)] as const),
    ];
  }

  #fileKeysOf(path: string): (readonly [Map<string, string[]>, string])[] {
    return [
      [this.#files, pathKey(path)],
      [this.#filesByName, linkKey(path.slice(path.lastIndexOf('/') + 1))],
    ];
  }
}

function pageKey(path: string): string {
  return pathKey(withoutPageExtension(path));
}

// Most folders shared with the page first, then the shortest way, then the order of code units.
function nearestFirst<Path extends string>(paths: readonly Path[], from: PagePath): Path[] {
  if (paths.length < 2) return [...paths];
  const folders = from.split('/').slice(0, -1);
  const distance = (path: string) => {
    const others = path.split('/').slice(0, -1);
    let shared = 0;
    while (shared < folders.length && folders[shared] === others[shared]) shared += 1;
    return folders.length + others.length - 2 * shared;
  };
  return paths
    .map((path) => ({ path, steps: distance(path) }))
    .sort((a, b) => a.steps - b.steps || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

const otherExtension = /\.(?!md$|markdown$)[a-z][a-z0-9]{1,4}$/i;

function pathOfMissing(from: PagePath, page: string): PagePath | null {
  if (otherExtension.test(page)) return null;
  const folder = folderOf(from);
  const isPath = page.includes('/') || isPagePath(page);
  if (!isPath) return pathForTitle(page, folder);
  const isRelative = /^\.{1,2}\//.test(page) || (!page.includes('/') && isPagePath(page));
  const joined = joinPath(isRelative ? folder : '', page);
  if (joined === null || joined === '') return null;
  const path = toPagePath(isPagePath(joined) ? joined : `${joined}.md`);
  if (path !== null && treePathProblem(path) === null) return path;
  const name = joined.slice(joined.lastIndexOf('/') + 1);
  const parent = folderOf(joined);
  if (parent !== '' && treePathProblem(parent) !== null) return null;
  return pathForTitle(withoutPageExtension(name), parent);
}
