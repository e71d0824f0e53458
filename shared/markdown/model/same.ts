import { withAddressesPlain, withAtomsAsText, withoutReferences } from './map-inlines.ts';
import { fingerprintOf, type Block } from './blocks.ts';
import { normaliseBlock } from './normalise.ts';

/**
 * Whether two normalised blocks say the same. Bare URLs and addresses aside: markdown links them by
 * itself and has no way to write one that is not a link. Nor does it matter whether a link has its
 * address from a definition.
 */
export function saySame(left: Block, right: Block): boolean {
  return (
    left === right ||
    fingerprintOf(left) === fingerprintOf(right) ||
    plainFingerprint(left) === plainFingerprint(right)
  );
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
  const plain = (block: Block): string =>
    fingerprintOf(normaliseBlock(withAtomsAsText(withAddressesPlain(withoutReferences(block)))));
  return plain(left) === plain(right);
}
