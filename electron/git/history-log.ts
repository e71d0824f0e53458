import type { Oid } from '../../shared/contract/values.ts';
import type { Breathe } from './history-breathe.ts';
import { byteColumn, float64Column, int32Column, uint16Column } from './history-columns.ts';
import type { LeafChanges } from './history-diff.ts';
import { PathTable } from './history-paths.ts';
import { TakenFolders } from './history-taken.ts';
import { oidAt } from './oid.ts';

const oidBytes = 20;
/** So many changes take about a millisecond. */
const atOnce = 4096;
const absentBlob = Buffer.alloc(oidBytes);

export interface LogEntry {
  readonly oid: Oid;
  readonly dateSeconds: number;
  readonly parents: readonly number[];
}

/**
 * Which commit changed which path, for all commits; parents come before children.
 *
 * A merge lists only what differs from its first parent: where a path does not, the walk goes on to
 * the first parent, as git's does, so nothing more is needed. Of a folder that a merge took whole from
 * a later parent, only the folder is listed.
 */
export class HistoryLog {
  readonly oids = byteColumn();
  readonly dates = float64Column();
  /** By commit: where its parents and its changes begin. They end where the next commit's begin. */
  readonly parentStarts = int32Column();
  readonly changeStarts = int32Column();
  readonly parents = int32Column();
  /** By commit; -1 for none. */
  readonly firstParents = int32Column();
  readonly changePaths = int32Column();
  readonly changeSames = byteColumn();
  readonly changeCommits = int32Column();
  /** By change: the oid after, zeros for none, and its mode. */
  readonly blobs = byteColumn();
  readonly modes = uint16Column();
  readonly paths = new PathTable();
  readonly taken = new TakenFolders();
  /** By change: paths in its commit's parents, by number; -1 where a parent has it under the same path. */
  readonly renames = new Map<number, readonly number[]>();
  readonly #earlierChanges = int32Column();
  readonly #lastChanges = int32Column();
  readonly #commitByOid = new Map<Oid, number>();

  constructor() {
    this.parentStarts.push(0);
    this.changeStarts.push(0);
  }

  get commitCount(): number {
    return this.dates.length;
  }

  get changeCount(): number {
    return this.changePaths.length;
  }

  find(oid: Oid): number | undefined {
    return this.#commitByOid.get(oid);
  }

  findPath(path: string): number | undefined {
    return this.paths.find(path);
  }

  pathAt(path: number): string {
    return this.paths.at(path);
  }

  oidOf(commit: number): Oid {
    return oidAt(this.oids.bytes(commit * oidBytes, (commit + 1) * oidBytes), 0);
  }

  parentsOf(commit: number): number[] {
    const parents: number[] = [];
    const end = this.parentStarts.at(commit + 1);
    for (let at = this.parentStarts.at(commit); at < end; at += 1)
      parents.push(this.parents.at(at));
    return parents;
  }

  /** The parent of that rank, the first one being 0; -1 where there is none. */
  parentOf(commit: number, rank: number): number {
    const at = this.parentStarts.at(commit) + rank;
    return at < this.parentStarts.at(commit + 1) ? this.parents.at(at) : -1;
  }

  /** The latest change of a path in the order of the log; -1 for none. */
  lastChangeOf(path: number): number {
    return this.#lastChanges.at(path) - 1;
  }

  /** The change of the same path before this one in the order of the log; -1 for none. */
  changeBefore(change: number): number {
    return this.#earlierChanges.at(change) - 1;
  }

  blobAfter(change: number): Oid | null {
    const bytes = this.#blobBytes(change);
    return bytes.equals(absentBlob) ? null : oidAt(bytes, 0);
  }

  /** Whether two changes left the same file behind, or none; -1 stands for a change never made. */
  isSameAfter(a: number, b: number): boolean {
    if (a === b) return true;
    const mode = a === -1 ? 0 : this.modes.at(a);
    if (mode !== (b === -1 ? 0 : this.modes.at(b))) return false;
    return mode === 0 || this.#blobBytes(a).equals(this.#blobBytes(b));
  }

