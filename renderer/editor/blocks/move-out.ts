import { $isListItemNode, $isListNode, type ListItemNode } from '@lexical/list';
import { $isQuoteNode } from '@lexical/rich-text';
import {
  $addUpdateTag,
  $createParagraphNode,
  $isParagraphNode,
  type ElementNode,
  HISTORY_PUSH_TAG,
  type LexicalNode,
} from 'lexical';
import { $isCalloutNode } from '../containers/CalloutNode.ts';
import { $isDirectiveNode } from '../containers/DirectiveNode.ts';
import { type BlockUnit, type Direction, isOnlyList } from './block-unit.ts';
import { $placeBlocks } from './move-blocks.ts';
import { $ownerOf, $placeItem } from './move-items.ts';

/**
 * Moves a unit that is the first or the last out of what it stands in: blocks out of a quote, a callout or
 * a directive, items of a nested list into the list around it. False: it stands in none.
 */
export function $moveOut(unit: BlockUnit, direction: Direction): boolean {
  const side = direction === 'up' ? 'before' : 'after';
  const parent = unit.nodes[0]?.getParent() ?? null;
  if (unit.kind === 'items') {
    const holder = parent?.getParent() ?? null;
    const owner = $isListItemNode(holder) ? $ownerOf(holder) : null;
    if (owner === null || isOnlyList(owner)) return false;
    const items = unit.nodes.filter($isItem);
    for (const item of side === 'before' ? items : items.toReversed()) {
      $placeItem(item, owner, side);
    }
    return items.length > 0;
  }
  if (!$isLeavable(parent)) return false;
  $addUpdateTag(HISTORY_PUSH_TAG);
  $placeBlocks(unit.nodes, parent, side);
  $tidy(parent);
  return true;
}

const $isItem = (node: LexicalNode): node is ListItemNode =>
  $isListItemNode(node) && !isOnlyList(node);

function $isLeavable(node: LexicalNode | null): node is ElementNode {
  return $isQuoteNode(node) || $isCalloutNode(node) || $isDirectiveNode(node);
}

/** A quote that nothing is left of goes; a callout and a directive say something without. */
function $tidy(container: ElementNode): void {
  const isBlank = container
    .getChildren()
    .every((child) => $isParagraphNode(child) && child.isEmpty());
  if ($isQuoteNode(container) && isBlank) {
    const [before, after] = [container.getPreviousSibling(), container.getNextSibling()];
    // Lexical joins lists that touch.
    if ($isListNode(before) && $isListNode(after)) container.replace($createParagraphNode());
    else container.remove();
  } else if (container.isEmpty()) container.append($createParagraphNode());
}
