import { $isListItemNode } from '@lexical/list';
import {
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { $gapFor, type Side } from './move-items.ts';

/** A place beside an item of a list at which a dragged one would come in. */
interface Gap {
  readonly item: Element;
  readonly side: Side;
}

// Lexical keeps a nested list in an item of its own.
const isHolder = (element: Element | null): boolean =>
  element?.classList.contains('cp-editor-nested') === true;

/** The first child that reaches down to a height, or the last one. */
export function childAt(parent: Element, y: number): Element | null {
  let low = 0;
  let high = parent.children.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bottom = parent.children[middle]?.getBoundingClientRect().bottom ?? 0;
    if (bottom < y) low = middle + 1;
    else high = middle;
  }
  return parent.children[low] ?? null;
}

/** The innermost item of a list at a height of the window. */
export function itemAt(list: Element, y: number): HTMLElement | null {
  const child = childAt(list, y);
  const inner = isHolder(child) ? (child?.firstElementChild ?? null) : null;
  if (inner !== null) return itemAt(inner, y);
  return child instanceof HTMLElement ? child : null;
}

/** How far left the handle of an item stands, and may be dragged to without leaving its list. */
export const handleWidth = 24;

export function leftOf(item: Element): number {
  return (item.parentElement ?? item).getBoundingClientRect().left;
}

/**
 * Where an item goes that is dropped on a list: into the gap next to the pointer. Where lists end there,
 * how far right the pointer is says into which of them.
 */
export function itemGapAt(
  editor: LexicalEditor,
  dragged: NodeKey,
  list: Element,
  at: { readonly x: number; readonly y: number },
): {
  readonly key: NodeKey;
  readonly side: Side;
  readonly left: number;
  readonly y: number;
} | null {
  const row = itemAt(list, at.y);
  if (row === null) return null;
  const box = row.getBoundingClientRect();
  const isAbove = at.y < box.top + box.height / 2;
  const upper = isAbove ? rowBefore(row, list) : row;
  const lower = isAbove ? row : rowAfter(row, list);
  const gaps = gapsBetween(upper, lower, list).flatMap(({ item, side }) => {
    const key = editor.read(() => {
      const node = $getNodeByKey(dragged);
      const target = $getNearestNodeFromDOMNode(item);
      if (!$isListItemNode(node) || !$isListItemNode(target)) return null;
      return $gapFor(node, target, side) === null ? null : target.getKey();
    });
    return key === null ? [] : [{ key, side, left: leftOf(item) }];
  });
  const found = gaps.find(({ left }) => at.x >= left - handleWidth) ?? gaps.at(-1);
  if (found === undefined) return null;
  const top =
    upper?.getBoundingClientRect().bottom ?? lower?.getBoundingClientRect().top ?? box.top;
  const bottom = lower?.getBoundingClientRect().top ?? top;
  return { ...found, y: (top + bottom) / 2 };
}

/** The gaps where one row ends and the next begins, that of the innermost list first. */
function gapsBetween(upper: Element | null, lower: Element | null, list: Element): Gap[] {
  const gaps: Gap[] = [];
  const depth = lower === null ? 0 : depthOf(lower, list);
  for (let item = upper; item !== null; item = ownerOf(item, list)) {
    if (item.parentElement === lower?.parentElement || depthOf(item, list) < depth) break;
    gaps.push({ item, side: 'after' });
  }
  return lower === null ? gaps : [...gaps, { item: lower, side: 'before' }];
}

function depthOf(item: Element, list: Element): number {
  let depth = 0;
  for (let at = item.parentElement; at !== null && at !== list; at = at.parentElement) depth += 1;
  return depth;
}

/** The item that a nested one's list is kept in. */
const holderOf = (item: Element, list: Element): Element | null =>
  item.parentElement === list ? null : (item.parentElement?.parentElement ?? null);

/** The item that a nested one belongs to. */
function ownerOf(item: Element, list: Element): Element | null {
  let owner = holderOf(item, list);
  while (isHolder(owner)) owner = owner?.previousElementSibling ?? null;
  return owner;
}

const firstRow = (item: Element | null): Element | null =>
  isHolder(item) ? firstRow(item?.firstElementChild?.firstElementChild ?? null) : item;
const lastRow = (item: Element | null): Element | null =>
  isHolder(item) ? lastRow(item?.firstElementChild?.lastElementChild ?? null) : item;

function rowAfter(row: Element, list: Element): Element | null {
  for (let at: Element | null = row; at !== null; at = holderOf(at, list)) {
    if (at.nextElementSibling !== null) return firstRow(at.nextElementSibling);
  }
  return null;
}

function rowBefore(row: Element, list: Element): Element | null {
  for (let at: Element | null = row; at !== null; at = holderOf(at, list)) {
    if (at.previousElementSibling !== null) return lastRow(at.previousElementSibling);
  }
  return null;
}