  /**
   * Adds a commit. It gives way to other work in between, so only one may be added at a time.
   *
   * @param renames by change: the paths it had in the first parent, the second …; -1 where it had this one
   */
  async append(
    entry: LogEntry,
    changes: LeafChanges,
    renames: ReadonlyMap<number, readonly number[]>,
    breathe: Breathe,
  ): Promise<void> {
    const first = this.changeCount;
    for (let from = 0; from < changes.count; from += atOnce) {
      if (from > 0) await breathe();
      this.#addChanges(changes, from, Math.min(from + atOnce, changes.count));
    }
    for (const [at, sources] of renames) this.renames.set(first + at, sources);
    this.changeSames.pushBytes(changes.sames.bytes(0, changes.count));
    this.blobs.pushBytes(changes.afters.bytes(0, changes.afters.length));
    this.modes.pushBytes(changes.modes.bytes(0, changes.count));
    for (const { folder, rank } of changes.taken) this.taken.add(this.commitCount, folder, rank);
    this.#addCommit(entry);
  }

  /** As `append`, for changes of a saved log whose paths are numbers: see `restoreTables`. */
  async restore(
    entries: readonly (LogEntry & { readonly changeCount: number })[],
    breathe: Breathe,
  ) {
    for (const entry of entries) {
      const end = this.changeStarts.at(this.commitCount) + entry.changeCount;
      for (let change = this.changeStarts.at(this.commitCount); change < end; change += 1) {
        this.#link(change, this.changePaths.at(change));
        this.changeCommits.push(this.commitCount);
      }
      this.#addCommit(entry, end);
      await breathe();
    }
  }

  /** Takes in the tables of a part of a saved log; its commits follow by `restore`. */
  async restoreTables(
    tables: {
      /** As the table of paths gave them. */
      readonly names: Uint8Array;
      readonly paths: Uint8Array;
      readonly sames: Uint8Array;
      readonly blobs: Uint8Array;
      readonly modes: Uint8Array;
      readonly folderNames: Uint8Array;
      readonly taken: Parameters<TakenFolders['restore']>;
      readonly renames: ReadonlyMap<number, readonly number[]>;
    },
    breathe: Breathe,
  ): Promise<void> {
    await addNames(this.paths, tables.names, breathe);
    await addNames(this.taken.folders, tables.folderNames, breathe);
    this.changePaths.pushBytes(tables.paths);
    this.changeSames.pushBytes(tables.sames);
    this.blobs.pushBytes(tables.blobs);
    this.modes.pushBytes(tables.modes);
    this.taken.restore(...tables.taken);
    for (const [change, sources] of tables.renames) this.renames.set(change, sources);
  }

  #blobBytes(change: number): Buffer {
    return this.blobs.bytes(change * oidBytes, (change + 1) * oidBytes);
  }

  #addCommit(entry: LogEntry, changeEnd = this.changeCount): void {
    this.#commitByOid.set(entry.oid, this.commitCount);
    this.oids.pushBytes(Buffer.from(entry.oid, 'hex'));
    this.dates.push(entry.dateSeconds);
    this.firstParents.push(entry.parents[0] ?? -1);
    for (const parent of entry.parents) this.parents.push(parent);
    this.parentStarts.push(this.parents.length);
    this.changeStarts.push(changeEnd);
  }

  #addChanges(changes: LeafChanges, from: number, to: number): void {
    const commit = this.commitCount;
    for (let at = from; at < to; at += 1) {
      const path = changes.paths.at(at);
      this.#link(this.changeCount, path);
      this.changePaths.push(path);
      this.changeCommits.push(commit);
    }
  }

  #link(change: number, path: number): void {
    this.#earlierChanges.push(this.#lastChanges.at(path));
    this.#lastChanges.set(path, change + 1);
  }
}

async function addNames(table: PathTable, names: Uint8Array, breathe: Breathe): Promise<void> {
  for (let at = 0; at < names.length;) {
    at = table.addSome(names, at, atOnce);
    await breathe();
  }
}
