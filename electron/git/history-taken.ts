import { byteColumn, int32Column } from './history-columns.ts';
import { PathTable } from './history-paths.ts';

/**
 * Folders that merges took whole from a later parent. One record stands for every path in the folder:
 * a wiki whose branches are merged each day would list the same pages thousands of times.
 */
export class TakenFolders {
  /** Without a slash at the end; the wiki itself is the empty one. */
  readonly folders = new PathTable();
  /** By record, in the order of commits. */
  readonly numbers = int32Column();
  readonly ranks = byteColumn();
  readonly commits = int32Column();
  readonly #earlier = int32Column();
  readonly #latest = int32Column();

  get count(): number {
    return this.numbers.length;
  }

  add(commit: number, folder: number, rank: number): void {
    this.numbers.push(folder);
    this.ranks.push(rank);
    this.commits.push(commit);
    this.#link(this.count - 1);
  }

  /** Takes in the tables of a part of a saved log. Its folders must have been added before. */
  restore(numbers: Uint8Array, ranks: Uint8Array, commits: Uint8Array): void {
    const first = this.count;
    this.numbers.pushBytes(numbers);
    this.ranks.pushBytes(ranks);
    this.commits.pushBytes(commits);
    for (let record = first; record < this.count; record += 1) this.#link(record);
  }

  /** Calls for each merge that took this folder, or one that it is in. */
  forEachAround(folder: string, call: (commit: number, rank: number) => void): void {
    for (let name = folder; ; name = name.slice(0, Math.max(0, name.lastIndexOf('/')))) {
      const number = this.folders.find(name);
      if (number !== undefined) this.#forEach(number, call);
      if (name === '') return;
    }
  }

  #forEach(folder: number, call: (commit: number, rank: number) => void): void {
    for (let record = this.#latest.at(folder); record > 0; record = this.#earlier.at(record - 1)) {
      call(this.commits.at(record - 1), this.ranks.at(record - 1));
    }
  }

  #link(record: number): void {
    const folder = this.numbers.at(record);
    this.#earlier.push(this.#latest.at(folder));
    this.#latest.set(folder, record + 1);
  }
}
