import { $isListNode } from '@lexical/list';
import { $isQuoteNode } from '@lexical/rich-text';
import { $isTableNode } from '@lexical/table';
import {
  $getNodeByKey,
  $getRoot,
  $isElementNode,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import { blockTexts } from '../find/block-texts.ts';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';
import { type Direction, directionOf } from '../../../shared/markdown/text-direction.ts';

// Blocks that hold blocks: `dir="auto"`, which Lexical gives them, looks at none of those.
const $isHolder = (node: LexicalNode): boolean =>
  $isQuoteNode(node) ||
  $isTableNode(node) ||
  $isListNode(node) ||
  ($isElementNode(node) && node.isShadowRoot() && node.getType() !== 'tablecell');

function directionOfAny(texts: readonly string[]): Direction | null {
  for (const text of texts) {
    const direction = directionOf(text);
    if (direction !== null) return direction;
  }
  return null;
}

/** Looks no further than the first letter: a list may be as long as a page. */
function $directionOf(node: LexicalNode): Direction | null {
  if ($isParkedItemsNode(node)) return directionOfAny(blockTexts.ofItems(node.getItems()));
  if (!$isElementNode(node)) return directionOf(node.getTextContent());
  for (let child = node.getFirstChild(); child !== null; child = child.getNextSibling()) {
    const direction = $directionOf(child);
    if (direction !== null) return direction;
  }
  return null;
}

/** Lists, quotes, callouts and tables run as their text does, as they will for readers. */
export function registerDirections(editor: LexicalEditor): () => void {
  const $direct = (node: LexicalNode): void => {
    const element = editor.getElementByKey(node.getKey());
    if (element === null || !$isHolder(node)) return;
    const direction = $directionOf(node) ?? 'auto';
    if (element.dir !== direction) element.dir = direction;
  };
  const $directAll = (nodes: readonly LexicalNode[]): void => {
    for (const node of nodes.filter($isHolder)) {
      $direct(node);
      if ($isElementNode(node)) $directAll(node.getChildren());
    }
  };
  editor.read(() => $directAll($getRoot().getChildren()));
  return editor.registerUpdateListener(({ editorState, dirtyElements }) => {
    editorState.read(() => {
      for (const key of dirtyElements.keys()) {
        const node = $getNodeByKey(key);
        if (node !== null) $direct(node);
      }
    });
  });
}
