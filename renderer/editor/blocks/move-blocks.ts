import { $isListNode } from '@lexical/list';
import { $isTableNode } from '@lexical/table';
import {
  $addUpdateTag,
  $copyNode,
  $createParagraphNode,
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  $isRootNode,
  HISTORY_PUSH_TAG,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { $isCalloutTitleNode } from '../containers/CalloutTitleNode.ts';
import { $renameCopies } from '../containers/footnote-copies.ts';
import { $itemsBeside, type BlockUnit, type Direction } from './block-unit.ts';

/** Moves a unit over what stands beside it. False: it is the first or the last already. */
export function $moveUnit(unit: BlockUnit, direction: Direction): boolean {
  const [first] = unit.nodes;
  const last = unit.nodes.at(-1);
  const beside = unit.kind === 'items' ? $itemsBeside(unit, direction) : $besides(unit, direction);
  if (first === undefined || last === undefined || beside.length === 0) return false;
  $addUpdateTag(HISTORY_PUSH_TAG);
  // The others move, not these: the caret stays where it is.
  if (direction === 'down') for (const node of beside) first.insertBefore(node);
  else for (const node of beside.toReversed()) last.insertAfter(node);
  if (unit.kind === 'blocks') $partNeighbours(first);
  return true;
}

function isEmptyLine(node: LexicalNode | null): boolean {
  return $isParagraphNode(node) && node.isEmpty();
}

/**
 * The next block that markdown can hold, in the order in which it shall stand on the other side: empty
 * lines, which are never written, keep their place between the two.
 */
function $besides(unit: BlockUnit, direction: Direction): LexicalNode[] {
  const edge = direction === 'up' ? unit.nodes[0] : unit.nodes.at(-1);
  if (edge === undefined) return [];
  const siblings =
    direction === 'up' ? edge.getPreviousSiblings().toReversed() : edge.getNextSiblings();
  const at = siblings.findIndex((node) => !isEmptyLine(node));
  const block = siblings[at];
  // Nothing goes above the title of a callout.
  if (block === undefined || $isCalloutTitleNode(block)) return [];
  const lines = siblings.slice(0, at);
  return direction === 'down' ? [block, ...lines] : [...lines, block];
}

/** Puts blocks before or after another block of the page. */
export function $placeBlocks(
  nodes: readonly LexicalNode[],
  target: LexicalNode,
  side: 'before' | 'after',
): void {
  const [first] = nodes;
  if (first === undefined || nodes.some((node) => node.is(target))) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  if (side === 'before') for (const node of nodes) target.insertBefore(node);
  else for (const node of nodes.toReversed()) target.insertAfter(node);
  $partNeighbours(first);
}

/** Doubles a unit below itself, down to the bytes of its source, with the caret in the copy. */
export function $doubleUnit(unit: BlockUnit): void {
  const last = unit.nodes.at(-1);
  if (last === undefined) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const copies = new Map<NodeKey, LexicalNode>();
  const made = unit.nodes.map((node) => $copyDeep(node, copies));
  $renameCopies(made);
  for (const node of made.toReversed()) last.insertAfter(node);
  if (unit.kind === 'blocks') $partNeighbours(last);
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  for (const point of [selection.anchor, selection.focus]) {
    const copy = copies.get(point.key);
    if (copy !== undefined) point.set(copy.getKey(), point.offset, point.type);
  }
}

function $copyDeep(node: LexicalNode, copies: Map<NodeKey, LexicalNode>): LexicalNode {
  const copy = $copyNode(node);
  copies.set(node.getKey(), copy);
  if ($isElementNode(node) && $isElementNode(copy)) {
    copy.append(...node.getChildren().map((child) => $copyDeep(child, copies)));
  }
  return copy;
}

/** Keeps lists of one type apart that came to touch, and a place to write on below a last table. */
function $partNeighbours(node: LexicalNode): void {
  const parent = node.getParent();
  if (parent === null) return;
  for (const child of parent.getChildren()) {
    const next = child.getNextSibling();
    const isTouching =
      $isListNode(child) && $isListNode(next) && child.getListType() === next.getListType();
    const isEnd = $isRootNode(parent) && next === null && $isTableNode(child);
    if (isTouching || isEnd) child.insertAfter($createParagraphNode());
  }
}
