import type { Oid } from '../../../shared/contract/values.ts';
import {
  boundedName,
  eitherAuthor,
  type VersionAuthor,
} from '../../../shared/merge/conflict-file.ts';
import { readCommit } from '../commit-object.ts';
import { lastChangeIn } from '../last-change.ts';
import type { ObjectStore } from '../object-store.ts';
import { findEntry } from '../tree.ts';

const maxMerges = 20;

/**
 * Who changed a path last, as seen from a commit. A merge is nobody's writing: behind it stands the
 * later of the two who wrote what it joined.
 */
export async function lastAuthor(
  objects: ObjectStore,
  start: Oid,
  path: string,
  depth = 0,
): Promise<VersionAuthor> {
  const oid = await lastChangeIn(objects, start, path);
  if (oid === null) return null;
  const { parents, author } = await readCommit(objects, oid);
  if (parents.length > 1 && depth < maxMerges) {
    const writers: VersionAuthor[] = [];
    for (const parent of parents) {
      const { tree } = await readCommit(objects, parent);
      if ((await findEntry(objects, tree, path)) === null) continue;
      writers.push(await lastAuthor(objects, parent, path, depth + 1));
    }
    const [latest] = writers.sort((left, right) => (eitherAuthor(left, right) === left ? 1 : -1));
    if (latest !== undefined && latest !== null) return latest;
  }
  const { name, email, dateMs } = author;
  return { name: boundedName(name), email: boundedName(email), dateMs, commit: oid };
}
