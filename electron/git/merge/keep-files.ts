import type { Oid } from '../../../shared/contract/values.ts';
import { compareBytes } from '../../../shared/merge/byte-order.ts';
import {
  eitherAuthor,
  maxVersions,
  type VersionAuthor,
} from '../../../shared/merge/conflict-file.ts';
import type { ObjectStore } from '../object-store.ts';
import { findEntry, type TreeLeaf } from '../tree.ts';
import type { ConflictSet } from './conflict-set.ts';
import type { Three } from './merge-file.ts';
import type { MergeUnit } from './pair-paths.ts';
import { freeName, type Results } from './place-files.ts';

interface Kept {
  readonly leaf: TreeLeaf;
  readonly by: VersionAuthor;
}

interface Places {
  /** Whether a person is asked which of the files shall stay. */
  readonly isChoice: boolean;
  readonly trees: Three<Oid | null>;
  readonly conflicts: ConflictSet;
  readonly results: Results;
  readonly isTaken: (path: string) => Promise<boolean>;
  readonly authorOf: (side: 'ours' | 'theirs', path: string) => Promise<VersionAuthor>;
}

/**
 * Keeps every version of a file that can't be merged: the smallest oid has the path, the others stand
 * beside it. Versions that were open before are taken over.
 */
export async function keepAllFiles(
  objects: ObjectStore,
  unit: MergeUnit,
  places: Places,
): Promise<void> {
  const { path, names } = unit;
  const { results, conflicts, isChoice, isTaken } = places;
  const versionsOf = async (side: 'base' | 'ours' | 'theirs') => {
    const leaf = unit[side];
    const tree = places.trees[side];
    const kept = new Map<Oid, Kept>();
    const besides: string[] = [];
    if (leaf === null || tree === null) return { kept, besides, isOpen: false };
    const writer = side === 'base' || !isChoice ? null : await places.authorOf(side, names[side]);
    kept.set(leaf.oid, { leaf, by: writer });
    const stored = conflicts.filesAt(side, names[side]);
    for (const { conflict } of stored) {
      if (conflict?.kind !== 'file') continue;
      for (const version of conflict.versions) {
        const entry = await findEntry(objects, tree, version.path);
        if (entry === null || entry.oid !== version.blob) continue;
        kept.set(entry.oid, { leaf: { mode: entry.mode, oid: entry.oid }, by: version.by });
        if (version.path !== names[side]) besides.push(version.path);
      }
    }
    return { kept, besides, isOpen: stored.length > 0 };
  };
  const base = await versionsOf('base');
  const ours = await versionsOf('ours');
  const theirs = await versionsOf('theirs');
  const united = new Map<Oid, Kept>();
  const take = (side: typeof ours, other: typeof ours) => {
    for (const [oid, each] of side.kept) {
      if (side.isOpen && base.kept.has(oid) && !other.kept.has(oid)) continue;
      const known = united.get(oid);
      const mode = Math.max(each.leaf.mode, known?.leaf.mode ?? 0);
      const by = known === undefined ? each.by : eitherAuthor(known.by, each.by);
      united.set(oid, { leaf: { mode, oid }, by });
    }
  };
  take(ours, theirs);
  take(theirs, ours);
  const besides = new Set([...ours.besides, ...theirs.besides]);
  for (const beside of besides) results.set(beside, null);
  const all = [...united.values()].sort((a, b) => compareBytes(a.leaf.oid, b.leaf.oid));
  const versions: { path: string; blob: Oid; by: VersionAuthor }[] = [];
  for (const [index, { leaf, by }] of all.entries()) {
    const name = index === 0 ? path : await freeName(path, isTaken);
    results.set(name, leaf);
    versions.push({ path: name, blob: leaf.oid, by });
  }
  conflicts.dropFilesAt(path);
  if (isChoice && versions.length > 1 && versions.length <= maxVersions) {
    await conflicts.add({ kind: 'file', path, versions });
  }
}
