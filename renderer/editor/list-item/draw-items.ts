import { $isListItemNode, $isListNode } from '@lexical/list';
import { $getEditorDOMRenderConfig, type LexicalEditor, type LexicalNode } from 'lexical';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';
import { $drawTask, $nameBox, taskBoxOf } from './task-box.ts';

/**
 * Draws tasks with their boxes, and leaves the numbers out of lists that show none. Lexical writes one to
 * each item, and to all below one that comes or goes; for each of them Chromium looks at all items below
 * it, which takes seconds in a list of some thousands.
 */
export function drawItems(editor: LexicalEditor): void {
  const usual = $getEditorDOMRenderConfig(editor);
  editor._config.dom = {
    ...usual,
    $createDOM: (node, owner) => {
      const element = usual.$createDOM(node, owner);
      if ($isUnnumbered(node)) hideNumber(element);
      $drawItem(node, element);
      return element;
    },
    $updateDOM: (node, before, element, owner) => {
      if ($isUnnumbered(node)) hideNumber(element);
      // An item that came into a numbered list keeps its element.
      else if ($isListItemNode(node)) Reflect.deleteProperty(element, 'value');
      const isNew = !$isAsBefore(node, before) && usual.$updateDOM(node, before, element, owner);
      if (!isNew) $drawItem(node, element);
      return isNew;
    },
    $getDOMSlot: (node, element, owner) => {
      const slot = usual.$getDOMSlot(node, element, owner);
      const box = $isListItemNode(node) ? taskBoxOf(element) : null;
      // `withAfter` gives a slot that is not typed by its node.
      if (box !== null) Reflect.set(slot, 'after', box);
      return slot;
    },
    $decorateDOM: (node, before, element, owner) => {
      usual.$decorateDOM(node, before, element, owner);
      $nameBox(node, element, owner);
    },
  };
}

function $isUnnumbered(node: LexicalNode): boolean {
  if (!$isListItemNode(node)) return false;
  const list = node.getParent();
  return $isListNode(list) && list.getListType() !== 'number';
}

/** Lexical takes the classes of an item away and puts them back with each letter that is typed in it. */
function $isAsBefore(node: LexicalNode, before: LexicalNode): boolean {
  if (!$isListItemNode(node) || !$isListItemNode(before) || $isParkedItemsNode(node)) return false;
  const list = node.getParent();
  return (
    $isListNode(list) &&
    list.getListType() === 'bullet' &&
    node.__style === before.__style &&
    node.__textStyle === before.__textStyle
  );
}

function $drawItem(node: LexicalNode, element: HTMLElement): void {
  if (!$isListItemNode(node) || $isParkedItemsNode(node)) return;
  element.classList.toggle('cp-editor-nested', node.getChildren().some($isListNode));
  $drawTask(node, element);
}

/** What Lexical sets on the element from now on stays a property of its own, and is no attribute. */
function hideNumber(element: HTMLElement): void {
  if (Object.hasOwn(element, 'value')) return;
  element.removeAttribute('value');
  Object.defineProperty(element, 'value', { configurable: true, writable: true, value: 0 });
}
