import { $isLinkNode, $toggleLink, type LinkNode } from '@lexical/link';
import { $findMatchingParent } from '@lexical/utils';
import { $getSelection, type NodeKey } from 'lexical';

/** Takes away every link that the selection touches; its words stay. (Lexical's own fails at a link's edge.) */
export function $unlink(): void {
  for (const link of $selectedLinks()) {
    for (const child of link.getChildren()) link.insertBefore(child);
    link.remove();
  }
}

/** Makes the selection a link; a link that it stands in leads elsewhere then. */
export function $linkTo(url: string): void {
  const links = $selectedLinks();
  const [link] = links;
  const nodes = $getSelection()?.getNodes() ?? [];
  const isWithin =
    link !== undefined && nodes.every((node) => $findMatchingParent(node, (each) => each.is(link)));
  // Lexical's own touches the words too.
  if (isWithin && links.length === 1) link.setURL(url);
  else $toggleLink(url);
}

function $selectedLinks(): LinkNode[] {
  const links = new Map<NodeKey, LinkNode>();
  for (const node of $getSelection()?.getNodes() ?? []) {
    const link = $findMatchingParent(node, $isLinkNode);
    if (link !== null) links.set(link.getKey(), link);
  }
  return [...links.values()];
}
