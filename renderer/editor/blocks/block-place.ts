import { $isListItemNode, $isListNode } from '@lexical/list';
import {
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getRoot,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { childAt, handleWidth, itemAt, itemGapAt, leftOf } from './item-place.ts';
import type { Side } from './move-items.ts';
import { $topOf } from './top-block.ts';

/** Where a block of the page, or an item of a list of it, stands; in pixels from the screen's corner. */
export interface BlockPlace {
  readonly key: NodeKey;
  /** The block that it is, or the list that it is an item of. */
  readonly block: NodeKey;
  readonly top: number;
  readonly left: number;
  /** Of its first line. */
  readonly lineHeight: number;
}

/** The line at which what is dragged would come in: beside a block, or an item of a list. */
export interface DropPlace {
  readonly key: NodeKey;
  readonly side: Side;
  readonly top: number;
  readonly left: number;
  readonly width: number;
}

const edge = 60;
const scrollStep = 14;

interface Found {
  readonly key: NodeKey;
  readonly element: HTMLElement;
  readonly isList: boolean;
  readonly root: HTMLElement;
  readonly origin: DOMRect;
}

// By a point inside the text: what is beside it belongs to the block at its height.
function find(editor: LexicalEditor, y: number): Found | null {
  const root = editor.getRootElement();
  const screen = root?.closest('.cp-editor');
  if (root === null || screen === null || screen === undefined) return null;
  const box = root.getBoundingClientRect();
  const hit =
    document
      .elementsFromPoint(box.left + box.width / 2, y)
      .find((element) => element !== root && root.contains(element)) ?? childAt(root, y);
  let element = hit;
  while (element !== null && element.parentElement !== root) element = element.parentElement;
  if (!(element instanceof HTMLElement)) return null;
  const child = element;
  const node = editor.read(() => {
    const top = $topOf($getNearestNodeFromDOMNode(child) ?? $getRoot());
    return top === null ? null : { key: top.getKey(), isList: $isListNode(top) };
  });
  if (node === null) return null;
  return { ...node, element, root, origin: screen.getBoundingClientRect() };
}

const isParked = (element: Element): boolean => element.classList.contains('cp-parked');

/** The block, or in a list the item, at a height of the window; null outside of the text. */
export function blockAt(editor: LexicalEditor, y: number): BlockPlace | null {
  const found = find(editor, y);
  if (found === null) return null;
  const { root, origin } = found;
  const text = root.getBoundingClientRect();
  const last = root.lastElementChild?.getBoundingClientRect();
  if (y < text.top || y > (last?.bottom ?? 0) + handleWidth) return null;
  const item = found.isList ? itemAt(found.element, y) : null;
  const element = item ?? found.element;
  const key = item === null ? found.key : keyOf(editor, item);
  // What is parked is no one block.
  if (key === null || isParked(element)) return null;
  const style = getComputedStyle(element);
  const padding = Number.parseFloat(style.paddingTop) || 0;
  const left = item === null ? text.left : leftOf(item);
  return {
    key,
    block: found.key,
    top: element.getBoundingClientRect().top - origin.top + padding,
    left: left - origin.left - handleWidth,
    lineHeight: Number.parseFloat(style.lineHeight) || handleWidth,
  };
}

function keyOf(editor: LexicalEditor, item: Element): NodeKey | null {
  return editor.read(() => {
    const node = $getNearestNodeFromDOMNode(item);
    return $isListItemNode(node) ? node.getKey() : null;
  });
}

/** Where a block dropped at a height of the window goes. */
export function dropPlaceAt(editor: LexicalEditor, y: number): DropPlace | null {
  const found = find(editor, y);
  if (found === null) return null;
  const { element, key, root, origin } = found;
  const box = element.getBoundingClientRect();
  const text = root.getBoundingClientRect();
  const side = y < box.top + box.height / 2 ? 'before' : 'after';
  const other = side === 'before' ? element.previousElementSibling : element.nextElementSibling;
  const near = side === 'before' ? box.top : box.bottom;
  const far =
    other === null ? near : other.getBoundingClientRect()[side === 'before' ? 'bottom' : 'top'];
  return {
    key,
    side,
    top: (near + far) / 2 - origin.top,
    left: text.left - origin.left,
    width: text.width,
  };
}

/** The same for what is being dragged: an item goes among those of the list there. Null: it stays. */
export function dropPlaceOf(
  editor: LexicalEditor,
  dragged: NodeKey,
  at: { readonly x: number; readonly y: number },
): DropPlace | null {
  const isItem = editor.read(() => $isListItemNode($getNodeByKey(dragged)));
  const found = isItem ? find(editor, at.y) : null;
  if (found?.isList !== true) return dropPlaceAt(editor, at.y);
  const { element, origin, root } = found;
  const gap = itemGapAt(editor, dragged, element, at);
  if (gap === null) return null;
  const { key, left, side, y } = gap;
  const width = root.getBoundingClientRect().right - left;
  return { key, side, top: y - origin.top, left: left - origin.left, width };
}

/** Scrolls on while something is held at the upper or lower edge of what is to be seen. */
export function scrollAtEdge(element: HTMLElement, y: number): void {
  const main = element.closest('main');
  if (main === null) return;
  const box = main.getBoundingClientRect();
  if (y < box.top + edge) main.scrollTop -= scrollStep;
  else if (y > box.bottom - edge) main.scrollTop += scrollStep;
}
