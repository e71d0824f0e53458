import { $isListNode } from '@lexical/list';
import { $getSelection, $isRangeSelection } from 'lexical';
import { $dissolveList, $listOfText } from '../list-item/item-body-commands.ts';
import { $unparkSelectedLists } from '../windowing/park.ts';
import { $selectedBlocks } from './selected-blocks.ts';

/** Makes paragraphs of the selected items; the others of their list stay what they are. */
export function $unlist(): void {
  $unparkSelectedLists();
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || $listOfText(selection.anchor.getNode()) === null) return;
  const selected = selection.getNodes();
  for (const block of $selectedBlocks(selection)) {
    if ($isListNode(block)) $dissolveList(block, selected);
  }
}
