import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Attributes } from './attributes.ts';
import { readCommit } from './commit-object.ts';
import { folderRules, isIgnored, rootRules, type FolderRules } from './ignore-rules.ts';
import { diffIndexToTree } from './index-diff.ts';
import {
  entryMode,
  entryOid,
  entryPath,
  isEntryIntended,
  isEntryPlain,
  type IndexTable,
} from './index-file.ts';
import { readIndex } from './index-read.ts';
import type { Repository } from './repository.ts';
import {
  isUnchanged,
  judgeFile,
  judgeMissing,
  type ChangeKind,
  type DatedIndex,
} from './status-file.ts';
import type { TreeLeaf } from './tree.ts';
import { isAbsent, systemCode } from './whole-file.ts';

export interface WorktreeChange {
  readonly path: string;
  readonly kind: ChangeKind;
}

/** What HEAD holds where the index differs from it; null where it holds nothing. */
type Staged = ReadonlyMap<string, TreeLeaf | null>;

const sliceMs = 10;
const filesAtOnce = 64;

/**
 * What differs between the files on disk and HEAD's commit, sorted by path.
 *
 * Only plain files count: links, submodules and nested repositories are passed over, and no link is
 * ever followed. Ignored files count only when git tracks them. A file's content is read only where
 * its size or times differ from the index, or are too fresh to be trusted.
 */
export async function worktreeStatus(repo: Repository): Promise<WorktreeChange[]> {
  const index = await readDatedIndex(repo);
  const { oid } = await repo.refs.head();
  const headTree = oid === null ? null : (await readCommit(repo.objects, oid)).tree;
  const staged = await diffIndexToTree(repo.objects, index.table, headTree);
  return new WorktreeScan(repo, index, staged).run();
}

export async function readDatedIndex(repo: Repository): Promise<DatedIndex> {
  const table = await readIndex(repo.gitDir);
  const attributes = new Attributes(repo);
  try {
    return { table, timeMs: (await stat(`${repo.gitDir}/index`)).mtimeMs, attributes };
  } catch (error) {
    if (isAbsent(error)) return { table, timeMs: 0, attributes };
    throw error;
  }
}

/** A folder with files that git knows, at any depth. */
interface KnownFolder {
  readonly prefix: string;
  /** Its own entries of the index and their paths; of an unfinished merge the last stage. */
  readonly entries: number[];
  readonly paths: string[];
  /** Its own files that HEAD holds and the index no longer does. */
  readonly unlisted: string[];
  readonly folders: Map<string, KnownFolder>;
}

const noFolder = (prefix: string): KnownFolder => ({
  prefix,
  entries: [],
  paths: [],
  unlisted: [],
  folders: new Map(),
});

/** The ignore rules of a folder, read only once a file asks for them; null for all is out. */
type Rules = () => Promise<FolderRules | null>;

class WorktreeScan {
  readonly #repo: Repository;
  readonly #index: DatedIndex;
  readonly #table: IndexTable;
  readonly #staged: Staged;
  readonly #root = noFolder('');
  readonly #changes: WorktreeChange[] = [];
  #pausedAt = performance.now();

  constructor(repo: Repository, index: DatedIndex, staged: Staged) {
    this.#repo = repo;
    this.#index = index;
    this.#table = index.table;
    this.#staged = staged;
  }

