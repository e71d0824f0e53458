import { compareBytes } from '../../../shared/merge/byte-order.ts';
import { clashKey } from '../../../shared/wiki/path-policy.ts';
import type { TreeLeaf } from '../tree.ts';

/** What the merged tree holds at the paths that a merge went through. */
export type Results = Map<string, TreeLeaf | null>;

type IsTaken = (path: string) => Promise<boolean>;

/** A file where the other side made a folder of that name moves beside it. */
export async function moveFilesUnderFolders(results: Results, isTaken: IsTaken): Promise<void> {
  const folders = new Set<string>();
  for (const [path, leaf] of results) {
    if (leaf === null) continue;
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.slice(0, slash));
    }
  }
  for (const [path, leaf] of sorted(results)) {
    if (leaf === null || !folders.has(path)) continue;
    results.set(path, null);
    const name = await freeName(path, async (other) => folders.has(other) || isTaken(other));
    results.set(name, leaf);
  }
}

/**
 * Two names that are one file on some system, each given by another side: the later in byte order moves
 * beside the other.
 *
 * @param isOnOneSide whether one side had both already: that is for its people to solve
 */
export async function partClashes(
  results: Results,
  isOnOneSide: (one: string, other: string) => Promise<boolean>,
  isTaken: IsTaken,
): Promise<void> {
  const first = new Map<string, string>();
  for (const [path, leaf] of sorted(results)) {
    if (leaf === null) continue;
    const key = clashKey(path);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, path);
    } else if (!(await isOnOneSide(other, path))) {
      results.set(path, null);
      results.set(await freeName(path, isTaken), leaf);
    }
  }
}

function sorted(results: Results): [string, TreeLeaf | null][] {
  return [...results].sort(([left], [right]) => compareBytes(left, right));
}

/** `Name (2).md`, or the first number that is free. */
export async function freeName(path: string, isTaken: IsTaken): Promise<string> {
  const [, stem = path, extension = ''] = /^(.+?)(\.[^./]+)?$/.exec(path) ?? [];
  for (let number = 2; ; number += 1) {
    const name = `${stem} (${number})${extension}`;
    if (!(await isTaken(name))) return name;
  }
}
