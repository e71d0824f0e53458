import { $getRoot } from 'lexical';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { $parkedWithin } from './park.ts';
import {
  $createParkedBlocksNode,
  $isParkedBlocksNode,
  type ParkedBlocksNode,
} from './ParkedBlocksNode.ts';
import { $createParkedItemsNode, type ParkedItemsNode } from './ParkedItemsNode.ts';

/**
 * Changes what is parked, which stays so. What `change` gives back as the same object is as it was.
 *
 * @param change given items as a list of them
 */
export function $changeParked(
  node: ParkedBlocksNode | ParkedItemsNode,
  change: (block: Block) => Block,
): void {
  if ($isParkedBlocksNode(node)) {
    const before = node.getBlocks();
    const blocks = before.map((block) => {
      const model = change(block.model);
      return model === block.model ? block : { ...block, model };
    });
    if (blocks.some((block, index) => block !== before[index]))
      node.replace($createParkedBlocksNode(blocks, node.getHeightPx()));
    return;
  }
  const list = { kind: 'list', isOrdered: false, start: 1, items: node.getItems() } as const;
  const changed = change(list);
  if (changed !== list && changed.kind === 'list')
    node.replace($createParkedItemsNode(changed.items, node.getHeightPx()));
}

/** The same for all that is parked on the page. */
export function $changeAllParked(change: (block: Block) => Block): void {
  for (const node of $parkedWithin($getRoot())) $changeParked(node, change);
}
