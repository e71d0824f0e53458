import { $createListNode, $isListItemNode, $isListNode, type ListNode } from '@lexical/list';
import type { LexicalNode, RangeSelection } from 'lexical';
import { $blocksOf } from '../keys/block-commands.ts';
import { isOnlyList } from './block-unit.ts';

/** The selected blocks that a quote or a callout goes around: of a list only the items selected. */
export function $blocksToWrap(selection: RangeSelection): LexicalNode[] {
  const nodes = selection.getNodes();
  return $blocksOf(nodes).map((block) => ($isListNode(block) ? $partOfList(block, nodes) : block));
}

/** The items of a list that some nodes stand in, as a list of their own among the others. */
function $partOfList(list: ListNode, nodes: readonly LexicalNode[]): ListNode {
  const items = list.getChildren().filter($isListItemNode);
  const $isSelected = (item: LexicalNode) =>
    nodes.some((node) => item.is(node) || item.isParentOf(node));
  let from = items.findIndex($isSelected);
  let to = items.findLastIndex($isSelected);
  if (from === -1) return list;
  // Lexical keeps a nested list in an item of its own: it goes with the item above it.
  while (from > 0 && isOnlyList(items[from])) from -= 1;
  while (isOnlyList(items[to + 1])) to += 1;
  if (to < items.length - 1) $splitList(list, to + 1);
  return from === 0 ? list : $splitList(list, from);
}

/** The items from a place on, as a list of their own after it. */
function $splitList(list: ListNode, at: number): ListNode {
  const items = list.getChildren().filter($isListItemNode).slice(at);
  const rest = $createListNode(list.getListType(), items[0]?.getValue());
  list.insertAfter(rest);
  return rest.append(...items);
}
