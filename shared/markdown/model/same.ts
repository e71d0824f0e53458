import { withAddressesPlain, withAtomsAsText, withoutReferences } from './map-inlines.ts';
import { fingerprintOf, type Block } from './blocks.ts';
import { normaliseBlock } from './normalise.ts';
import { areAlikeAround, isEqual, partsOf, withParts } from './parts.ts';

/**
 * Whether two normalised blocks say the same. Bare URLs and addresses aside: markdown links them by
 * itself and has no way to write one that is not a link. Nor does it matter whether a link has its
 * address from a definition.
 */
export function saySame(left: Block, right: Block): boolean {
  return isEqual(left, right) || areSame(left, right, plainFingerprint);
}

/** By the fingerprints of their parts that are not equal, if need be of all. */
function areSame(left: Block, right: Block, fingerprint: (block: Block) => string): boolean {
  if (left.kind !== right.kind) return false;
  const [ours, theirs] = [partsOf(left), partsOf(right)];
  const isSameInParts =
    ours !== null &&
    theirs !== null &&
    areAlikeAround(left, right) &&
    ours.every((part, index) => {
      const other = theirs[index];
      if (other === undefined) return false;
      if (isEqual(part, other)) return true;
      return fingerprint(withParts(left, [part])) === fingerprint(withParts(right, [other]));
    });
  if (isSameInParts) return true;
  // Each item and row is one of its own; of other blocks some may be nothing.
  const isExact = left.kind === 'list' || left.kind === 'table';
  return !isExact && fingerprint(left) === fingerprint(right);
}

export function allSaySame(left: readonly Block[], right: readonly Block[]): boolean {
  return (
    left.length === right.length &&
    left.every((block, index) => {
      const other = right[index];
      return other !== undefined && saySame(block, other);
    })
  );
}

function plainFingerprint(block: Block): string {
  return fingerprintOf(normaliseBlock(withAddressesPlain(withoutReferences(block))));
}

/**
 * Whether two blocks say the same but for what depends on a definition elsewhere: without its
 * definition a footnote's mark or an image's reference is plain text, written the same.
 */
export function haveSameSource(left: Block, right: Block): boolean {
  return areSame(left, right, (block) =>
    fingerprintOf(normaliseBlock(withAtomsAsText(withAddressesPlain(withoutReferences(block))))),
  );
}
