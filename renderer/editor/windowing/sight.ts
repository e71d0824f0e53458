import { mergeRegister } from '@lexical/utils';
import {
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  type LexicalEditor,
  type NodeKey,
  type NodeMutation,
} from 'lexical';
import { scrollerOf } from '../place/place.ts';
import { whenIdle } from '../when-idle.ts';
import { $isParked, $unpark } from './park.ts';
import { ParkedBlocksNode } from './ParkedBlocksNode.ts';
import { ParkedItemsNode } from './ParkedItemsNode.ts';
import { windowUpdate } from './window-update.ts';

// Screens above and below what is seen: as far as a key or a turn of the wheel goes.
const aheadScreens = 1;
// Sooner than the wheel has turned that far.
const aheadLimitMs = 100;

/** Puts back what is parked as it comes near what is seen. */
export function registerSight(editor: LexicalEditor): () => void {
  let observer: IntersectionObserver | null = null;
  const watched = new Map<NodeKey, Element>();
  const keys = new WeakMap<Element, NodeKey>();
  const near = new Set<NodeKey>();
  let cancelIdle = () => {};
  const unparkNear = () => {
    cancelIdle();
    unparkKeys(editor, [...near]);
    near.clear();
  };
  const unparkSeen = (entries: readonly IntersectionObserverEntry[]) => {
    const root = editor.getRootElement();
    const seen = entries.filter(({ isIntersecting }) => isIntersecting);
    if (root === null || seen.length === 0) return;
    for (const { target } of seen) {
      const key = keys.get(target);
      if (key !== undefined) near.add(key);
    }
    const { top, bottom } = boundsOf(root);
    const isOnScreen = seen.some(
      ({ boundingClientRect: box }) => box.bottom > top && box.top < bottom,
    );
    cancelIdle();
    // What is still ahead waits until the key is done that brought it near.
    if (isOnScreen) unparkNear();
    else cancelIdle = whenIdle(unparkNear, aheadLimitMs);
  };
  const note = (mutations: ReadonlyMap<NodeKey, NodeMutation>) => {
    for (const [key, mutation] of mutations) {
      const before = watched.get(key);
      const now = mutation === 'destroyed' ? null : editor.getElementByKey(key);
      if (before === now) continue;
      if (before !== undefined) observer?.unobserve(before);
      watched.delete(key);
      if (now === null) continue;
      watched.set(key, now);
      keys.set(now, key);
      observer?.observe(now);
    }
  };
  return mergeRegister(
    editor.registerRootListener((root) => {
      observer?.disconnect();
      cancelIdle();
      near.clear();
      if (root === null) return;
      const scroller = scrollerOf(root);
      observer = new IntersectionObserver(unparkSeen, {
        root: scroller === document.documentElement ? null : scroller,
        rootMargin: `${String(aheadScreens * 100)}% 0px`,
      });
      for (const element of watched.values()) observer.observe(element);
    }),
    editor.registerMutationListener(ParkedBlocksNode, note),
    editor.registerMutationListener(ParkedItemsNode, note),
    () => {
      observer?.disconnect();
      cancelIdle();
    },
  );
}

/** Puts back some parked nodes; keys of others change nothing. */
export function unparkKeys(editor: LexicalEditor, keys: readonly NodeKey[]): void {
  if (keys.length === 0) return;
  windowUpdate(editor, () => {
    for (const key of keys) {
      const node = $getNodeByKey(key);
      if ($isParked(node)) $unpark(node);
    }
  });
}

/** Puts back what is parked within some screens of what is seen, at once. */
export function unparkAround(editor: LexicalEditor, screens: number): void {
  const root = editor.getRootElement();
  if (root === null) return;
  const { top, bottom, height } = boundsOf(root);
  // What comes out of a parked node may be a list that holds more of them.
  for (let round = 0; round < 2; round += 1) {
    const near = [...root.querySelectorAll('.cp-parked')].filter((box) => {
      const place = box.getBoundingClientRect();
      return place.bottom > top - screens * height && place.top < bottom + screens * height;
    });
    unparkKeys(
      editor,
      editor.read(() => near.flatMap((box) => $getNearestNodeFromDOMNode(box)?.getKey() ?? [])),
    );
  }
}

/** The part of the window in which the page scrolls. */
export function boundsOf(root: Element): { top: number; bottom: number; height: number } {
  const bounds = scrollerOf(root).getBoundingClientRect();
  const top = Math.max(0, bounds.top);
  const bottom = Math.min(window.innerHeight, bounds.bottom);
  return { top, bottom, height: Math.max(1, bottom - top) };
}
