import { compareBytes } from '../../../shared/merge/byte-order.ts';
import type { ObjectStore } from '../object-store.ts';
import type { TreeLeaf } from '../tree.ts';
import type { TreeChange } from '../tree-diff.ts';
import type { LeafVersions, Three } from './merge-file.ts';
import { findRenames } from './renames.ts';
import type { TextMerger } from './text-merger.ts';

/** The versions that belong together, and where the result goes. */
export interface MergeUnit extends LeafVersions {
  readonly path: string;
  /** What each side calls it. */
  readonly names: Three<string>;
  /** Paths that the versions had and the result has not. */
  readonly leaves: readonly string[];
  /** A name that one side gave and that did not win; the page answers to it as an alias. */
  readonly lostName: string | null;
}

type Changes = ReadonlyMap<string, TreeChange>;

/**
 * Brings together what both sides made of each file: by path, and where one side moved a file that
 * the other edited or moved too, by where it went.
 */
export async function pairPaths(
  objects: ObjectStore,
  texts: TextMerger,
  ourChanges: readonly TreeChange[],
  theirChanges: readonly TreeChange[],
): Promise<MergeUnit[]> {
  const ours: Changes = new Map(ourChanges.map((change) => [change.path, change]));
  const theirs: Changes = new Map(theirChanges.map((change) => [change.path, change]));
  const isGone = (change: TreeChange) => change.after === null;
  const touched = (changes: readonly TreeChange[], others: Changes) =>
    changes.filter((change) => isGone(change) && others.has(change.path)).map(({ path }) => path);
  const ourRenames = await findRenames(objects, texts, ourChanges, touched(ourChanges, theirs));
  const theirRenames = await findRenames(objects, texts, theirChanges, touched(theirChanges, ours));

  const units: MergeUnit[] = [];
  const done = new Set<string>();
  const push = (unit: MergeUnit, paths: readonly string[]) => {
    units.push(unit);
    for (const path of paths) done.add(path);
  };
  for (const from of [...new Set([...ourRenames.keys(), ...theirRenames.keys()])].sort(
    compareBytes,
  )) {
    const ourName = ourRenames.get(from) ?? null;
    const theirName = theirRenames.get(from) ?? null;
    const base = ours.get(from)?.before ?? null;
    const our = leafAfter(ours, ourName ?? from);
    const their = leafAfter(theirs, theirName ?? from);
    // A name that the other side gave to another file is no place to bring the two together.
    const isFree =
      (ourName === null || ourName === theirName || !theirs.has(ourName)) &&
      (theirName === null || ourName === theirName || !ours.has(theirName));
    if (our === null || their === null || !isFree) continue;
    const names = [ourName, theirName].filter((name) => name !== null).sort(compareBytes);
    const [path = from, lostName = null] = [...new Set(names)];
    const leaves = [from, ...(lostName === null ? [] : [lostName])];
    const sides = { base: from, ours: ourName ?? from, theirs: theirName ?? from };
    push({ path, names: sides, base, ours: our, theirs: their, leaves, lostName }, [
      path,
      ...leaves,
    ]);
  }
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    if (done.has(path)) continue;
    const base = (ours.get(path) ?? theirs.get(path))?.before ?? null;
    const our = ours.has(path) ? leafAfter(ours, path) : base;
    const their = theirs.has(path) ? leafAfter(theirs, path) : base;
    const same = { base: path, ours: path, theirs: path };
    units.push({ path, names: same, base, ours: our, theirs: their, leaves: [], lostName: null });
  }
  return units.sort((left, right) => compareBytes(left.path, right.path));
}

function leafAfter(changes: Changes, path: string): TreeLeaf | null {
  return changes.get(path)?.after ?? null;
}
