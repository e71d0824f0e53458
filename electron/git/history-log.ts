import type { Oid } from '../../shared/contract/values.ts';
import { asBuffer, oidAt } from './oid.ts';

export const absentBlob = Buffer.alloc(20);

export interface NewLogEntry {
  readonly oid: Oid;
  readonly dateSeconds: number;
  readonly parents: readonly number[];
  readonly changes: readonly {
    readonly path: string;
    readonly before: Oid | null;
    readonly after: Oid | null;
    /** In a merge: the first later parent that holds the path as the merge does; 0 when none does. */
    readonly sameAsParent: number;
  }[];
}

/**
 * Which commit changed which path, for all commits; parents come before children.
 *
 * A merge lists only what differs from its first parent: where a path does not, the walk goes on to
 * the first parent, as git's does, so nothing more is needed.
 */
export class HistoryLog {
  readonly oids: Oid[] = [];
  readonly dates: number[] = [];
  readonly parents: (readonly number[])[] = [];
  /** By commit: its first change. The commit after it begins where this one's end. */
  readonly changeStarts: number[] = [0];
  readonly changePaths: number[] = [];
  readonly changeSames: number[] = [];
  readonly changeCommits: number[] = [];
  readonly paths: string[] = [];
  readonly #commitByOid = new Map<Oid, number>();
  readonly #pathByName = new Map<string, number>();
  readonly #changesByPath: number[][] = [];
  /** By change: twenty bytes of the blob before, twenty of the blob after. */
  #blobs = Buffer.alloc(40 * 1024);

  get changeCount(): number {
    return this.changePaths.length;
  }

  get blobBytes(): Buffer {
    return this.#blobs.subarray(0, this.changeCount * 40);
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

  changesOf(path: number): readonly number[] {
    return this.#changesByPath[path] ?? [];
  }

  append(entry: NewLogEntry): void {
    this.#commitByOid.set(entry.oid, this.oids.length);
    for (const { path, before, after, sameAsParent } of entry.changes) {
      this.#grow();
      const at = this.changeCount * 40;
      if (before !== null) this.#blobs.write(before, at, 'hex');
      if (after !== null) this.#blobs.write(after, at + 20, 'hex');
      this.#addChange(this.#internPath(path), sameAsParent);
    }
    this.oids.push(entry.oid);
    this.dates.push(entry.dateSeconds);
    this.parents.push(entry.parents);
    this.changeStarts.push(this.changeCount);
  }

  /** As `append`, from a saved log: paths by number, blobs as bytes. */
  restore(
    entry: Omit<NewLogEntry, 'changes'>,
    changes: readonly { readonly path: number; readonly sameAsParent: number }[],
  ): void {
    this.#commitByOid.set(entry.oid, this.oids.length);
    for (const { path, sameAsParent } of changes) this.#addChange(path, sameAsParent);
    this.oids.push(entry.oid);
    this.dates.push(entry.dateSeconds);
    this.parents.push(entry.parents);
    this.changeStarts.push(this.changeCount);
  }

  restoreTables(paths: readonly string[], blobs: Uint8Array): void {
    for (const path of paths) this.#internPath(path);
    this.#blobs = Buffer.from(asBuffer(blobs));
  }

  blobAfter(change: number): Oid | null {
    const start = change * 40 + 20;
    return this.#isAbsent(start) ? null : oidAt(this.#blobs, start);
  }

  /** Where the file came from, if the change made it: a path with the same content gone in that commit. */
  renamedFrom(change: number): number | null {
    const commit = this.changeCommits[change] ?? 0;
    if (!this.#isAbsent(change * 40) || this.#isAbsent(change * 40 + 20)) return null;
    const name = baseName(this.pathAt(this.changePaths[change] ?? 0));
    let source: number | null = null;
    const end = this.changeStarts[commit + 1] ?? 0;
    for (let other = this.changeStarts[commit] ?? 0; other < end; other += 1) {
      const isSource =
        this.#isAbsent(other * 40 + 20) &&
        this.#blobs.compare(
          this.#blobs,
          change * 40 + 20,
          change * 40 + 40,
          other * 40,
          other * 40 + 20,
        ) === 0;
      if (!isSource) continue;
      const path = this.changePaths[other] ?? 0;
      // Of several pages with that content the one of the same name is meant: a move to a folder.
      if (baseName(this.pathAt(path)) === name) return path;
      source ??= path;
    }
    return source;
  }

  #isAbsent(start: number): boolean {
    return this.#blobs.compare(absentBlob, 0, 20, start, start + 20) === 0;
  }

  #addChange(path: number, sameAsParent: number): void {
    this.#changesByPath[path]?.push(this.changeCount);
    this.changeCommits.push(this.oids.length);
    this.changePaths.push(path);
    this.changeSames.push(sameAsParent);
  }

  #internPath(path: string): number {
    const known = this.#pathByName.get(path);
    if (known !== undefined) return known;
    const number = this.paths.length;
    this.paths.push(path);
    this.#pathByName.set(path, number);
    this.#changesByPath.push([]);
    return number;
  }

  #grow(): void {
    if ((this.changeCount + 1) * 40 <= this.#blobs.length) return;
    const larger = Buffer.alloc(this.#blobs.length * 2 + 40);
    this.#blobs.copy(larger);
    this.#blobs = larger;
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