  async run(): Promise<WorktreeChange[]> {
    await this.#gather();
    let rules: Promise<FolderRules> | null = null;
    await this.#walk(this.#root, () => (rules ??= rootRules(this.#repo, this.#repo.config)));
    return this.#changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async #gather(): Promise<void> {
    const listed = this.#staged.size === 0 ? null : new Set<string>();
    let folder = this.#root;
    let last = '';
    for (let at = 0; at < this.#table.count; at += 1) {
      const path = entryPath(this.#table, at);
      const isHere = path.startsWith(folder.prefix) && !path.includes('/', folder.prefix.length);
      if (!isHere) folder = this.#folderOf(path);
      if (path === last) {
        folder.entries.pop();
        folder.paths.pop();
      }
      last = path;
      folder.entries.push(at);
      folder.paths.push(path);
      listed?.add(path);
      if (at % filesAtOnce === 0) await this.#breathe();
    }
    for (const [path, head] of this.#staged) {
      if (head !== null && listed?.has(path) !== true) this.#folderOf(path).unlisted.push(path);
    }
  }

  #folderOf(path: string): KnownFolder {
    let folder = this.#root;
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const name = path.slice(folder.prefix.length, slash);
      let next = folder.folders.get(name);
      if (next === undefined) {
        next = noFolder(path.slice(0, slash + 1));
        folder.folders.set(name, next);
      }
      folder = next;
    }
    return folder;
  }

  async #walk(folder: KnownFolder, rules: Rules): Promise<void> {
    const { prefix } = folder;
    const names = listFolder(`${this.#repo.dir}/${prefix}`);
    if (names === null) {
      await this.#reportMissing(folder);
      return;
    }
    const hasGit = names.includes('.git');
    // Another repository's: only what this one tracks in it counts.
    const inner: Rules = hasGit && prefix !== '' ? () => Promise.resolve(null) : rules;
    const gone = await this.#lookAtKnown(folder);
    const standing = new Set<string>();
    for (const [name, below] of folder.folders) {
      if (this.#stats(below.prefix.slice(0, -1))?.isDirectory() === true) {
        standing.add(name);
        await this.#walk(below, this.#rulesBelow(inner, below.prefix));
      } else await this.#reportMissing(below);
    }
    const knownCount = folder.paths.length + folder.unlisted.length - gone.size + standing.size;
    // As many names as are known means that there are no others: no need to look for them.
    if (names.length === knownCount + (hasGit ? 1 : 0)) return;
    const known = new Set([...folder.paths, ...folder.unlisted].filter((path) => !gone.has(path)));
    const others = names.filter(
      (name) => name !== '.git' && !standing.has(name) && !known.has(`${prefix}${name}`),
    );
    if (others.length > 0) await this.#lookAtOthers(prefix, others, inner);
  }

  /** Judges the folder's own files; gives the paths at which none stands. */
  async #lookAtKnown(folder: KnownFolder): Promise<Set<string>> {
    const gone = new Set<string>();
    const table = this.#table;
    for (const [place, path] of folder.paths.entries()) {
      const at = folder.entries[place] ?? 0;
      if (place % filesAtOnce === 0) await this.#breathe();
      const stats = this.#stats(path);
      const isClean =
        stats?.isFile() === true &&
        isEntryPlain(table, at) &&
        !this.#staged.has(path) &&
        isUnchanged(this.#index, at, stats);
      if (!isClean && !(await this.#judge(path, at, this.#headAt(path, at), stats))) gone.add(path);
    }
    for (const path of folder.unlisted) {
      const head = this.#staged.get(path) ?? null;
      if (!(await this.#judge(path, null, head, this.#stats(path)))) gone.add(path);
    }
    return gone;
  }

  #headAt(path: string, at: number): TreeLeaf | null {
    const staged = this.#staged.get(path);
    if (staged !== undefined) return staged;
    if (isEntryIntended(this.#table, at)) return null;
    return { mode: entryMode(this.#table, at), oid: entryOid(this.#table, at) };
  }

  /** Reports a change if there is one; whether something other than a folder stands there. */
  async #judge(
    path: string,
    at: number | null,
    head: TreeLeaf | null,
    stats: Stats | undefined,
  ): Promise<boolean> {
    const isThere = stats !== undefined && !stats.isDirectory();
    let kind: ChangeKind | null = null;
    if (!isThere) kind = judgeMissing(this.#index, at, head);
    // A link or a device where a page was: nothing we could save, so nothing to report.
    else if (stats.isFile()) {
      kind = await judgeFile(this.#repo.dir, path, this.#index, at, head, stats);
    }
    if (kind !== null) this.#changes.push({ path, kind });
    return isThere;
  }

  async #reportMissing(folder: KnownFolder): Promise<void> {
    for (const [place, path] of folder.paths.entries()) {
      const at = folder.entries[place] ?? 0;
      await this.#judge(path, at, this.#headAt(path, at), undefined);
    }
    for (const path of folder.unlisted) {
      await this.#judge(path, null, this.#staged.get(path) ?? null, undefined);
    }
    for (const below of folder.folders.values()) await this.#reportMissing(below);
  }

  async #lookAtOthers(prefix: string, names: readonly string[], rules: Rules): Promise<void> {
    const own = await rules();
    if (own === null) return;
    for (const { name, kind } of this.#kindsOf(prefix, names)) {
      await this.#breathe();
      const path = `${prefix}${name}`;
      if (kind === 'folder') {
        const folder = `${path}/`;
        if (isIgnored(own, folder)) continue;
        await this.#walk(noFolder(folder), this.#rulesBelow(rules, folder));
      } else if (kind === 'file' && !isIgnored(own, path)) {
        this.#changes.push({ path, kind: 'added' });
      }
    }
  }

  #kindsOf(prefix: string, names: readonly string[]): readonly Named[] {
    // One by one where they are few: asking for the kinds of a whole folder costs for every page in it.
    if (names.length <= filesAtOnce) {
      return names.map((name) => ({ name, kind: kindOf(this.#stats(`${prefix}${name}`)) }));
    }
    const wanted = new Set(names);
    return (listKinds(`${this.#repo.dir}/${prefix}`) ?? [])
      .filter(({ name }) => wanted.has(name))
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  }

  #rulesBelow(outer: Rules, folder: string): Rules {
    let rules: Promise<FolderRules | null> | null = null;
    const read = async () => {
      const above = await outer();
      if (above === null || isIgnored(above, folder)) return null;
      return folderRules(above, this.#repo.dir, folder);
    };
    return () => (rules ??= read());
  }

  #stats(path: string): Stats | undefined {
    return lstatSync(`${this.#repo.dir}/${path}`, { throwIfNoEntry: false });
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#pausedAt < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#pausedAt = performance.now();
  }
}

interface Named {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory'> | undefined): Named['kind'] {
  if (entry?.isDirectory() === true) return 'folder';
  return entry?.isFile() === true ? 'file' : 'other';
}

/** Null for a folder that is gone or closed to us. */
function listFolder(dir: string): string[] | null {
  return listed(() => readdirSync(dir));
}

function listKinds(dir: string): Dirent[] | null {
  return listed(() => readdirSync(dir, { withFileTypes: true }));
}

function listed<Entry>(list: () => Entry[]): Entry[] | null {
  try {
    return list();
  } catch (error) {
    if (isAbsent(error) || systemCode(error) === 'EACCES') return null;
    throw error;
  }
}
