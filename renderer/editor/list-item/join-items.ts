import { $isListItemNode, $isListNode, type ListItemNode } from '@lexical/list';
import {
  $createParagraphNode,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  type LexicalNode,
} from 'lexical';
import { $isParked } from '../windowing/park.ts';
import { $bodyFor, $bodyOf, $itemOfText } from './item-body-commands.ts';

/**
 * Backspace at the start of an item below another one of its list: it goes on where that ends, as if Enter
 * had never been pressed. The first one of a nested list moves out, as ever, and of a list becomes a paragraph.
 *
 * @returns whether it did anything
 */
export function $joinItemAbove(): boolean {
  const item = $itemAtCaret();
  const above = item?.getPreviousSibling() ?? null;
  if (item === null || !$isListItemNode(above) || $isParked(above)) return false;
  const goal = $lastTextItem(above);
  if (goal === null) return false;
  if (goal.is(above) && goal.isEmpty()) {
    goal.remove();
    return true;
  }
  const body = $bodyOf(goal);
  const ownBody = $bodyOf(item);
  const words = item.getChildren().filter((child) => !child.is(ownBody));
  if (body === null) goal.selectEnd();
  else body.selectEnd();
  const last = body?.getLastChild();
  if (body === null) goal.append(...words);
  else if ($isParagraphNode(last)) last.append(...words);
  else if (words.length > 0) {
    const paragraph = $createParagraphNode().append(...words);
    body.append(paragraph);
    paragraph.selectStart();
  }
  if (ownBody !== null) $bodyFor(goal).append(...ownBody.getChildren());
  item.remove();
  return true;
}

/** The item with the caret before its first letter. */
function $itemAtCaret(): ListItemNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const { anchor } = selection;
  const item = anchor.offset === 0 ? $itemOfText(anchor.getNode()) : null;
  if (item === null) return null;
  for (let node: LexicalNode = anchor.getNode(); !node.is(item); node = node.getParentOrThrow()) {
    if (node.getPreviousSibling() !== null) return null;
  }
  return item;
}

/** The item that an item, or the list nested below it, ends with. */
function $lastTextItem(item: ListItemNode): ListItemNode | null {
  const nested = item.getLastChild();
  if (!$isListNode(nested)) return item;
  const last = nested.getLastChild();
  return $isListItemNode(last) ? $lastTextItem(last) : null;
}
