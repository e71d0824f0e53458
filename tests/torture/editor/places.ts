import { $isCodeNode } from '@lexical/code';
import { $isListItemNode, type ListItemNode } from '@lexical/list';
import { $isTableCellNode, type TableCellNode } from '@lexical/table';
import { $dfs, $findMatchingParent } from '@lexical/utils';
import {
  $createRangeSelection,
  $isElementNode,
  $isRootOrShadowRoot,
  $isTextNode,
  $setSelection,
  type ElementNode,
  type LexicalNode,
  type TextNode,
} from 'lexical';
import { $isParked } from '../../../renderer/editor/windowing/park.ts';
import type { Random } from '../random.ts';

// Each of these runs in an update and picks among all that the page holds then.

function $all<Kind extends LexicalNode>(is: (node: LexicalNode) => node is Kind): Kind[] {
  return $dfs()
    .map(({ node }) => node)
    .filter(is);
}

export function oneOf<Item>(items: readonly Item[], random: Random): Item | null {
  return items.length === 0 ? null : random.pick(items);
}

// What is parked holds no caret: on the screen it is real before anything can be typed.
const $isLine = (node: LexicalNode): node is ElementNode =>
  $isElementNode(node) &&
  !$isParked(node) &&
  !node.isInline() &&
  !$isRootOrShadowRoot(node) &&
  node.getChildren().every((child) => !$isElementNode(child) || child.isInline());

export const $texts = (): TextNode[] => $all($isTextNode);
/** Elements that hold text and nothing that holds text of its own. */
export const $lines = (): ElementNode[] => $all($isLine);
export const $items = (): ListItemNode[] =>
  $all($isListItemNode).filter((item) => !item.getChildren().some($isElementNodeOfBlock));
export const $cells = (): TableCellNode[] => $all($isTableCellNode);

function $isElementNodeOfBlock(node: LexicalNode): boolean {
  return $isElementNode(node) && !node.isInline();
}

export const $isInCode = (node: LexicalNode): boolean =>
  $findMatchingParent(node, $isCodeNode) !== null;

/** Puts the caret somewhere in a text, or in a line without one. False: the page has no place for it. */
export function $caretAnywhere(random: Random): boolean {
  const texts = $texts();
  const lines = $lines();
  if (texts.length === 0 || random.below(8) === 0) {
    const line = oneOf(lines, random);
    if (random.below(2) === 0) line?.selectStart();
    else line?.selectEnd();
    return line !== null;
  }
  const text = random.pick(texts);
  const size = text.getTextContentSize();
  const offset = random.pick([0, size, random.below(size + 1), random.below(size + 1)]);
  text.select(offset, offset);
  return true;
}

/** Selects some of one line. */
export function $selectWithinLine(random: Random): boolean {
  const line = oneOf(
    $lines().filter((each) => each.getTextContentSize() > 0),
    random,
  );
  const texts = line?.getAllTextNodes() ?? [];
  const [one, other] = [oneOf(texts, random), oneOf(texts, random)];
  if (one === null || other === null) return false;
  $select(one, other, random);
  return true;
}

/** Selects from one line to one of the next few. */
export function $selectAcrossLines(random: Random): boolean {
  const texts = $texts();
  if (texts.length === 0) return false;
  const from = random.below(texts.length);
  const one = texts[from];
  const other = texts[Math.min(texts.length - 1, from + random.below(8))];
  if (one === undefined || other === undefined) return false;
  $select(one, other, random);
  return true;
}

function $select(one: TextNode, other: TextNode, random: Random): void {
  const selection = $createRangeSelection();
  const offset = (text: TextNode) => random.below(text.getTextContentSize() + 1);
  selection.anchor.set(one.getKey(), offset(one), 'text');
  selection.focus.set(other.getKey(), offset(other), 'text');
  $setSelection(selection);
}
