import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import { readCommit } from './commit-object.ts';
import { folderRules, isIgnored, rootRules, type FolderRules } from './ignore-rules.ts';
import {
  entryField,
  entryNumber,
  entryOid,
  entryPath,
  entryStage,
  isEntryIntended,
  isEntrySkipped,
  type IndexTable,
} from './index-file.ts';
import { readIndex } from './index-read.ts';
import { diffIndexToTree } from './index-diff.ts';
import { maxObjectBytes } from './limits.ts';
import { blobOid } from './oid.ts';
import type { Repository } from './repository.ts';
import { isFileMode, type TreeLeaf } from './tree.ts';
import { isAbsent, systemCode } from './whole-file.ts';

export interface WorktreeChange {
  readonly path: string;
  readonly kind: 'added' | 'edited' | 'deleted';
}

const sliceMs = 10;

/**
 * What differs between the files on disk and HEAD's commit, sorted by path.
 *
 * Only plain files count: links, submodules and nested repositories are passed over, and no link is
 * ever followed. Ignored files count only when git tracks them. A file's content is read only where
 * its size or times differ from the index, or are too fresh to be trusted.
 */
export async function worktreeStatus(repo: Repository): Promise<WorktreeChange[]> {
  const table = await readIndex(repo.gitDir);
  const scan = new WorktreeScan(repo, table, await indexTimeMs(repo.gitDir));
  const { oid } = await repo.refs.head();
  const headTree = oid === null ? null : (await readCommit(repo.objects, oid)).tree;
  const staged = await diffIndexToTree(repo.objects, table, headTree);
  return scan.run(staged);
}

