import { $isListItemNode, $isListNode } from '@lexical/list';
import { $getEditorDOMRenderConfig, type LexicalEditor, type LexicalNode } from 'lexical';
import { isOnlyList } from '../blocks/block-unit.ts';
import { $taskOf } from '../nodes/node-states.ts';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';

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
      $drawTask(node, element);
      return element;
    },
    $updateDOM: (node, before, element, owner) => {
      if ($isUnnumbered(node)) hideNumber(element);
      // An item that came into a numbered list keeps its element.
      else if ($isListItemNode(node)) Reflect.deleteProperty(element, 'value');
      const isNew =
        !$isAsBefore(node, before, element) && usual.$updateDOM(node, before, element, owner);
      if (!isNew) $drawTask(node, element);
      return isNew;
    },
  };
}

function $isUnnumbered(node: LexicalNode): boolean {
  if (!$isListItemNode(node)) return false;
  const list = node.getParent();
  return $isListNode(list) && list.getListType() !== 'number';
}

/** Lexical takes the classes of an item away and puts them back with each letter that is typed in it. */
function $isAsBefore(node: LexicalNode, before: LexicalNode, element: HTMLElement): boolean {
  if (!$isListItemNode(node) || !$isListItemNode(before) || $isParkedItemsNode(node)) return false;
  const list = node.getParent();
  return (
    $isListNode(list) &&
    list.getListType() === 'bullet' &&
    !element.classList.contains('cp-editor-nested') &&
    node.__style === before.__style &&
    node.__textStyle === before.__textStyle &&
    !node.getChildren().some($isListNode)
  );
}

/** The box itself, where it can be pressed, is drawn before the item's text by its class. */
function $drawTask(node: LexicalNode, element: HTMLElement): void {
  if (!$isListItemNode(node) || $isParkedItemsNode(node)) return;
  const task = isOnlyList(node) ? null : $taskOf(node);
  element.classList.toggle('cp-editor-task', task !== null);
  element.classList.toggle('cp-editor-task-done', task === true);
  const attributes = {
    role: 'checkbox',
    tabindex: '-1',
    'aria-checked': String(task === true),
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (task === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** What Lexical sets on the element from now on stays a property of its own, and is no attribute. */
function hideNumber(element: HTMLElement): void {
  if (Object.hasOwn(element, 'value')) return;
  element.removeAttribute('value');
  Object.defineProperty(element, 'value', { configurable: true, writable: true, value: 0 });
}
