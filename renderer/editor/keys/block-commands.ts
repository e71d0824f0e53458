import { $createCodeNode, $isCodeNode } from '@lexical/code';
import { $removeList, type ListItemNode, type ListType } from '@lexical/list';
import {
  $createHeadingNode,
  $isHeadingNode,
  $isQuoteNode,
  type HeadingTagType,
  type QuoteNode,
} from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { $findMatchingParent } from '@lexical/utils';
import {
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isRootOrShadowRoot,
  type ElementNode,
  type LexicalNode,
} from 'lexical';
import { $titleAtCaret } from '../containers/callout-commands.ts';
import {
  $dissolveList,
  $insertBlock,
  $isTask,
  $itemOfText,
  $listOfText,
} from '../list-item/item-body-commands.ts';
import { $isItemBodyNode } from '../list-item/ItemBodyNode.ts';
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

/** Makes the selected blocks paragraphs, headings or code. */
export function $setBlockType(type: 'paragraph' | HeadingTagType | 'code'): void {
  if ($titleAtCaret() !== null) return;
  const item = $itemAtCaret();
  if (item !== null && type === 'code') {
    const code = $createCodeNode();
    $insertBlock(code);
    code.select();
    return;
  }
  if (item !== null) $unlist();
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  $setBlocksType(selection, (): ElementNode => {
    if (type === 'paragraph') return $createParagraphNode();
    return type === 'code' ? $createCodeNode() : $createHeadingNode(type);
  });
}

function $itemAtCaret(): ListItemNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  return $itemOfText(selection.anchor.getNode());
}

/** Makes paragraphs of the items of the list with the caret. */
export function $unlist(): void {
  $unparkSelectedLists();
  const selection = $getSelection();
  // Lexical would take the outermost list away, past the item that holds this one below its text.
  const list = $isRangeSelection(selection) ? $listOfText(selection.anchor.getNode()) : null;
  if (list !== null && $findMatchingParent(list, $isItemBodyNode) !== null) $dissolveList(list);
  else $removeList();
}

/**
 * The blocks that nodes stand in, in order: neighbours in the innermost place (the page, a quote, a cell)
 * that holds them all.
 */
export function $blocksOf(nodes: readonly LexicalNode[]): LexicalNode[] {
  const leaves = nodes.filter((node) => !$isElementNode(node) || node.isEmpty());
  const [first] = leaves;
  const place =
    (first &&
      $findMatchingParent(
        first,
        (each) =>
          $isElementNode(each) &&
          $isRootOrShadowRoot(each) &&
          leaves.every((leaf) => each.isParentOf(leaf)),
      )) ??
    $getRoot();
  const blocks = new Map<string, LexicalNode>();
  for (const node of nodes) {
    const block = $findMatchingParent(node, (each) => place.is(each.getParent()));
    if (block !== null) blocks.set(block.getKey(), block);
  }
  return [...blocks.values()];
}

/** Puts a rule after the block with the caret, and a paragraph to write on in after it. */
export function $insertRule(): void {
  const rule = $createRuleNode();
  $insertBlock(rule);
  rule.selectNext();
}
