import { $isListItemNode, $isListNode, type ListItemNode, type ListNode } from '@lexical/list';
import { $findMatchingParent } from '@lexical/utils';
import {
  $getSelection,
  $isRangeSelection,
  $isRootNode,
  type BaseSelection,
  type LexicalNode,
} from 'lexical';
import { $isCalloutTitleNode } from '../containers/CalloutTitleNode.ts';
import { $isItemBodyNode } from '../list-item/ItemBodyNode.ts';
import { $blocksOf } from './blocks-of.ts';

export type Direction = 'up' | 'down';

/** Neighbours that are moved or doubled as one: items of a list, each with those below it, or blocks. */
export interface BlockUnit {
  readonly kind: 'items' | 'blocks';
  readonly nodes: readonly LexicalNode[];
}

/**
 * What the selection stands in.
 *
 * @param isWhole the block of the page itself: a list, not its item; a table, not its row
 */
export function $selectedUnit(isWhole: boolean): BlockUnit | null {
  const selection = $getSelection();
  if (selection === null) return null;
  const items = isWhole ? null : $selectedItems(selection);
  if (items !== null) return { kind: 'items', nodes: items };
  const found = isWhole ? $topBlocks(selection) : $blocksOf(selection.getNodes());
  // The title of a callout stands for all of it.
  const title = found.find($isCalloutTitleNode);
  const nodes = title === undefined ? found : [title.getParentOrThrow()];
  return nodes.length === 0 ? null : { kind: 'blocks', nodes };
}

/** The page's own blocks that the selection touches, with all that stands between. */
function $topBlocks(selection: BaseSelection): LexicalNode[] {
  const keys = new Map<string, LexicalNode>();
  for (const node of selection.getNodes()) {
    const top = $findMatchingParent(node, (each) => $isRootNode(each.getParent()));
    if (top !== null) keys.set(top.getKey(), top);
  }
  return [...keys.values()].sort(
    (left, right) => left.getIndexWithinParent() - right.getIndexWithinParent(),
  );
}

/** Items of the innermost list that holds the whole selection; null when that is all of a list. */
function $selectedItems(selection: BaseSelection): LexicalNode[] | null {
  if (!$isRangeSelection(selection)) return null;
  const ends = [selection.anchor.getNode(), selection.focus.getNode()] as const;
  const list = $commonList(ends);
  if (list === null) return null;
  const items = list.getChildren().filter($isListItemNode);
  const places = ends.map((end) => items.findIndex((item) => item.is(end) || item.isParentOf(end)));
  let from = Math.min(...places);
  let to = Math.max(...places);
  // Lexical keeps a nested list in an item of its own: it goes with the item above it.
  while (from > 0 && isOnlyList(items[from])) from -= 1;
  while (isOnlyList(items[to + 1])) to += 1;
  const isAll = from === 0 && to === items.length - 1;
  return isAll && !$isListItemNode(list.getParent()) ? null : items.slice(from, to + 1);
}

/** The innermost list that holds both ends. */
export function $commonList(ends: readonly [LexicalNode, LexicalNode]): ListNode | null {
  const [first, last] = ends;
  // Within what an item holds below its text, the blocks there are meant, not the item.
  const found = $findMatchingParent(
    first,
    (node) => ($isListNode(node) || $isItemBodyNode(node)) && node.isParentOf(last),
  );
  return $isListNode(found) ? found : null;
}

/** Whether it is there for a nested list alone, which belongs to the item above it. */
export function isOnlyList(item: ListItemNode | undefined): boolean {
  return item !== undefined && $isListNode(item.getFirstChild());
}

/** The items that stand before or after a unit as one: an item and the lists below it. */
export function $itemsBeside(unit: BlockUnit, direction: Direction): LexicalNode[] {
  const edge = direction === 'up' ? unit.nodes[0] : unit.nodes.at(-1);
  const siblings = direction === 'up' ? edge?.getPreviousSiblings() : edge?.getNextSiblings();
  const items = (siblings ?? []).filter($isListItemNode);
  if (direction === 'up') {
    let from = items.length - 1;
    while (from > 0 && isOnlyList(items[from])) from -= 1;
    return from < 0 ? [] : items.slice(from);
  }
  let to = 0;
  while (isOnlyList(items[to + 1])) to += 1;
  return items.slice(0, to + 1);
}
