import { $findMatchingParent } from '@lexical/utils';
import { $getRoot, $isElementNode, $isRootOrShadowRoot, type LexicalNode } from 'lexical';

/**
 * The blocks that nodes stand in, in order: neighbours in the innermost place (the page, a quote, a cell)
 * that holds them all.
 */
export function $blocksOf(nodes: readonly LexicalNode[]): LexicalNode[] {
  const leaves = nodes.filter((node) => !$isElementNode(node) || node.isEmpty());
  const [first] = leaves;
  const place =
    (first &&
      $findMatchingParent(
        first,
        (each) =>
          $isElementNode(each) &&
          $isRootOrShadowRoot(each) &&
          leaves.every((leaf) => each.isParentOf(leaf)),
      )) ??
    $getRoot();
  const blocks = new Map<string, LexicalNode>();
  for (const node of nodes) {
    const block = $findMatchingParent(node, (each) => place.is(each.getParent()));
    if (block !== null) blocks.set(block.getKey(), block);
  }
  return [...blocks.values()];
}
