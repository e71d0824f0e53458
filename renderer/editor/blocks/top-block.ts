import { $findMatchingParent } from '@lexical/utils';
import { $isRootNode, type LexicalNode } from 'lexical';

/** The block of the page that a node is in or is itself; null for the root. */
export function $topOf(node: LexicalNode): LexicalNode | null {
  return $findMatchingParent(node, (each) => $isRootNode(each.getParent()));
}
