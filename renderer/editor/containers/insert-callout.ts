import {
  $addUpdateTag,
  $createParagraphNode,
  $getSelection,
  $isRangeSelection,
  HISTORY_PUSH_TAG,
} from 'lexical';
import { $blocksOf } from '../keys/block-commands.ts';
import { $insertBlock, $itemOfText } from '../list-item/item-body-commands.ts';
import { $insertCallout } from './callout-commands.ts';

/** Puts the block with the caret, or the selected ones, into a new callout. */
export function $insertCalloutAtCaret(): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  if ($itemOfText(selection.anchor.getNode()) === null) {
    $insertCallout($blocksOf(selection.getNodes()));
    return;
  }
  const paragraph = $createParagraphNode();
  $insertBlock(paragraph);
  $insertCallout([paragraph]);
}
