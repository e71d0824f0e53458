import {
  $createListNode,
  $isListItemNode,
  $isListNode,
  type ListItemNode,
  type ListNode,
} from '@lexical/list';
import type { LexicalNode, RangeSelection } from 'lexical';
import { $isCalloutTitleNode } from '../containers/CalloutTitleNode.ts';
import { $bodyFor } from '../list-item/item-body-commands.ts';
import { $commonList, isOnlyList } from './block-unit.ts';
import { $blocksOf } from './blocks-of.ts';

/**
 * The selected blocks as neighbours of their own: of a list only the items selected, of a nested one as a
 * block that the item above it holds. The title of a callout stands for all of it.
 */
export function $selectedBlocks(selection: RangeSelection): LexicalNode[] {
  const ends = [selection.anchor.getNode(), selection.focus.getNode()] as const;
  const nodes = selection.getNodes();
  const list = $commonList(ends);
  if (list !== null && $isListItemNode(list.getParent())) return [$partOfNested(list, nodes)];
  return $blocksOf(nodes).map((block) => {
    if ($isListNode(block)) return $partOfList(block, nodes);
    return $isCalloutTitleNode(block) ? block.getParentOrThrow() : block;
  });
}

/** The same of a list nested below an item, which holds it, and what stands before it, from then on. */
function $partOfNested(list: ListNode, nodes: readonly LexicalNode[]): ListNode {
  const part = $partOfList(list, nodes);
  const holder = list.getParent();
  const above = holder?.getPreviousSibling() ?? null;
  if (!$isListItemNode(holder) || !$isListItemNode(above)) return part;
  let owner: ListItemNode = above;
  while (isOnlyList(owner)) {
    const before = owner.getPreviousSibling();
    if (!$isListItemNode(before)) return part;
    owner = before;
  }
  const body = $bodyFor(owner);
  for (const each of owner.getNextSiblings()) {
    if (!$isListItemNode(each) || !isOnlyList(each)) break;
    for (const nested of each.getChildren()) {
      body.append(nested);
      if (nested.is(part)) break;
    }
    if (each.isEmpty()) each.remove();
    if (body.isParentOf(part)) break;
  }
  return part;
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
