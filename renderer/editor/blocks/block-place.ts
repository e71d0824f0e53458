import { $findMatchingParent } from '@lexical/utils';
import {
  $getNearestNodeFromDOMNode,
  $getRoot,
  $isRootNode,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';

/** Where a block of the page stands, in pixels from the corner of the editor's screen. */
export interface BlockPlace {
  readonly key: NodeKey;
  readonly top: number;
  readonly left: number;
  /** Of its first line. */
  readonly lineHeight: number;
}

/** The line at which a dragged block would come in. */
export interface DropPlace {
  readonly key: NodeKey;
  readonly side: 'before' | 'after';
  readonly top: number;
  readonly left: number;
  readonly width: number;
}

const handleWidth = 24;
const edge = 60;
const scrollStep = 14;

interface Found {
  readonly key: NodeKey;
  readonly element: HTMLElement;
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
      .find((element) => element !== root && root.contains(element)) ?? nearestChild(root, y);
  let element = hit;
  while (element !== null && element.parentElement !== root) element = element.parentElement;
  if (!(element instanceof HTMLElement)) return null;
  const child = element;
  const key = editor.read(() => {
    const node = $findMatchingParent($getNearestNodeFromDOMNode(child) ?? $getRoot(), (each) =>
      $isRootNode(each.getParent()),
    );
    return node?.getKey() ?? null;
  });
  if (key === null) return null;
  return { key, element, root, origin: screen.getBoundingClientRect() };
}

// Between two blocks there is only the text itself.
function nearestChild(root: HTMLElement, y: number): Element | null {
  let low = 0;
  let high = root.children.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bottom = root.children[middle]?.getBoundingClientRect().bottom ?? 0;
    if (bottom < y) low = middle + 1;
    else high = middle;
  }
  return root.children[low] ?? null;
}

/** The block at a height of the window; null outside of the text. */
export function blockAt(editor: LexicalEditor, y: number): BlockPlace | null {
  const found = find(editor, y);
  // What is parked is no one block.
  if (found === null || found.element.classList.contains('cp-parked')) return null;
  const { element, key, root, origin } = found;
  const text = root.getBoundingClientRect();
  const last = root.lastElementChild?.getBoundingClientRect();
  if (y < text.top || y > (last?.bottom ?? 0) + handleWidth) return null;
  const style = getComputedStyle(element);
  const padding = Number.parseFloat(style.paddingTop) || 0;
  return {
    key,
    top: element.getBoundingClientRect().top - origin.top + padding,
    left: text.left - origin.left - handleWidth,
    lineHeight: Number.parseFloat(style.lineHeight) || handleWidth,
  };
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

/** Scrolls on while something is held at the upper or lower edge of what is to be seen. */
export function scrollAtEdge(element: HTMLElement, y: number): void {
  const main = element.closest('main');
  if (main === null) return;
  const box = main.getBoundingClientRect();
  if (y < box.top + edge) main.scrollTop -= scrollStep;
  else if (y > box.bottom - edge) main.scrollTop += scrollStep;
}
