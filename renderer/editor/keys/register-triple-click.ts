import { $findMatchingParent } from '@lexical/utils';
import {
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_LOW,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';

/**
 * Keeps a triple click within its block.
 *
 * Browsers select up to the start of the next block, so that typing over the selection joined the two.
 */
export function registerTripleClick(editor: LexicalEditor): () => void {
  return editor.registerCommand(
    CLICK_COMMAND,
    (event) => {
      if (event.detail >= 3) $keepSelectionInBlock();
      return false;
    },
    COMMAND_PRIORITY_LOW,
  );
}

function $blockOf(node: LexicalNode): ElementNode | null {
  return $findMatchingParent(
    node,
    (candidate): candidate is ElementNode => $isElementNode(candidate) && !candidate.isInline(),
  );
}

/** Ends the selection with its first block where it reaches no further than the start of another. */
export function $keepSelectionInBlock(): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || selection.isBackward() || selection.focus.offset !== 0)
    return;
  const first = $blockOf(selection.anchor.getNode());
  const end = selection.focus.getNode();
  const last = $blockOf(end);
  if (first === null || last === null || first.is(last)) return;
  if (end.is(last) || last.getFirstDescendant()?.is(end) === true) {
    first.select(0, first.getChildrenSize());
  }
}
