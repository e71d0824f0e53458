import type { Oid } from '../../shared/contract/values.ts';
import type { Breathe } from './history-breathe.ts';
import { byteColumn, float64Column, int32Column } from './history-columns.ts';
import type { LeafChanges } from './history-diff.ts';
import { PathTable } from './history-paths.ts';
import { oidAt } from './oid.ts';

const oidBytes = 20;
const blobPairBytes = 2 * oidBytes;
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
 * the first parent, as git's does, so nothing more is needed.
 */
export class HistoryLog {
  readonly oids = byteColumn();
  readonly dates = float64Column();
  /** By commit: where its parents and its changes begin. They end where the next commit's begin. */
  readonly parentStarts = int32Column();
  readonly changeStarts = int32Column();
  readonly parents = int32Column();
  readonly changePaths = int32Column();
  readonly changeSames = byteColumn();
  readonly changeCommits = int32Column();
  readonly blobs = byteColumn();
  readonly paths = new PathTable();
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

  /** -1 where there is none. */
  firstParentOf(commit: number): number {
    const at = this.parentStarts.at(commit);
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
    const start = change * blobPairBytes + oidBytes;
    const bytes = this.blobs.bytes(start, start + oidBytes);
    return bytes.equals(absentBlob) ? null : oidAt(bytes, 0);
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
    this.blobs.pushBytes(changes.oids.bytes(0, changes.oids.length));
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
      readonly renames: ReadonlyMap<number, readonly number[]>;
    },
    breathe: Breathe,
  ): Promise<void> {
    for (let at = 0; at < tables.names.length;) {
      at = this.paths.addSome(tables.names, at, atOnce);
      await breathe();
    }
    this.changePaths.pushBytes(tables.paths);
    this.changeSames.pushBytes(tables.sames);
    this.blobs.pushBytes(tables.blobs);
    for (const [change, sources] of tables.renames) this.renames.set(change, sources);
  }

  #addCommit(entry: LogEntry, changeEnd = this.changeCount): void {
    this.#commitByOid.set(entry.oid, this.commitCount);
    this.oids.pushBytes(Buffer.from(entry.oid, 'hex'));
    this.dates.push(entry.dateSeconds);
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
