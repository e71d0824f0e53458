import type { Oid } from '../../shared/contract/values.ts';
import { clashKey, isGitInDisguise, treePathProblem } from '../../shared/wiki/path-policy.ts';
import type { ObjectStore } from './object-store.ts';
import {
  isFileMode,
  isTreeMode,
  readTree,
  treeMode,
  type TreeEntry,
  type TreeLeaf,
} from './tree.ts';

/** Why a leaf of a tree must not become a file on disk, in words; null when it may. */
export class CheckoutPolicy {
  readonly #objects: ObjectStore;
  readonly #tree: Oid;
  readonly #isOnDisk: (path: string) => boolean;
  readonly #folders = new Map<string, Promise<ReadonlyMap<string, readonly TreeEntry[]>>>();

  /** @param isOnDisk whether the path (file or folder) was put on disk before: it wins over a newcomer */
  constructor(objects: ObjectStore, tree: Oid, isOnDisk: (path: string) => boolean) {
    this.#objects = objects;
    this.#tree = tree;
    this.#isOnDisk = isOnDisk;
  }

  async problem(path: string, leaf: TreeLeaf): Promise<string | null> {
    if (leaf.mode === treeMode.symlink) return 'links to other files are not followed here';
    if (leaf.mode === treeMode.gitlink) return 'it is another repository (a submodule)';
    if (!isFileMode(leaf.mode)) return 'it is not a plain file';
    return treePathProblem(path) ?? (await this.#clash(path));
  }

  async #clash(path: string): Promise<string | null> {
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const part = end === -1 ? path : path.slice(0, end);
      const slash = part.lastIndexOf('/');
      const folder = part.slice(0, slash + 1);
      const name = part.slice(slash + 1);
      const rivals = (await this.#folder(folder)).get(clashKey(name)) ?? [];
      const winner = this.#winner(folder, rivals);
      const isTree = end !== -1;
      if (winner !== undefined && (winner.name !== name || isTreeMode(winner.mode) !== isTree)) {
        return `"${folder}${winner.name}" has the same name on some systems`;
      }
      if (end === -1) return null;
    }
  }

  #winner(folder: string, rivals: readonly TreeEntry[]): TreeEntry | undefined {
    if (rivals.length < 2) return rivals[0];
    return rivals.find(({ name }) => this.#isOnDisk(`${folder}${name}`)) ?? rivals[0];
  }

  #folder(prefix: string): Promise<ReadonlyMap<string, readonly TreeEntry[]>> {
    const known = this.#folders.get(prefix);
    if (known !== undefined) return known;
    const read = this.#readFolder(prefix);
    this.#folders.set(prefix, read);
    return read;
  }

  async #readFolder(prefix: string): Promise<ReadonlyMap<string, readonly TreeEntry[]>> {
    let tree: Oid | undefined = this.#tree;
    if (prefix !== '') {
      const parent = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
      const name = prefix.slice(parent.length, -1);
      const rivals = (await this.#folder(parent)).get(clashKey(name)) ?? [];
      tree = rivals.find((entry) => entry.name === name && isTreeMode(entry.mode))?.oid;
    }
    const byKey = new Map<string, TreeEntry[]>();
    if (tree === undefined) return byKey;
    for (const entry of await readTree(this.#objects, tree)) {
      // What never comes on disk takes nobody's place there.
      if (!isTreeMode(entry.mode) && !isFileMode(entry.mode)) continue;
      const key = clashKey(entry.name);
      const rivals = byKey.get(key);
      if (rivals === undefined) byKey.set(key, [entry]);
      else rivals.push(entry);
    }
    return byKey;
  }
}

/** Whether git itself accepts the path in its index; what it refuses is left out there too. */
export function canStandInIndex(path: string): boolean {
  return path
    .split('/')
    .every((name) => name !== '' && name !== '.' && name !== '..' && !isGitInDisguise(name));
}
