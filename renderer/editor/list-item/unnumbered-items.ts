import { $isListItemNode, $isListNode } from '@lexical/list';
import { $getEditorDOMRenderConfig, type LexicalEditor, type LexicalNode } from 'lexical';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';

/**
 * Leaves the numbers out of lists that show none. Lexical writes one to each item, and to all below one
 * that comes or goes; for each of them Chromium looks at all items below it, which takes seconds in a
 * list of some thousands.
 */
export function leaveOutNumbers(editor: LexicalEditor): void {
  const usual = $getEditorDOMRenderConfig(editor);
  editor._config.dom = {
    ...usual,
    $createDOM: (node, owner) => {
      const element = usual.$createDOM(node, owner);
      if ($isUnnumbered(node)) hideNumber(element);
      return element;
    },
    $updateDOM: (node, before, element, owner) => {
      if ($isUnnumbered(node)) hideNumber(element);
      // An item that came into a numbered list keeps its element.
      else if ($isListItemNode(node)) Reflect.deleteProperty(element, 'value');
      if ($isPlainAsBefore(node, before, element)) return false;
      return usual.$updateDOM(node, before, element, owner);
    },
  };
}

function $isUnnumbered(node: LexicalNode): boolean {
  if (!$isListItemNode(node)) return false;
  const list = node.getParent();
  return $isListNode(list) && list.getListType() !== 'number';
}

/** Lexical takes the classes of an item away and puts them back with each letter that is typed in it. */
function $isPlainAsBefore(node: LexicalNode, before: LexicalNode, element: HTMLElement): boolean {
  if (!$isListItemNode(node) || !$isListItemNode(before) || $isParkedItemsNode(node)) return false;
  const list = node.getParent();
  return (
    $isListNode(list) &&
    list.getListType() === 'bullet' &&
    element.className === '' &&
    !element.hasAttribute('role') &&
    node.__style === before.__style &&
    node.__textStyle === before.__textStyle &&
    !node.getChildren().some($isListNode)
  );
}

/** What Lexical sets on the element from now on stays a property of its own, and is no attribute. */
function hideNumber(element: HTMLElement): void {
  if (Object.hasOwn(element, 'value')) return;
  element.removeAttribute('value');
  Object.defineProperty(element, 'value', { configurable: true, writable: true, value: 0 });
}
