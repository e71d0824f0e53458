import type { Oid } from '../../shared/contract/values.ts';
import type { Breathe } from './history-breathe.ts';
import { byteColumn, float64Column, int32Column } from './history-columns.ts';
import { oidAt } from './oid.ts';

const oidBytes = 20;
const blobPairBytes = 2 * oidBytes;
const absentBlob = Buffer.alloc(oidBytes);

/** What one commit changed against its first parent, path by path. */
export interface LogChanges {
  readonly paths: readonly string[];
  /** By change: twenty bytes of the blob before and twenty of the blob after, zeros for none. */
  readonly blobs: Uint8Array;
  /** In a merge, by change: the first later parent that holds the path as the merge does; 0 for none. */
  readonly sames: Uint8Array;
  /** By change: the paths it had in the first parent, the second …; null where it had this one. */
  readonly renames: ReadonlyMap<number, readonly (string | null)[]>;
}

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
  readonly paths: string[] = [];
  /** By change: paths in its commit's parents, by number; -1 where a parent has it under the same path. */
  readonly renames = new Map<number, readonly number[]>();
  readonly #earlierChanges = int32Column();
  readonly #lastChanges = int32Column();
  readonly #commitByOid = new Map<Oid, number>();
  readonly #pathByName = new Map<string, number>();

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
    return this.#pathByName.get(path);
  }

  pathAt(path: number): string {
    return this.paths[path] ?? '';
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

  /** Adds a commit. It gives way to other work in between, so only one may be added at a time. */
  async append(entry: LogEntry, changes: LogChanges, breathe: Breathe): Promise<void> {
    const first = this.changeCount;
    for (const [at, path] of changes.paths.entries()) {
      if (at % 4096 === 4095) await breathe();
      this.#addChange(this.#internPath(path), this.commitCount);
    }
    for (const [at, sources] of changes.renames) {
      this.renames.set(
        first + at,
        sources.map((source) => (source === null ? -1 : this.#internPath(source))),
      );
    }
    this.changeSames.pushBytes(changes.sames);
    this.blobs.pushBytes(changes.blobs);
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
      readonly names: readonly string[];
      readonly paths: Uint8Array;
      readonly sames: Uint8Array;
      readonly blobs: Uint8Array;
      readonly renames: ReadonlyMap<number, readonly number[]>;
    },
    breathe: Breathe,
  ): Promise<void> {
    for (const [at, name] of tables.names.entries()) {
      if (at % 4096 === 4095) await breathe();
      this.#internPath(name);
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

  #addChange(path: number, commit: number): void {
    this.#link(this.changeCount, path);
    this.changePaths.push(path);
    this.changeCommits.push(commit);
  }

  #link(change: number, path: number): void {
    this.#earlierChanges.push(this.#lastChanges.at(path));
    this.#lastChanges.set(path, change + 1);
  }

  #internPath(path: string): number {
    const known = this.#pathByName.get(path);
    if (known !== undefined) return known;
    const number = this.paths.length;
    this.paths.push(path);
    this.#pathByName.set(path, number);
    this.#lastChanges.push(0);
    return number;
  }
}
