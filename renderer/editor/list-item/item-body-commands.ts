import { $isListItemNode, $isListNode, type ListItemNode, type ListNode } from '@lexical/list';
import { $findMatchingParent, $insertNodeToNearestRoot } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isRootOrShadowRoot,
  $setState,
  type ElementNode,
  type LexicalNode,
  type ParagraphNode,
  type RangeSelection,
} from 'lexical';
import { isOnlyList } from '../blocks/block-unit.ts';
import { $goOnFrom, $taskOf, blockIdState } from '../nodes/node-states.ts';
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

/** The item whose own text holds all of the selection; null: none does. */
export function $itemOfSelection({ anchor, focus }: RangeSelection): ListItemNode | null {
  const item = $itemOfText(anchor.getNode());
  return item !== null && item.is($itemOfText(focus.getNode())) ? item : null;
}

/** The items in whose own text the selection stands. */
export function $selectedItems(): ListItemNode[] {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return [];
  const nodes = [selection.anchor.getNode(), ...selection.getNodes()];
  const items = new Set(nodes.flatMap((node) => $itemOfText(node) ?? []));
  return [...items].filter((item) => !isOnlyList(item));
}

/** Whether an item has one above it in its list, below which it can be nested. */
export function $canNest(item: ListItemNode): boolean {
  return $isListItemNode(item.getPreviousSibling());
}

export function $isTask(item: ListItemNode): boolean {
  return $taskOf(item) !== null;
}

/** The text of an item, as the first paragraph of what it holds; the selection goes along. */
function $textAsParagraph(item: ListItemNode): ParagraphNode {
  const paragraph = $createParagraphNode();
  const text = item.getChildren().filter((child) => !$isItemBodyNode(child) && !$isListNode(child));
  $moveText(text, item, paragraph);
  $bodyFor(item).splice(0, 0, [paragraph]);
  return paragraph;
}

/**
 * The text of an item as a block in it, to be made another kind of block. That of a task stays, as its box
 * is written before text and nothing else: below it is an empty paragraph then, with the caret.
 */
export function $textAsBlock(item: ListItemNode): ParagraphNode {
  if (!$isTask(item)) return $textAsParagraph(item);
  const paragraph = $createParagraphNode();
  $bodyFor(item).splice(0, 0, [paragraph]);
  paragraph.select();
  return paragraph;
}

/** Makes the first paragraph that an item without text holds its text; the selection goes along. */
export function $paragraphAsText(item: ListItemNode): void {
  const body = item.getFirstChild();
  const first = $isItemBodyNode(body) ? body.getFirstChild() : null;
  if (!$isParagraphNode(first)) return;
  $moveText(first.getChildren(), first, item);
  first.remove();
}

function $moveText(text: LexicalNode[], from: ElementNode, to: ElementNode): void {
  const selection = $getSelection();
  const points = $isRangeSelection(selection) ? [selection.anchor, selection.focus] : [];
  const places = points.map(({ key, offset }) =>
    key === from.getKey() ? Math.min(offset, text.length) : null,
  );
  to.splice(0, 0, text);
  points.forEach((point, index) => {
    const offset = places[index];
    if (typeof offset === 'number') point.set(to.getKey(), offset, 'element');
  });
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

/** Has a block written as a change of what another one was, which goes. */
function $giveSource(from: LexicalNode, to: LexicalNode): void {
  $goOnFrom(to, from);
  $setState(from, blockIdState, '');
}

/**
 * Makes paragraphs of a list's items, each with what it held below it. A list nested in it stays a list,
 * unless there is some of `selected` in it.
 */
export function $dissolveList(list: ListNode, selected: readonly LexicalNode[]): void {
  for (const item of list.getChildren().filter($isListItemNode)) {
    const nested = item.getFirstChild();
    if ($isListNode(nested)) {
      list.insertBefore(nested);
      $giveSource(list, nested);
      if (selected.some((node) => nested.isParentOf(node))) $dissolveList(nested, selected);
    } else {
      const paragraph = $createParagraphNode();
      list.insertBefore(paragraph);
      $giveSource(list, paragraph);
      const held = $bodyOf(item)?.getChildren() ?? [];
      $moveText(
        item.getChildren().filter((child) => !$isItemBodyNode(child)),
        item,
        paragraph,
      );
      for (const block of held) list.insertBefore(block);
    }
  }
  list.remove();
}
