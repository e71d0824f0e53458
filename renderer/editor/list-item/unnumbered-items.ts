import { $isListItemNode, $isListNode } from '@lexical/list';
import { $getEditorDOMRenderConfig, type LexicalEditor, type LexicalNode } from 'lexical';

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
      return usual.$updateDOM(node, before, element, owner);
    },
  };
}

function $isUnnumbered(node: LexicalNode): boolean {
  if (!$isListItemNode(node)) return false;
  const list = node.getParent();
  return $isListNode(list) && list.getListType() !== 'number';
}

/** What Lexical sets on the element from now on stays a property of its own, and is no attribute. */
function hideNumber(element: HTMLElement): void {
  if (Object.hasOwn(element, 'value')) return;
  element.removeAttribute('value');
  Object.defineProperty(element, 'value', { configurable: true, writable: true, value: 0 });
}
