import type { Oid, Revision } from '../../shared/contract/values.ts';

/** Which two versions a reader compares, as chosen; null picks the usual one. */
export interface Chosen {
  readonly newer: Oid | null;
  readonly older: Oid | null;
}

export interface ComparedPair {
  readonly newer: Revision;
  /** Null compares with nothing: the page before it was there. */
  readonly older: Revision | null;
}

/** The two to compare: the newest and the one before it, unless others were chosen. */
export function comparedPair(revisions: readonly Revision[], chosen: Chosen): ComparedPair | null {
  const at = Math.max(
    0,
    revisions.findIndex(({ commit }) => commit === chosen.newer),
  );
  const newer = revisions[at];
  if (newer === undefined) return null;
  const from = revisions.findIndex(({ commit }) => commit === chosen.older);
  return { newer, older: revisions[from > at ? from : at + 1] ?? null };
}

/** Compares from `commit` on; where that is newer than what is shown, it becomes the newer one. */
export function chooseOlder(
  revisions: readonly Revision[],
  pair: ComparedPair,
  commit: Oid,
): Chosen {
  const place = (oid: Oid) => revisions.findIndex((revision) => revision.commit === oid);
  const { newer } = pair;
  return place(commit) < place(newer.commit)
    ? { newer: commit, older: newer.commit }
    : { newer: newer.commit, older: commit };
}
