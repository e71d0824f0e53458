import { $isListNode, type ListItemNode } from '@lexical/list';
import {
  $getRoot,
  $getSelection,
  $getState,
  $isElementNode,
  $isRangeSelection,
  type ElementNode,
  type LexicalNode,
} from 'lexical';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { $blocksOfTop, $itemsOfNodes } from '../bridge/export-blocks.ts';
import { $nodesOfItems, $partLists } from '../bridge/import-page.ts';
import { blockIdState } from '../nodes/node-states.ts';
import { heightOfBlocks, heightOfItems } from './heights.ts';
import { $nodesOfParked } from './import-window.ts';
import {
  $createParkedBlocksNode,
  $isParkedBlocksNode,
  type ParkedBlocksNode,
} from './ParkedBlocksNode.ts';
import {
  $createParkedItemsNode,
  $isParkedItemsNode,
  type ParkedItemsNode,
} from './ParkedItemsNode.ts';

export type ParkedNode = ParkedBlocksNode | ParkedItemsNode;

export function $isParked(node: LexicalNode | null | undefined): node is ParkedNode {
  return $isParkedBlocksNode(node) || $isParkedItemsNode(node);
}

/**
 * Puts a parked node in the place of children of the root that follow each other.
 *
 * @param heightPx what they took on the screen; left out: a guess
 * @param blocks what they say, where that is known: the same objects need no second look
 */
export function $park(
  nodes: readonly LexicalNode[],
  heightPx?: number,
  blocks: readonly BlockNow[] = nodes.flatMap($blocksOfTop),
): ParkedBlocksNode {
  const parked = $createParkedBlocksNode(blocks, heightPx ?? heightOfBlocks(blocks));
  $exchange($getRoot(), nodes, [parked]);
  return parked;
}

/** The same for items of one list; a nested list goes along with the item above that it belongs to. */
export function $parkItems(nodes: readonly ListItemNode[], heightPx?: number): ParkedItemsNode {
  const list = nodes[0]?.getParent();
  if (!$isListNode(list)) throw new Error('Only items of a list are parked as items.');
  const items = $itemsOfNodes(nodes);
  const parked = $createParkedItemsNode(items, heightPx ?? heightOfItems(items));
  $exchange(list, nodes, [parked]);
  return parked;
}

/** Puts the real nodes back; for blocks they are returned one for each. None where it is gone already. */
export function $unpark(node: ParkedNode): LexicalNode[] {
  if (!node.isAttached()) return [];
  const parent = node.getParentOrThrow();
  if ($isParkedItemsNode(node)) {
    const nodes = $isListNode(parent) ? $nodesOfItems(node.getItems()) : [];
    $exchange(parent, [node], nodes);
    return nodes;
  }
  const nodes = $nodesOfParked(node);
  $exchange(parent, [node], nodes);
  $partLists(nodes);
  return nodes;
}

/** The real node of one of the blocks that are parked. */
export function $unparkAt(node: ParkedBlocksNode, index: number): LexicalNode | null {
  return $unpark(node)[index] ?? null;
}

/** The real node of a page's block; null: the editor does not hold it. */
export function $unparkBlock(id: string): LexicalNode | null {
  for (const node of $getRoot().getChildren()) {
    if ($getState(node, blockIdState) === id) return node;
    if (!$isParkedBlocksNode(node)) continue;
    const index = node.getBlocks().findIndex((block) => block.id === id);
    if (index !== -1) return $unparkAt(node, index);
  }
  return null;
}

/** Puts back all that is parked within a node; for the root: all of the page. */
export function $unparkWithin(node: LexicalNode): void {
  for (const parked of $parkedWithin(node)) $unpark(parked);
  // A list that was parked as one block may hold more.
  if ($parkedWithin(node).length > 0) $unparkWithin(node);
}

/** For what changes a list as a whole: puts back all items of the lists that are selected. */
export function $unparkSelectedLists(): void {
  const selection = $getSelection();
  const ends = selection?.getStartEndPoints()?.map((point) => point.getNode()) ?? [];
  for (const end of ends) {
    const top = [end, ...end.getParents()].at(-2);
    if (top !== undefined) $unparkWithin(top);
  }
}

/** What is parked within a node, from its beginning. */
export function $parkedWithin(node: LexicalNode): ParkedNode[] {
  if ($isParked(node)) return [node];
  if (!$isElementNode(node)) return [];
  // Only the root and its lists hold any.
  const isOutside = node.getParent() !== null && !$isListNode(node);
  return isOutside ? [] : node.getChildren().flatMap($parkedWithin);
}

/** Selected places between children stay between the same ones. */
function $exchange(
  parent: ElementNode,
  gone: readonly LexicalNode[],
  made: readonly LexicalNode[],
): void {
  const start = gone[0]?.getIndexWithinParent() ?? 0;
  const selection = $getSelection();
  const points = $isRangeSelection(selection) ? [selection.anchor, selection.focus] : [];
  const places = points.map((point) =>
    point.key === parent.getKey() && point.offset >= start + gone.length
      ? point.offset + made.length - gone.length
      : null,
  );
  parent.splice(start, gone.length, [...made]);
  points.forEach((point, index) => {
    const offset = places[index];
    if (typeof offset === 'number') point.set(parent.getKey(), offset, 'element');
  });
}
