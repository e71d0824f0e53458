import { $createCodeNode, $isCodeNode } from '@lexical/code';
import type { ListType } from '@lexical/list';
import {
  $createHeadingNode,
  $isHeadingNode,
  $isQuoteNode,
  type HeadingTagType,
  type QuoteNode,
} from '@lexical/rich-text';
import { $copyBlockFormatIndent, $setBlocksType } from '@lexical/selection';
import { $findMatchingParent } from '@lexical/utils';
import {
  $createLineBreakNode,
  $createParagraphNode,
  $getSelection,
  $isRangeSelection,
  type ElementNode,
  type LexicalNode,
} from 'lexical';
import { $titleAtCaret } from '../containers/callout-commands.ts';
import { $unlist } from '../blocks/unlist.ts';
import {
  $insertBlock,
  $isTask,
  $itemOfText,
  $listOfText,
  $selectedItems,
  $textAsBlock,
} from '../list-item/item-body-commands.ts';
import { $goOnFrom } from '../nodes/node-states.ts';
import { $createRuleNode } from '../nodes/RuleNode.ts';
import { $unparkSelectedLists } from '../windowing/park.ts';

/** What the block with the caret is, as the toolbar names it. */
export type BlockType = 'paragraph' | HeadingTagType | ListType | 'code';

/** The block that holds the caret, and whether it stands in a quote. */
export function $blockAtCaret(): { readonly type: BlockType; readonly isQuoted: boolean } {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return { type: 'paragraph', isQuoted: false };
  const node = selection.anchor.getNode();
  const isQuoted = $quoteOf(node) !== null;
  const list = $listOfText(node);
  if (list !== null) {
    const item = $itemOfText(node);
    const isTask = item !== null && $isTask(item) && list.getListType() === 'bullet';
    return { type: isTask ? 'check' : list.getListType(), isQuoted };
  }
  const heading = $findMatchingParent(node, $isHeadingNode);
  if (heading !== null) return { type: heading.getTag(), isQuoted };
  return { type: $findMatchingParent(node, $isCodeNode) === null ? 'paragraph' : 'code', isQuoted };
}

/** The innermost quote around a node. */
export function $quoteOf(node: LexicalNode): QuoteNode | null {
  return $findMatchingParent(node, $isQuoteNode);
}

/**
 * Makes the selected blocks paragraphs, headings or code, where those that follow one another are one block
 * of code. What is an item's text is code in that item.
 */
export function $setBlockType(type: 'paragraph' | HeadingTagType | 'code'): void {
  if ($titleAtCaret() !== null) return;
  if (type === 'code') $textsAsBlocks();
  else $unlist();
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  const made: ElementNode[] = [];
  const $make = (): ElementNode => {
    if (type === 'paragraph') return $createParagraphNode();
    return type === 'code' ? $createCodeNode() : $createHeadingNode(type);
  };
  $setBlocksType(selection, $make, (before, block) => {
    $copyBlockFormatIndent(before, block);
    $goOnFrom(block, before);
    made.push(block);
  });
  // Lexical makes the first and the last one before those between.
  if (type === 'code') $joinCode(made.sort((a, b) => (a.isBefore(b) ? -1 : 1)));
}

/** Joins blocks of code that stand one after another, each from a new line on. */
function $joinCode(blocks: readonly ElementNode[]): void {
  let last: ElementNode | null = null;
  for (const block of blocks) {
    if (last === null || !last.is(block.getPreviousSibling())) {
      last = block;
      continue;
    }
    const from: number = last.getChildrenSize() + 1;
    const selection = $getSelection();
    const points = $isRangeSelection(selection) ? [selection.anchor, selection.focus] : [];
    const inBlock = points.filter(({ key }) => key === block.getKey());
    const [into, line] = [last, $createLineBreakNode()];
    last.append(line, ...block.getChildren());
    for (const point of inBlock) point.set(into.getKey(), from + point.offset, 'element');
    block.remove(true);
  }
}

function $textsAsBlocks(): void {
  $unparkSelectedLists();
  for (const item of $selectedItems()) $textAsBlock(item);
}

/** Puts a rule after the block with the caret, and a paragraph to write on in after it. */
export function $insertRule(): void {
  const rule = $createRuleNode();
  $insertBlock(rule);
  rule.selectNext();
}
