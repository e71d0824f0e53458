import type { ListItemNode } from '@lexical/list';
import { $createQuoteNode } from '@lexical/rich-text';
import { $createParagraphNode, $getSelection, $isRangeSelection, type LexicalNode } from 'lexical';
import { $blocksToWrap } from '../blocks/blocks-to-wrap.ts';
import { $quoteOf } from '../keys/block-commands.ts';
import {
  $insertBlock,
  $itemOfBody,
  $isTask,
  $itemOfSelection,
  $paragraphAsText,
  $textAsParagraph,
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
  const blocks = item === null ? $blocksToWrap(selection) : [$lineToQuote(item)];
  const [first] = blocks;
  if (first === undefined) return;
  const made = $createQuoteNode({ shadowRoot: true });
  $goOnFrom(made, first);
  first.insertBefore(made);
  made.append(...blocks);
}

/** The text of an item; that of a task stays, as its box is written before text and nothing else. */
function $lineToQuote(item: ListItemNode): LexicalNode {
  if (!$isTask(item)) return $textAsParagraph(item);
  const paragraph = $createParagraphNode();
  $insertBlock(paragraph);
  paragraph.select();
  return paragraph;
}
