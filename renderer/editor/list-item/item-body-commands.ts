import { $isListItemNode, $isListNode, type ListItemNode, type ListNode } from '@lexical/list';
import { $findMatchingParent, $insertNodeToNearestRoot } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isRangeSelection,
  $isRootOrShadowRoot,
  type LexicalNode,
} from 'lexical';
import { $createItemBodyNode, $isItemBodyNode, type ItemBodyNode } from './ItemBodyNode.ts';

/** The item in whose own text a node stands, not in what it holds below; null: in none. */
export function $itemOfText(node: LexicalNode): ListItemNode | null {
  const found = $findMatchingParent(
    node,
    (each) => $isListItemNode(each) || $isRootOrShadowRoot(each),
  );
  return $isListItemNode(found) ? found : null;
}

/** The innermost list around a node, but none around the item whose body it stands in. */
export function $listOfText(node: LexicalNode): ListNode | null {
  const found = $findMatchingParent(node, (each) => $isListNode(each) || $isRootOrShadowRoot(each));
  return $isListNode(found) ? found : null;
}

/** The item in whose body, but not deeper in a list there, a node stands. */
export function $itemOfBody(node: LexicalNode): ListItemNode | null {
  const found = $findMatchingParent(
    node,
    (each) => $isListItemNode(each) || $isRootOrShadowRoot(each),
  );
  const item = $isItemBodyNode(found) ? found.getParent() : null;
  return $isListItemNode(item) ? item : null;
}

export function $bodyOf(item: ListItemNode): ItemBodyNode | null {
  const last = item.getLastChild();
  return $isItemBodyNode(last) ? last : null;
}

/** The body of an item, an empty one if it had none. */
export function $bodyFor(item: ListItemNode): ItemBodyNode {
  const body = $bodyOf(item) ?? $createItemBodyNode();
  if (body.getParent() === null) item.append(body);
  return body;
}

/**
 * Puts a block below the one with the caret, in a list item as a part of the item, with a place to
 * write on below it.
 */
export function $insertBlock(block: LexicalNode): void {
  const selection = $getSelection();
  const item = $isRangeSelection(selection) ? $itemOfText(selection.anchor.getNode()) : null;
  if (item === null) $insertNodeToNearestRoot(block);
  else $bodyFor(item).splice(0, 0, [block]);
  if (block.getNextSibling() === null) block.insertAfter($createParagraphNode());
}

/** The body that a list ends with; null: it ends with text. */
export function $bodyAtEnd(list: LexicalNode): ItemBodyNode | null {
  const last = $isListNode(list) ? list.getLastChild() : null;
  const inner = $isListItemNode(last) ? last.getLastChild() : null;
  if ($isItemBodyNode(inner)) return inner;
  return inner === null ? null : $bodyAtEnd(inner);
}

/** Makes paragraphs of a list's items, each with what it held below it. */
export function $dissolveList(list: ListNode): void {
  for (const item of list.getChildren().filter($isListItemNode)) {
    const nested = item.getFirstChild();
    if ($isListNode(nested)) {
      list.insertBefore(nested);
      $dissolveList(nested);
    } else {
      const held = $bodyOf(item)?.getChildren() ?? [];
      const text = item.getChildren().filter((child) => !$isItemBodyNode(child));
      list.insertBefore($createParagraphNode().append(...text));
      for (const block of held) list.insertBefore(block);
    }
  }
  list.remove();
}
