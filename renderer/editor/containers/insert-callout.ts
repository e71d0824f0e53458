import {
  $addUpdateTag,
  $createParagraphNode,
  $getSelection,
  $isRangeSelection,
  HISTORY_PUSH_TAG,
} from 'lexical';
import { $blocksToWrap } from '../blocks/blocks-to-wrap.ts';
import { $insertBlock, $itemOfSelection } from '../list-item/item-body-commands.ts';
import { $insertCallout } from './callout-commands.ts';

/** Puts the block with the caret, or the selected ones, into a new callout. */
export function $insertCalloutAtCaret(): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  if ($itemOfSelection(selection) === null) {
    $insertCallout($blocksToWrap(selection));
    return;
  }
  const paragraph = $createParagraphNode();
  $insertBlock(paragraph);
  $insertCallout([paragraph]);
}
