import { $isListItemNode, $isListNode } from '@lexical/list';
import { mergeRegister } from '@lexical/utils';
import {
  $getNodeByKey,
  $getRoot,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { $blocksOfTop } from '../bridge/export-blocks.ts';
import { createPause } from '../pause.ts';
import { scrollerOf } from '../place/place.ts';
import { whenIdle } from '../when-idle.ts';
import { runLength } from './import-window.ts';
import { $selectedPositions } from './near-selection.ts';
import { $isParked, $park, $parkItems } from './park.ts';
import { boundsOf } from './sight.ts';
import { windowUpdate } from './window-update.ts';

// Further away than what is put back ahead of the person: nothing goes to and fro.
const farScreens = 1.5;
const settledMs = 1_000;
const idleLimitMs = 2_000;
// Real blocks around the caret's.
const keptBeside = 4;

/** Parks again what is far from what is seen, when nothing else is to do. */
export function registerParking(editor: LexicalEditor): () => void {
  let cancelIdle = () => {};
  const settled = createPause(settledMs, () => {
    cancelIdle = whenIdle(() => parkFar(editor), idleLimitMs);
  });
  const later = () => {
    cancelIdle();
    settled.nudge();
  };
  let scroller: EventTarget | null = null;
  return mergeRegister(
    editor.registerRootListener((root) => {
      scroller?.removeEventListener('scroll', later);
      scroller = root === null ? null : scrollEventsOf(scrollerOf(root));
      scroller?.addEventListener('scroll', later, { passive: true });
    }),
    editor.registerUpdateListener(later),
    () => {
      settled.cancel();
      cancelIdle();
    },
  );
}

function scrollEventsOf(scroller: Element): EventTarget {
  return scroller === document.documentElement ? document : scroller;
}

/** Nodes that follow each other, far from what is seen and selected, and how high they stand. */
interface Run {
  readonly keys: NodeKey[];
  size: number;
  top: number;
  bottom: number;
}

function parkFar(editor: LexicalEditor): void {
  const root = editor.getRootElement();
  if (root === null || editor.isComposing()) return;
  const { height } = boundsOf(root);
  if (root.scrollHeight < (2 * farScreens + 1) * height) return;
  const { blocks, items } = editor.read(() => $farRuns(editor, root));
  const $nodes = ({ keys }: Run) => keys.flatMap((key) => $getNodeByKey(key) ?? []);
  // Asked before the change: what is exported then are the same objects as ever.
  const said = editor.read(() => blocks.map((run) => $nodes(run).flatMap($blocksOfTop)));
  if (blocks.length + items.length === 0) return;
  windowUpdate(editor, () => {
    blocks.forEach((run, index) => $park($nodes(run), heightOf(run), said[index]));
    for (const run of items) $parkItems($nodes(run).filter($isListItemNode), heightOf(run));
  });
}

function heightOf({ top, bottom }: Run): number {
  return Math.max(0, bottom - top);
}

function $farRuns(editor: LexicalEditor, root: HTMLElement): Record<'blocks' | 'items', Run[]> {
  const { top, bottom, height } = boundsOf(root);
  const isFar = (box: DOMRect) =>
    box.bottom < top - farScreens * height || box.top > bottom + farScreens * height;
  const selected = $selectedPositions();
  const [first, last] = [selected[0], selected.at(-1)];
  const held = [document.activeElement, ...root.querySelectorAll('.cp-dragged')];
  const runsOf = (children: readonly LexicalNode[], isKept: (index: number) => boolean) => {
    const runs: Run[] = [];
    let run: Run | null = null;
    children.forEach((child, index) => {
      const element = editor.getElementByKey(child.getKey());
      const isHere = element === null || $isParked(child) || isKept(index);
      const box = isHere ? null : element.getBoundingClientRect();
      // Under the hands of a person outside the text: a field in a block, or a block being dragged.
      const isHeld = held.some((each) => element?.contains(each) === true);
      if (element === null || box === null || isHeld || !isFar(box)) {
        run = null;
        return;
      }
      // A nested list stays with the item that it belongs to.
      const isPart = $isNestedList(child);
      if (run === null && isPart) return;
      if (run === null || (run.size > runLength && !isPart)) {
        run = { keys: [], size: 0, top: box.top, bottom: box.bottom };
        runs.push(run);
      }
      run.keys.push(child.getKey());
      run.size += element.textContent.length;
      run.bottom = box.bottom;
    });
    return runs;
  };
  const children = $getRoot().getChildren();
  const isBetween = (at: number, from: number | undefined, to: number | undefined) =>
    from !== undefined && to !== undefined && at >= from - keptBeside && at <= to + keptBeside;
  const isKeptTop = (index: number) => isBetween(index, first?.top, last?.top);
  const blocks = runsOf(children, isKeptTop);
  const gone = new Set(blocks.flatMap(({ keys }) => keys));
  const items = children.flatMap((list, index) => {
    if (gone.has(list.getKey()) || !$isListNode(list) || list.getListType() === 'number') return [];
    const isStart = first !== undefined && index <= first.top;
    const isEnd = last !== undefined && index >= last.top;
    const from = isStart ? (index < first.top ? list.getChildrenSize() : first.item) : 0;
    const to = isEnd ? (index > last.top ? 0 : last.item) : list.getChildrenSize();
    const isKept = (item: number) => isKeptTop(index) && isBetween(item, from, to);
    return runsOf(list.getChildren(), isKept);
  });
  return { blocks, items };
}

function $isNestedList(node: LexicalNode): boolean {
  return $isListItemNode(node) && $isListNode(node.getFirstChild());
}
