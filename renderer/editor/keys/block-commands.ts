import { $createCodeNode, $isCodeNode } from '@lexical/code';
import {
  $insertList,
  $isListItemNode,
  $isListNode,
  $removeList,
  type ListType,
} from '@lexical/list';
import {
  $createHeadingNode,
  $createQuoteNode,
  $isHeadingNode,
  $isQuoteNode,
  type HeadingTagType,
  type QuoteNode,
} from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { $findMatchingParent, $insertNodeToNearestRoot } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isRangeSelection,
  $isRootOrShadowRoot,
  type ElementNode,
  type LexicalNode,
} from 'lexical';
import { $titleAtCaret } from '../containers/callout-commands.ts';
import { $makeQuote } from '../containers/CalloutTitleNode.ts';
import { $createRuleNode } from '../nodes/RuleNode.ts';

/** What the block with the caret is, as the toolbar names it. */
export type BlockType = 'paragraph' | HeadingTagType | ListType | 'code';

/** The block that holds the caret, and whether it stands in a quote. */
export function $blockAtCaret(): { readonly type: BlockType; readonly isQuoted: boolean } {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return { type: 'paragraph', isQuoted: false };
  const node = selection.anchor.getNode();
  const isQuoted = $quoteOf(node) !== null;
  const list = $findMatchingParent(node, $isListNode);
  if (list !== null) return { type: list.getListType(), isQuoted };
  const heading = $findMatchingParent(node, $isHeadingNode);
  if (heading !== null) return { type: heading.getTag(), isQuoted };
  return { type: $findMatchingParent(node, $isCodeNode) === null ? 'paragraph' : 'code', isQuoted };
}

function $quoteOf(node: LexicalNode): QuoteNode | null {
  return $findMatchingParent(node, $isQuoteNode);
}

/** Makes the selected blocks paragraphs, headings or code. */
export function $setBlockType(type: 'paragraph' | HeadingTagType | 'code'): void {
  if ($titleAtCaret() !== null) return;
  if ($isListItemNode($itemAtCaret())) $removeList();
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  $setBlocksType(selection, (): ElementNode => {
    if (type === 'paragraph') return $createParagraphNode();
    return type === 'code' ? $createCodeNode() : $createHeadingNode(type);
  });
}

function $itemAtCaret(): LexicalNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  return $findMatchingParent(selection.anchor.getNode(), $isListItemNode);
}

/** Makes the selected blocks a list of the type, or paragraphs again if they are one. */
export function $toggleList(type: ListType): void {
  if ($titleAtCaret() !== null) return;
  if ($blockAtCaret().type === type) $removeList();
  else $insertList(type);
}

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
    for (const child of quote.getChildren()) quote.insertBefore(child);
    quote.remove();
    return;
  }
  const blocks = $blocksOf(selection.getNodes());
  const [first] = blocks;
  if (first === undefined) return;
  const made = $createQuoteNode({ shadowRoot: true });
  first.insertBefore(made);
  made.append(...blocks);
}

/** The blocks (children of the root or of a quote) that nodes stand in, in order. */
export function $blocksOf(nodes: readonly LexicalNode[]): LexicalNode[] {
  const blocks = new Map<string, LexicalNode>();
  for (const node of nodes) {
    const block = $findMatchingParent(node, (parent) => {
      const above = parent.getParent();
      return above !== null && $isRootOrShadowRoot(above);
    });
    if (block !== null) blocks.set(block.getKey(), block);
  }
  return [...blocks.values()];
}

/** Puts a rule after the block with the caret, and a paragraph to write on in after it. */
export function $insertRule(): void {
  const rule = $createRuleNode();
  $insertNodeToNearestRoot(rule);
  if (rule.getNextSibling() === null) rule.insertAfter($createParagraphNode());
  rule.selectNext();
}
