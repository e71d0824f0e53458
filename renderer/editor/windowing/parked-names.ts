import { mergeRegister } from '@lexical/utils';
import { $getNodeByKey, type LexicalEditor, type NodeKey, type NodeMutation } from 'lexical';
import { textOfBlocks, textOfInlines } from '../find/block-texts.ts';
import { beginningOf } from '../nodes/beginning.ts';
import { $isParkedBlocksNode, ParkedBlocksNode } from './ParkedBlocksNode.ts';
import { $isParkedItemsNode, ParkedItemsNode } from './ParkedItemsNode.ts';

/** Tells who can't see the room for what is parked how much stands there, and how it begins. */
export function registerParkedNames(editor: LexicalEditor): () => void {
  const name = (mutations: ReadonlyMap<NodeKey, NodeMutation>) => {
    for (const [key, mutation] of mutations) {
      const element = mutation === 'destroyed' ? null : editor.getElementByKey(key);
      const words = element === null ? null : editor.read(() => $nameOf(key));
      if (words !== null) element?.setAttribute('aria-label', words);
    }
  };
  return mergeRegister(
    editor.registerMutationListener(ParkedBlocksNode, name),
    editor.registerMutationListener(ParkedItemsNode, name),
  );
}

function $nameOf(key: NodeKey): string | null {
  const node = $getNodeByKey(key);
  if ($isParkedItemsNode(node)) {
    const items = node.getItems();
    return named(items.length, 'item', textOfInlines(items[0]?.children ?? []));
  }
  if (!$isParkedBlocksNode(node)) return null;
  const blocks = node.getBlocks();
  const first = blocks.find(({ model }) => model.kind !== 'rule')?.model;
  return named(blocks.length, 'block', first === undefined ? '' : textOfBlocks([first]));
}

function named(count: number, unit: string, text: string): string {
  const what = count === 1 ? `One more ${unit}` : `${count} more ${unit}s`;
  const beginning = beginningOf(text);
  return beginning === '' ? what : `${what}, from: ${beginning}`;
}
