import {
  $addUpdateTag,
  $getSelection,
  $isRangeSelection,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
} from 'lexical';
import { $createInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { OPEN_ATOM_COMMAND } from './open-commands.ts';

/** Hides the selected words from readers; without any, asks for a comment. */
export function $insertComment(editor: LexicalEditor): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const words = selection.getTextContent().replaceAll('%', '').replace(/\s+/g, ' ').trim();
  const atom = $createInlineAtomNode('comment', `%%${words === '' ? 'Comment' : words}%%`, 0);
  selection.insertNodes([atom]);
  if (words !== '') atom.selectNext(0, 0);
  else editor.dispatchCommand(OPEN_ATOM_COMMAND, atom.getKey());
}
