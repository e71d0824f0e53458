import { $createQuoteNode } from '@lexical/rich-text';
import { $getSelection, $isRangeSelection } from 'lexical';
import { $selectedBlocks } from '../blocks/selected-blocks.ts';
import { $quoteOf } from '../keys/block-commands.ts';
import {
  $itemOfBody,
  $isTask,
  $itemOfSelection,
  $paragraphAsText,
  $textAsBlock,
} from '../list-item/item-body-commands.ts';
import { $goOnFrom } from '../nodes/node-states.ts';
import { $titleAtCaret } from './callout-commands.ts';
import { $makeQuote } from './CalloutTitleNode.ts';

/** Puts the selected blocks into a quote, or lifts them out of theirs. */
export function $toggleQuote(): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  const title = $titleAtCaret();
  if (title !== null) {
    $makeQuote(title);
    return;
  }
  const quote = $quoteOf(selection.anchor.getNode());
  if (quote !== null) {
    const item = $itemOfBody(quote);
    const [child] = quote.getChildren();
    if (child !== undefined) $goOnFrom(child, quote);
    for (const each of quote.getChildren()) quote.insertBefore(each);
    quote.remove();
    if (item !== null && !$isTask(item)) $paragraphAsText(item);
    return;
  }
  const item = $itemOfSelection(selection);
  const blocks = item === null ? $selectedBlocks(selection) : [$textAsBlock(item)];
  const [first] = blocks;
  if (first === undefined) return;
  const made = $createQuoteNode({ shadowRoot: true });
  $goOnFrom(made, first);
  first.insertBefore(made);
  made.append(...blocks);
}
