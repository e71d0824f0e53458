import {
  $createListNode,
  $isListItemNode,
  $isListNode,
  type ListItemNode,
  type ListNode,
} from '@lexical/list';
import { $addUpdateTag, $createParagraphNode, HISTORY_PUSH_TAG, type LexicalNode } from 'lexical';
import { isOnlyList } from './block-unit.ts';
import { $placeBlocks } from './move-blocks.ts';

export type Side = 'before' | 'after';

/** An item with the nested lists that belong to it. */
export function $withLists(item: ListItemNode): ListItemNode[] {
  const items = [item];
  for (const next of item.getNextSiblings()) {
    if (!$isListItemNode(next) || !isOnlyList(next)) break;
    items.push(next);
  }
  return items;
}

/**
 * Where an item would come to stand beside another one, in whatever list of the page that is.
 *
 * @returns null: it stands there, or that is a part of it
 */
export function $gapFor(
  item: ListItemNode,
  target: ListItemNode,
  side: Side,
): { readonly list: ListNode; readonly next: LexicalNode | null } | null {
  const moved = $withLists(item);
  const list = target.getParent();
  const next = side === 'before' ? target : ($withLists(target).at(-1)?.getNextSibling() ?? null);
  const isPart = moved.some((node) => node.is(target) || node.isParentOf(target));
  if (isPart || !$isListNode(list)) return null;
  const after = moved.at(-1)?.getNextSibling() ?? null;
  const isThere = list.is(item.getParent()) && (item.is(next) || (next?.is(after) ?? !after));
  return isThere ? null : { list, next };
}

/** Moves an item with its lists beside another one. */
export function $placeItem(item: ListItemNode, target: ListItemNode, side: Side): void {
  const gap = $gapFor(item, target, side);
  const from = item.getParent();
  if (gap === null || !$isListNode(from)) return;
  const { list, next } = gap;
  $addUpdateTag(HISTORY_PUSH_TAG);
  for (const node of $withLists(item)) {
    if (next === null) list.append(node);
    else next.insertBefore(node);
  }
  $dropEmpty(from);
}

/** Moves an item with its lists out among the blocks of the page, into the list that stands there or a new one. */
export function $placeItemAsBlock(item: ListItemNode, target: LexicalNode, side: Side): void {
  const from = item.getParent();
  if (!$isListNode(from)) return;
  const beside = side === 'before' ? target.getPreviousSibling() : target.getNextSibling();
  const isSame = $isListNode(beside) && beside.getListType() === from.getListType();
  const end = isSame ? (side === 'before' ? beside.getLastChild() : beside.getFirstChild()) : null;
  if ($isListItemNode(end)) {
    $placeItem(item, $ownerOf(end), side === 'before' ? 'after' : 'before');
    return;
  }
  const list = $createListNode(from.getListType());
  list.append(...$withLists(item));
  $placeBlocks([list], target, side);
  $dropEmpty(from);
}

/** The item that a nested list belongs to, by the item which Lexical keeps that in. */
export function $ownerOf(item: ListItemNode): ListItemNode {
  const before = item.getPreviousSibling();
  return isOnlyList(item) && $isListItemNode(before) ? $ownerOf(before) : item;
}

/** Takes a list away that its last item has left. */
function $dropEmpty(list: ListNode): void {
  if (!list.isEmpty()) return;
  const holder = list.getParent();
  if ($isListItemNode(holder)) {
    const outer = holder.getParent();
    list.remove();
    if (holder.isAttached() && holder.isEmpty()) holder.remove();
    if ($isListNode(outer)) $dropEmpty(outer);
    return;
  }
  const [before, after] = [list.getPreviousSibling(), list.getNextSibling()];
  // Lexical joins lists of one type that touch.
  const isBetween =
    $isListNode(before) && $isListNode(after) && before.getListType() === after.getListType();
  if (isBetween) list.replace($createParagraphNode());
  else list.remove();
}