async function indexTimeMs(gitDir: string): Promise<number> {
  try {
    return (await stat(`${gitDir}/index`)).mtimeMs;
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}

class WorktreeScan {
  readonly #repo: Repository;
  readonly #table: IndexTable;
  readonly #indexMs: number;
  /** Entry of the index by path; of an unfinished merge the last stage, ours or theirs. */
  readonly #entries = new Map<string, number>();
  readonly #trackedFolders = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #changes: WorktreeChange[] = [];
  #pausedAt = performance.now();

  constructor(repo: Repository, table: IndexTable, indexMs: number) {
    this.#repo = repo;
    this.#table = table;
    this.#indexMs = indexMs;
    let folder = '';
    for (let at = 0; at < table.count; at += 1) {
      const path = entryPath(table, at);
      this.#entries.set(path, at);
      const own = path.slice(0, path.lastIndexOf('/') + 1);
      if (own === folder) continue;
      folder = own;
      for (let slash = own.indexOf('/'); slash !== -1; slash = own.indexOf('/', slash + 1)) {
        this.#trackedFolders.add(own.slice(0, slash + 1));
      }
    }
  }

  async run(staged: ReadonlyMap<string, TreeLeaf | null>): Promise<WorktreeChange[]> {
    const rules = await rootRules(this.#repo, this.#repo.config);
    await this.#walk('', rules, false, staged);
    for (const [path, at] of this.#entries) {
      if (this.#seen.has(path) || isEntrySkipped(this.#table, at)) continue;
      const head = staged.get(path);
      const isInHead = head === undefined ? !isEntryIntended(this.#table, at) : head !== null;
      if (isInHead && isFileMode(this.#modeOf(at))) this.#changes.push({ path, kind: 'deleted' });
    }
    for (const [path, head] of staged) {
      // Taken out of the index by hand, and gone from the disk too.
      if (head === null || this.#entries.has(path) || this.#seen.has(path)) continue;
      if (isFileMode(head.mode)) this.#changes.push({ path, kind: 'deleted' });
    }
    return this.#changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async #walk(
    prefix: string,
    rules: FolderRules,
    isInIgnored: boolean,
    staged: ReadonlyMap<string, TreeLeaf | null>,
  ): Promise<void> {
    const entries = listFolder(`${this.#repo.dir}/${prefix}`);
    const isNested = prefix !== '' && entries.some(({ name }) => name === '.git');
    if (isNested && !this.#trackedFolders.has(prefix)) return;
    for (const entry of entries) {
      const path = `${prefix}${entry.name}`;
      if (entry.name === '.git') continue;
      if (entry.isDirectory()) {
        const folder = `${path}/`;
        const isOut = isInIgnored || isNested || isIgnored(rules, folder);
        if (isOut && !this.#trackedFolders.has(folder)) continue;
        await this.#walk(folder, await folderRules(rules, this.#repo.dir, folder), isOut, staged);
      } else if (!entry.isFile()) {
        // A link or a device where a page was: nothing we could save, so nothing to report.
        this.#seen.add(path);
      } else {
        const isTracked = this.#entries.has(path) || staged.has(path);
        const isOut = isInIgnored || isNested || (!isTracked && isIgnored(rules, path));
        if (isTracked || !isOut) await this.#look(path, staged);
      }
      if (performance.now() - this.#pausedAt >= sliceMs) await this.#breathe();
    }
  }

  async #look(path: string, staged: ReadonlyMap<string, TreeLeaf | null>): Promise<void> {
    this.#seen.add(path);
    const at = this.#entries.get(path);
    const stagedHead = staged.get(path);
    if (at === undefined) {
      if (stagedHead === undefined || stagedHead === null) {
        this.#changes.push({ path, kind: 'added' });
      } else await this.#compare(path, stagedHead.oid);
      return;
    }
    if (isEntrySkipped(this.#table, at) || !isFileMode(this.#modeOf(at))) return;
    const isIntended = isEntryIntended(this.#table, at);
    if (stagedHead === null || (stagedHead === undefined && isIntended)) {
      this.#changes.push({ path, kind: 'added' });
      return;
    }
    const isUnmerged = entryStage(this.#table, at) !== 0;
    const stats = lstatSync(`${this.#repo.dir}/${path}`, { throwIfNoEntry: false });
    if (stats === undefined) {
      this.#seen.delete(path);
      return;
    }
    const isAsInIndex = !isUnmerged && !isIntended && this.#matches(at, stats);
    if (isAsInIndex) {
      if (stagedHead !== undefined) {
        const isSameContent = stagedHead.oid === entryOid(this.#table, at);
        if (!isSameContent) this.#changes.push({ path, kind: 'edited' });
      }
      return;
    }
    if (stats.size > maxObjectBytes) this.#changes.push({ path, kind: 'edited' });
    else await this.#compare(path, stagedHead?.oid ?? entryOid(this.#table, at));
  }

  async #compare(path: string, expected: Oid): Promise<void> {
    try {
      const content = await readFile(`${this.#repo.dir}/${path}`);
      if (blobOid(content) !== expected) this.#changes.push({ path, kind: 'edited' });
    } catch (error) {
      if (isAbsent(error)) this.#seen.delete(path);
      else this.#changes.push({ path, kind: 'edited' });
    }
  }

  /** Whether size and times say that the file is what the index holds, beyond doubt. */
  #matches(at: number, stats: Stats): boolean {
    const table = this.#table;
    const seconds = entryNumber(table, at, entryField.mtimeSeconds);
    const nanoseconds = entryNumber(table, at, entryField.mtimeNanoseconds);
    const statedMs = seconds * 1000 + nanoseconds / 1e6;
    if (stats.size !== entryNumber(table, at, entryField.sizeBytes)) return false;
    // Some tools keep whole seconds only. A float holds the time to a quarter of a microsecond.
    const isSameTime =
      nanoseconds === 0
        ? Math.floor(stats.mtimeMs / 1000) === seconds
        : Math.abs(stats.mtimeMs - statedMs) < 0.002;
    if (!isSameTime) return false;
    const inode = entryNumber(table, at, entryField.ino);
    if (inode !== 0 && process.platform !== 'win32' && inode !== stats.ino % 2 ** 32) return false;
    // Changed in the same tick in which the index was written, a file can look unchanged.
    const tickMs = nanoseconds === 0 ? 1000 : 20;
    return stats.mtimeMs < this.#indexMs - tickMs;
  }

  #modeOf(at: number): number {
    return entryNumber(this.#table, at, entryField.mode);
  }

  async #breathe(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#pausedAt = performance.now();
  }
}

function listFolder(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error) || systemCode(error) === 'EACCES') return [];
    throw error;
  }
}
