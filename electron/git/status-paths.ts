import { lstatSync, type Stats } from 'node:fs';
import { readCommit } from './commit-object.ts';
import { folderRules, isIgnored, rootRules, type FolderRules } from './ignore-rules.ts';
import { findInIndex } from './index-find.ts';
import type { Repository } from './repository.ts';
import { judgeFile, judgeMissing, type ChangeKind } from './status-file.ts';
import { readDatedIndex } from './status.ts';
import { findLeaves } from './tree-find.ts';

/**
 * The same as `worktreeStatus` for some paths only, with null for one that is as in HEAD.
 *
 * A folder's path stands for nothing: name the files in it.
 */
export async function statusOfPaths(
  repo: Repository,
  paths: readonly string[],
): Promise<Map<string, ChangeKind | null>> {
  const index = await readDatedIndex(repo);
  const { oid } = await repo.refs.head();
  const leaves =
    oid === null
      ? null
      : await findLeaves(repo.objects, (await readCommit(repo.objects, oid)).tree, paths);
  const folders = new WorktreeFolders(repo);
  const kinds = new Map<string, ChangeKind | null>();
  for (const path of paths) {
    const at = findInIndex(index.table, path);
    const head = leaves?.get(path) ?? null;
    const stats = folders.stats(path);
    let kind: ChangeKind | null = null;
    if (stats === null || stats.isDirectory()) kind = judgeMissing(index, at, head);
    else if (stats.isFile()) {
      const isKnown = at !== null || head !== null || !(await folders.isIgnored(path));
      if (isKnown) kind = await judgeFile(repo.dir, path, index, at, head, stats);
    }
    kinds.set(path, kind);
  }
  return kinds;
}

/** The folders on the way to files, each looked at once. */
class WorktreeFolders {
  readonly #repo: Repository;
  readonly #areReal = new Map<string, boolean>();
  readonly #rules = new Map<string, Promise<FolderRules | null>>();

  constructor(repo: Repository) {
    this.#repo = repo;
  }

  /** What stands at the path, with no link followed on the way; null for nothing. */
  stats(path: string): Stats | null {
    if (!this.#isReal(folderOf(path))) return null;
    return lstatSync(`${this.#repo.dir}/${path}`, { throwIfNoEntry: false }) ?? null;
  }

  async isIgnored(path: string): Promise<boolean> {
    const rules = await this.#rulesOf(folderOf(path));
    return rules === null || isIgnored(rules, path);
  }

  #isReal(folder: string): boolean {
    if (folder === '') return true;
    let isReal = this.#areReal.get(folder);
    if (isReal === undefined) {
      isReal = this.stats(folder.slice(0, -1))?.isDirectory() === true;
      this.#areReal.set(folder, isReal);
    }
    return isReal;
  }

  /** Null where all is ignored. */
  #rulesOf(folder: string): Promise<FolderRules | null> {
    let rules = this.#rules.get(folder);
    if (rules === undefined) {
      rules = this.#readRules(folder);
      this.#rules.set(folder, rules);
    }
    return rules;
  }

  async #readRules(folder: string): Promise<FolderRules | null> {
    if (folder === '') return rootRules(this.#repo, this.#repo.config);
    const above = await this.#rulesOf(folderOf(folder.slice(0, -1)));
    if (above === null || isIgnored(above, folder)) return null;
    const isNested = this.stats(`${folder}.git`) !== null;
    return isNested ? null : folderRules(above, this.#repo.dir, folder);
  }
}

/** The folder a path stands in, with its slash; '' for the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
