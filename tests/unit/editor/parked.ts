import { $isListItemNode, $isListNode } from '@lexical/list';
import { $getRoot, type LexicalEditor } from 'lexical';
import { $park, $parkedWithin, $parkItems } from '../../../renderer/editor/windowing/park.ts';
import { windowUpdate } from '../../../renderer/editor/windowing/window-update.ts';

/** Parks the blocks of a page but some, two or three together. */
export function parkAllBut(editor: LexicalEditor, from: number, count: number): void {
  windowUpdate(editor, () => {
    const nodes = $getRoot().getChildren();
    for (const part of [nodes.slice(0, from), nodes.slice(from + count)]) {
      for (let at = 0; at < part.length; at += 3) $park(part.slice(at, at + 3));
    }
  });
}

export function parkedCount(editor: LexicalEditor): number {
  return editor.read(() => $parkedWithin($getRoot()).length);
}

/** Parks the items of the page's lists but some, two together. */
export function parkItemsBut(editor: LexicalEditor, from: number, count: number): void {
  windowUpdate(editor, () => {
    for (const list of $getRoot().getChildren().filter($isListNode)) {
      const items = list.getChildren().filter($isListItemNode);
      for (const part of [items.slice(0, from), items.slice(from + count)]) {
        for (let at = 0; at < part.length; at += 2) $parkItems(part.slice(at, at + 2));
      }
    }
  });
}
