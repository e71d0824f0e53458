import { $isLinkNode, type LinkNode } from '@lexical/link';
import { $findMatchingParent } from '@lexical/utils';
import { $getSelection, type NodeKey } from 'lexical';

/** Takes away every link that the selection touches; its words stay. (Lexical's own fails at a link's edge.) */
export function $unlink(): void {
  const links = new Map<NodeKey, LinkNode>();
  for (const node of $getSelection()?.getNodes() ?? []) {
    const link = $findMatchingParent(node, $isLinkNode);
    if (link !== null) links.set(link.getKey(), link);
  }
  for (const link of links.values()) {
    for (const child of link.getChildren()) link.insertBefore(child);
    link.remove();
  }
}
