import type { PageEntry } from '../../shared/contract/values.ts';
import { folderOf } from '../../shared/wiki/page-path.ts';

/** A folder of the wiki. Never changed in place: what a change doesn't touch stays the same object. */
export interface Folder {
  readonly path: string;
  readonly name: string;
  readonly folders: readonly Folder[];
  readonly pages: readonly PageEntry[];
}

export interface PageTree {
  /** What the tree was made of, sorted by path. */
  readonly entries: readonly PageEntry[];
  readonly root: Folder;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
// A change of more entries than this is cheaper built anew than entry by entry.
const patchLimit = 200;

function comparePages(a: PageEntry, b: PageEntry): number {
  return collator.compare(a.title, b.title) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

function compareFolders(a: Folder, b: Folder): number {
  return collator.compare(a.name, b.name) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

interface FolderInMaking extends Folder {
  readonly folders: Folder[];
  readonly pages: PageEntry[];
}

/** The tree of a list of pages. 41,000 pages take some tens of milliseconds: make it once per list. */
export function buildTree(entries: readonly PageEntry[]): PageTree {
  const root: FolderInMaking = { path: '', name: '', folders: [], pages: [] };
  const byPath = new Map<string, FolderInMaking>([['', root]]);
  const folderAt = (path: string): FolderInMaking => {
    const known = byPath.get(path);
    if (known !== undefined) return known;
    const made: FolderInMaking = { path, name: nameOf(path), folders: [], pages: [] };
    byPath.set(path, made);
    folderAt(folderOf(path)).folders.push(made);
    return made;
  };
  for (const entry of entries) folderAt(folderOf(entry.path)).pages.push(entry);
  for (const folder of byPath.values()) {
    folder.pages.sort(comparePages);
    folder.folders.sort(compareFolders);
  }
  return { entries, root };
}

/** Where `item` is in a sorted list, or where it would have to be. */
function placeOf<Item>(
  sorted: readonly Item[],
  item: Item,
  compare: (a: Item, b: Item) => number,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const candidate = sorted[middle];
    if (candidate !== undefined && compare(candidate, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The folder with a page added or taken away, somewhere below it. */
function patchFolder(folder: Folder, entry: PageEntry, change: 'add' | 'remove'): Folder {
  const inside = folderOf(entry.path);
  if (inside === folder.path) {
    const place = placeOf(folder.pages, entry, comparePages);
    const pages =
      change === 'add'
        ? folder.pages.toSpliced(place, 0, entry)
        : folder.pages.filter((page) => page !== entry);
    return { ...folder, pages };
  }
  const start = folder.path === '' ? 0 : folder.path.length + 1;
  const slash = inside.indexOf('/', start);
  const path = slash === -1 ? inside : inside.slice(0, slash);
  const child = folder.folders.find((each) => each.path === path);
  const patched = patchFolder(
    child ?? { path, name: nameOf(path), folders: [], pages: [] },
    entry,
    change,
  );
  const others = folder.folders.filter((each) => each !== child);
  if (patched.pages.length === 0 && patched.folders.length === 0) {
    return { ...folder, folders: others };
  }
  const place = placeOf(others, patched, compareFolders);
  return { ...folder, folders: others.toSpliced(place, 0, patched) };
}

/** The tree of a changed list; only the folders in which something changed are made anew. */
export function updateTree(tree: PageTree, entries: readonly PageEntry[]): PageTree {
  if (tree.entries === entries) return tree;
  const removed: PageEntry[] = [];
  const added: PageEntry[] = [];
  let left = 0;
  let right = 0;
  while (left < tree.entries.length || right < entries.length) {
    const before = tree.entries[left];
    const after = entries[right];
    if (before === after) {
      left += 1;
      right += 1;
    } else if (after === undefined || (before !== undefined && before.path <= after.path)) {
      if (before !== undefined) removed.push(before);
      left += 1;
    } else {
      added.push(after);
      right += 1;
    }
    if (removed.length + added.length > patchLimit) return buildTree(entries);
  }
  let { root } = tree;
  for (const entry of removed) root = patchFolder(root, entry, 'remove');
  for (const entry of added) root = patchFolder(root, entry, 'add');
  return { entries, root };
}

/** A line of the tree as shown, with its place among its siblings for screen readers. */
export type TreeRow = {
  readonly depth: number;
  readonly position: number;
  readonly siblings: number;
} & (
  | { readonly kind: 'folder'; readonly folder: Folder; readonly isOpen: boolean }
  | { readonly kind: 'page'; readonly entry: PageEntry }
);

/** The lines in sight when these folders (by path) are open: folders first, then pages. */
export function visibleRows(root: Folder, openFolders: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (folder: Folder, depth: number) => {
    const siblings = folder.folders.length + folder.pages.length;
    let position = 0;
    for (const child of folder.folders) {
      position += 1;
      const isOpen = openFolders.has(child.path);
      rows.push({ kind: 'folder', folder: child, isOpen, depth, position, siblings });
      if (isOpen) add(child, depth + 1);
    }
    for (const entry of folder.pages) {
      position += 1;
      rows.push({ kind: 'page', entry, depth, position, siblings });
    }
  };
  add(root, 0);
  return rows;
}

/** What a row is called and known by. */
export function rowName(row: TreeRow): string {
  return row.kind === 'folder' ? row.folder.name : row.entry.title;
}

export function rowPath(row: TreeRow): string {
  return row.kind === 'folder' ? row.folder.path : row.entry.path;
}

/** The folders around a page, outermost first. */
export function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    folders.push(path.slice(0, slash));
  }
  return folders;
}
