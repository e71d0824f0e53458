import type { Choice } from '../../../shared/contract/methods-sync.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { MergePart } from '../../../shared/merge/parts.ts';

/** The three versions of one path. A version that is absent is null. */
export interface Versions {
  readonly base: Oid | null;
  readonly ours: Oid | null;
  readonly theirs: Oid | null;
}

/** A path whose two versions only a person can join. */
export interface TreeChoice extends Versions {
  readonly path: string;
  readonly kind: Choice['kind'];
  /** The page in order, of kind `text`; else empty. */
  readonly parts: readonly MergePart[];
}

/** What a person chose for a path. It counts only for exactly the versions it was made for. */
export interface MergeDecision extends Versions {
  readonly path: string;
  readonly decision:
    /** A whole text; null deletes the file. */
    | { readonly kind: 'text'; readonly text: string | null }
    /** One side as it is, also when that side deleted the file. */
    | { readonly kind: 'keep'; readonly side: 'ours' | 'theirs' };
}

export function isDecidedBy(decision: MergeDecision, versions: Versions): boolean {
  return (
    decision.base === versions.base &&
    decision.ours === versions.ours &&
    decision.theirs === versions.theirs
  );
}
