import { $isListItemNode, $isListNode } from '@lexical/list';
import { $getRoot, type LexicalNode } from 'lexical';
import { $selectedPositions } from '../../../renderer/editor/windowing/near-selection.ts';
import {
  $isParked,
  $park,
  $parkedWithin,
  $parkItems,
  $unpark,
} from '../../../renderer/editor/windowing/park.ts';
import { windowUpdate } from '../../../renderer/editor/windowing/window-update.ts';
import type { Random } from '../random.ts';
import type { Act } from './acts.ts';

/** Some neighbours among nodes, none of them near the selection. */
function someRun(
  nodes: readonly LexicalNode[],
  isKept: (index: number) => boolean,
  random: Random,
): LexicalNode[] {
  if (nodes.length === 0) return [];
  const from = random.below(nodes.length);
  const run = nodes.slice(from, from + 1 + random.below(6));
  const end = run.findIndex((node, index) => $isParked(node) || isKept(from + index));
  return end === -1 ? run : run.slice(0, end);
}

function $isNested(node: LexicalNode | undefined): boolean {
  return $isListItemNode(node) && $isListNode(node.getFirstChild());
}

function $parkSome(random: Random): void {
  const ends = $selectedPositions();
  const [first, last] = [ends[0]?.top ?? -9, ends.at(-1)?.top ?? -9];
  const isKept = (index: number) => index >= first - 2 && index <= last + 2;
  const blocks = someRun($getRoot().getChildren(), isKept, random);
  if (blocks.length > 0) $park(blocks);
  const lists = $getRoot()
    .getChildren()
    .filter((node, index) => $isListNode(node) && !isKept(index))
    .filter($isListNode);
  for (const list of lists) {
    const items = list.getChildren();
    const run = someRun(items, () => false, random).filter($isListItemNode);
    const [start] = run;
    if (start === undefined || $isNested(start)) continue;
    // A nested list goes with the item above it.
    let next = run.at(-1)?.getNextSibling();
    while ($isListItemNode(next) && $isNested(next)) {
      run.push(next);
      next = next.getNextSibling();
    }
    $parkItems(run);
  }
}

/** What the window does while a person scrolls about: none of it is an edit. */
export const parking: Readonly<Record<string, Act>> = {
  park: ({ editor }, random) => {
    windowUpdate(editor, () => {
      for (let runs = 1 + random.below(4); runs > 0; runs -= 1) $parkSome(random);
    });
  },
  unpark: ({ editor }, random) => {
    windowUpdate(editor, () => {
      for (const node of $parkedWithin($getRoot())) if (random.below(3) > 0) $unpark(node);
    });
  },
};
