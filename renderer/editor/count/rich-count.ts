import { $getRoot, $getSelection, type LexicalEditor } from 'lexical';
import { $foundInParked } from '../bridge/look-through.ts';
import { createMadeBefore } from '../bridge/made-before.ts';
import type { Countable } from '../editor-handle.ts';
import { blockTextsAnew } from '../find/block-texts.ts';
import { $partsOfTop } from '../find/rich-parts.ts';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';
import type { ParkedNode } from '../windowing/park.ts';
import { countTallies, readerText, sumOf, type Tally, tallyOf } from './count-words.ts';

/** Counts what the editor holds; what stays as it is once, and without holding its words. */
export function createRichCount(editor: LexicalEditor): Countable {
  const $tallyBefore = createMadeBefore<Tally>();
  const inParked = new WeakMap<object, Tally>();

  const $tallyOfParked = (node: ParkedNode): Tally => {
    const held = $isParkedItemsNode(node) ? node.getItems() : node.getBlocks();
    const tally =
      inParked.get(held) ??
      sumOf($foundInParked(blockTextsAnew, node).map((text) => tallyOf(text)));
    inParked.set(held, tally);
    return tally;
  };
  return {
    count: () =>
      editor.read(() =>
        countTallies(
          $getRoot()
            .getChildren()
            .map((top) =>
              $tallyBefore(top, () => {
                const tallies: Tally[] = [];
                const parts = $partsOfTop(top, (node) => {
                  tallies.push($tallyOfParked(node));
                  return [];
                });
                return sumOf([...tallies, ...parts.map(({ text }) => tallyOf(text))]);
              }),
            ),
        ),
      ),
    selected: () => editor.read(() => readerText($getSelection()?.getTextContent() ?? '')),
    onChange: (listener) =>
      editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
        if (dirtyElements.size > 0 || dirtyLeaves.size > 0) listener();
      }),
  };
}
