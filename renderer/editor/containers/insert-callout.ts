import { $addUpdateTag, $getSelection, $isRangeSelection, HISTORY_PUSH_TAG } from 'lexical';
import { $selectedBlocks } from '../blocks/selected-blocks.ts';
import { $itemOfSelection, $textAsBlock } from '../list-item/item-body-commands.ts';
import { $insertCallout } from './callout-commands.ts';

/** Puts the block with the caret, or the selected ones, into a new callout: of an item its text. */
export function $insertCalloutAtCaret(): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const item = $itemOfSelection(selection);
  $insertCallout(item === null ? $selectedBlocks(selection) : [$textAsBlock(item)]);
}
