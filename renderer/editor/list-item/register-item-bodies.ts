import { $createListItemNode, $isListItemNode, type ListItemNode } from '@lexical/list';
import { mergeRegister } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isElementNode,
  $isLineBreakNode,
  $isParagraphNode,
  $isRangeSelection,
  $isRootOrShadowRoot,
  COMMAND_PRIORITY_HIGH,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_DELETE_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  type PointType,
} from 'lexical';
import { $setTask } from '../nodes/node-states.ts';
import {
  $bodyFor,
  $bodyOf,
  $canNest,
  $isTask,
  $itemOfBody,
  $itemOfText,
} from './item-body-commands.ts';
import { $joinItemAbove } from './join-items.ts';
import { $isItemBodyNode, ItemBodyNode } from './ItemBodyNode.ts';

/** What keeps the bodies of list items in shape, and the keys that lead in and out of them. */
export function registerItemBodies(editor: LexicalEditor): () => void {
  const key =
    (act: () => boolean) =>
    (event: KeyboardEvent | null): boolean => {
      if (event?.shiftKey === true || !act()) return false;
      event?.preventDefault();
      return true;
    };
  return mergeRegister(
    editor.registerNodeTransform(ItemBodyNode, $keepInShape),
    editor.registerCommand(KEY_ENTER_COMMAND, key($leave), COMMAND_PRIORITY_HIGH),
    editor.registerCommand(
      KEY_BACKSPACE_COMMAND,
      key(() => $joinText() || $joinItemAbove()),
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(KEY_DELETE_COMMAND, key($joinBelow), COMMAND_PRIORITY_HIGH),
    editor.registerCommand(INSERT_LINE_BREAK_COMMAND, $beginParagraph, COMMAND_PRIORITY_HIGH),
    editor.registerCommand(INSERT_PARAGRAPH_COMMAND, $splitTextless, COMMAND_PRIORITY_HIGH),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        const point = $caret();
        const node = point?.getNode();
        const item = node === undefined ? null : $itemOfBody(node);
        const isLine = node !== undefined && $isParagraphNode($blockIn(node));
        if (item === null || !isLine) return false;
        event.preventDefault();
        if (event.shiftKey) item.setIndent(Math.max(0, item.getIndent() - 1));
        else if ($canNest(item)) item.setIndent(item.getIndent() + 1);
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );
}

function $keepInShape(body: ItemBodyNode): void {
  const item = body.getParent();
  if (!$isListItemNode(item)) {
    // The item became something else: what it held stands below that.
    const outer = item === null || item.isInline() || $isRootOrShadowRoot(item) ? body : item;
    for (const child of body.getChildren().toReversed()) outer.insertAfter(child);
    body.remove();
    return;
  }
  const after = body.getNextSiblings();
  const [next] = after;
  // What was joined to the item's end goes on where the item ends.
  if ($isItemBodyNode(next)) body.append(...next.getChildren());
  else if (after.length > 0) {
    const inline = after.filter((node) => !$isItemBodyNode(node));
    const paragraph = $createParagraphNode();
    body.append(paragraph);
    paragraph.append(...inline);
  }
  if ($isItemBodyNode(next)) next.remove();
  if (body.isEmpty()) body.remove();
}

function $caret(): PointType | null {
  const selection = $getSelection();
  return $isRangeSelection(selection) && selection.isCollapsed() ? selection.anchor : null;
}

/** The block of a body that a node stands in. */
function $blockIn(node: LexicalNode): LexicalNode | null {
  for (let each: LexicalNode | null = node; each !== null; each = each.getParent()) {
    if ($isItemBodyNode(each.getParent())) return each;
  }
  return null;
}

/** Enter on an empty last paragraph goes on with the next item. */
function $leave(): boolean {
  const paragraph = $caret()?.getNode();
  const body = paragraph?.getParent();
  const item = body?.getParent();
  if (!$isParagraphNode(paragraph) || !paragraph.isEmpty()) return false;
  if (!$isItemBodyNode(body) || !$isListItemNode(item)) return false;
  if (paragraph.getNextSibling() !== null) return false;
  const next = $itemLike(item);
  item.insertAfter(next);
  next.select();
  paragraph.remove();
  return true;
}

/** An empty item beside another one: a task beside a task. */
function $itemLike(item: ListItemNode): ListItemNode {
  const made = $createListItemNode();
  $setTask(made, $isTask(item) ? false : null);
  return made;
}

/** Backspace at the start of a body's first paragraph: it goes on where the item's text ends. */
function $joinText(): boolean {
  const point = $caret();
  const node = point?.getNode();
  const item = node === undefined ? null : $itemOfBody(node);
  const first = item === null ? null : ($bodyOf(item)?.getFirstChild() ?? null);
  if (point?.offset !== 0 || node === undefined || item === null) return false;
  for (let each: LexicalNode | null = node; !each?.is(first); each = each.getParent()) {
    if (each === null || each.getPreviousSibling() !== null) return false;
  }
  return $joinFirst(item);
}

/** Delete at the end of an item's text takes the first paragraph below into it. */
function $joinBelow(): boolean {
  const point = $caret();
  const node = point?.getNode();
  const item = node === undefined ? null : $itemOfText(node);
  if (point === null || node === undefined || item === null || $bodyOf(item) === null) return false;
  return $isTextEnd(point, item) && $joinFirst(item);
}

function $isTextEnd(point: PointType, item: ListItemNode): boolean {
  const node = point.getNode();
  const isItem = node.is(item);
  const size = $isElementNode(node)
    ? node.getChildrenSize() - (isItem ? 1 : 0)
    : node.getTextContentSize();
  if (point.offset !== size) return false;
  for (let each: LexicalNode = node; !each.is(item); each = each.getParentOrThrow()) {
    const next = each.getNextSibling();
    if (next !== null && !$isItemBodyNode(next)) return false;
  }
  return true;
}

function $joinFirst(item: ListItemNode): boolean {
  const body = $bodyOf(item);
  const first = body?.getFirstChild();
  if (body === null || !$isParagraphNode(first)) return false;
  // Before the texts become one: the caret stays where they meet.
  const before = body.getPreviousSibling();
  if (before === null) item.select(0, 0);
  else before.selectEnd();
  for (const child of first.getChildren()) body.insertBefore(child);
  first.remove();
  return true;
}

/** Shift+Enter on the empty last line of an item's text begins a paragraph below it. */
function $beginParagraph(): boolean {
  const point = $caret();
  const item = point === null ? null : $itemOfText(point.getNode());
  if (point === null || item === null || !point.getNode().is(item)) return false;
  const end = item.getChildrenSize() - ($bodyOf(item) === null ? 0 : 1);
  const last = item.getChildAtIndex(end - 1);
  if (point.offset !== end || !$isLineBreakNode(last)) return false;
  last.remove();
  const paragraph = $createParagraphNode();
  $bodyFor(item).splice(0, 0, [paragraph]);
  paragraph.select();
  return true;
}

// An item with nothing but a body is no line of text to Lexical, which then finds none to split.
function $splitTextless(): boolean {
  const item = $caret()?.getNode();
  if (!$isListItemNode(item) || !$isItemBodyNode(item.getFirstChild())) return false;
  item.insertBefore($itemLike(item));
  return true;
}
