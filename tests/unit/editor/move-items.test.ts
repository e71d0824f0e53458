// @vitest-environment jsdom
import { $isListItemNode, type ListItemNode } from '@lexical/list';
import { $findMatchingParent } from '@lexical/utils';
import { $getRoot } from 'lexical';
import { describe, expect, it } from 'vitest';
import {
  $placeItem,
  $placeItemAsBlock,
  type Side,
} from '../../../renderer/editor/blocks/move-items.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { openStage, type Stage } from '../../torture/editor/stage.ts';
import { parkItemsBut } from './parked.ts';

function $itemOf(words: string): ListItemNode {
  const text = $getRoot()
    .getAllTextNodes()
    .find((node) => node.getTextContent().startsWith(words));
  const item = text === undefined ? null : $findMatchingParent(text, $isListItemNode);
  if (item === null) throw new Error(`No item: ${words}`);
  return item;
}

function written(stage: Stage): string {
  const { problems, text } = writePage(stage.page, stage.blocks());
  expect(problems).toEqual([]);
  return text;
}

/** The page once an item was dragged, and once that was taken back. */
function dragged(text: string, from: string, side: Side, to: string): string {
  const stage = openStage(text);
  stage.change(() => $placeItem($itemOf(from), $itemOf(to), side));
  const after = written(stage);
  stage.undo();
  expect(written(stage)).toBe(text);
  stage.close();
  return after;
}

const list = '*  one\n*  two\n   *  deep\n   *  deeper\n*  three __b__\n\nText.\n\n*  other\n';

describe('a dragged item', () => {
  it.each<[string, Side, string, string]>([
    [
      'three',
      'before',
      'one',
      '*  three __b__\n*  one\n*  two\n   *  deep\n   *  deeper\n\nText.\n\n*  other\n',
    ],
    [
      'two',
      'after',
      'three',
      '*  one\n*  three __b__\n*  two\n   *  deep\n   *  deeper\n\nText.\n\n*  other\n',
    ],
    [
      'one',
      'after',
      'two',
      '*  two\n   *  deep\n   *  deeper\n*  one\n*  three __b__\n\nText.\n\n*  other\n',
    ],
    [
      'one',
      'before',
      'deeper',
      '*  two\n   *  deep\n   *  one\n   *  deeper\n*  three __b__\n\nText.\n\n*  other\n',
    ],
    [
      'deep',
      'before',
      'one',
      '*  deep\n*  one\n*  two\n   *  deeper\n*  three __b__\n\nText.\n\n*  other\n',
    ],
    [
      'two',
      'after',
      'other',
      '*  one\n*  three __b__\n\nText.\n\n*  other\n*  two\n   *  deep\n   *  deeper\n',
    ],
    [
      'other',
      'after',
      'one',
      '*  one\n*  other\n*  two\n   *  deep\n   *  deeper\n*  three __b__\n\nText.\n',
    ],
  ])('%s goes %s %s with its lists, and no other line changes', (from, side, to, after) => {
    expect(dragged(list, from, side, to)).toBe(after);
  });

  it('stays where it is beside itself, its neighbour and what belongs to it', () => {
    for (const [side, to] of [
      ['before', 'two'],
      ['after', 'two'],
      ['after', 'one'],
      ['before', 'three'],
      ['after', 'deep'],
    ] as const) {
      expect(dragged(list, 'two', side, to)).toBe(list);
    }
  });

  it('is as much of a task as it was', () => {
    expect(dragged('- a\n- b\n\nT\n\n- [x] c\n- [ ] d\n', 'c', 'after', 'a')).toBe(
      '- a\n- [x] c\n- b\n\nT\n\n- [ ] d\n',
    );
    expect(dragged('- a\n- b\n\nT\n\n- [x] c\n', 'a', 'before', 'c')).toBe(
      '- b\n\nT\n\n- a\n- [x] c\n',
    );
    expect(dragged('1. a\n2. b\n\nT\n\n- [x] c\n- [ ] d\n', 'c', 'after', 'a')).toBe(
      '1. a\n2. [x] c\n3. b\n\nT\n\n- [ ] d\n',
    );
    expect(dragged('1. a\n2. [x] b\n\nT\n\n- c\n', 'b', 'after', 'c')).toBe(
      '1. a\n\nT\n\n- c\n- [x] b\n',
    );
  });

  it('stays plain among tasks, and a task among plain ones', () => {
    expect(dragged('*  [ ] a\n*  [x] b\n\nT\n\n*  c\n*  d\n', 'c', 'after', 'a')).toBe(
      '*  [ ] a\n*  c\n*  [x] b\n\nT\n\n*  d\n',
    );
    expect(dragged('- a\n  - b\n- [x] c\n  - [ ] d\n', 'd', 'before', 'b')).toBe(
      '- a\n  - [ ] d\n  - b\n- [x] c\n',
    );
  });

  it.each<[string, string, Side, string, string]>([
    ['- a\n- b\n    * c\n    * d\n', 'a', 'before', 'c', '- b\n    * a\n    * c\n    * d\n'],
    ['- a\n  + n\n- b\n  * c\n- e\n', 'e', 'after', 'c', '- a\n  + n\n- b\n  * c\n  * e\n'],
    ['- a\n  + n\n- b\n  * c\n', 'a', 'after', 'c', '- b\n  * c\n  * a\n    + n\n'],
    ['- a\r\n- b\r\n  * c\r\n', 'a', 'after', 'c', '- b\r\n  * c\r\n  * a\r\n'],
    ['* b\n  - c\n\nT\n\n+ y\n  - z\n', 'y', 'before', 'c', '* b\n  - y\n    - z\n  - c\n\nT\n'],
    ['1. a\n2. b\n   1) c\n   2) d\n', 'a', 'before', 'd', '1. b\n   1) c\n   2) a\n   3) d\n'],
  ])('takes the marker of the list that it joins: %j', (text, from, side, to, after) => {
    expect(dragged(text, from, side, to)).toBe(after);
  });

  it('goes among the blocks of the page as a list of its own', () => {
    const stage = openStage(list);
    stage.change(() => {
      const text = $getRoot().getChildAtIndex(1);
      if (text !== null) $placeItemAsBlock($itemOf('other'), text, 'before');
    });
    expect(written(stage)).toBe(
      list.replace('\n\n*  other', '').replace('*  three __b__\n', '*  three __b__\n*  other\n'),
    );
    stage.close();
  });

  it('goes over items that are parked', () => {
    const items = Array.from({ length: 12 }, (_, index) => `* item ${index}\n`);
    const stage = openStage(items.join(''));
    parkItemsBut(stage.editor, 4, 4);
    stage.change(() => {
      const last = $itemOf('item 4').getParent()?.getLastChild();
      if ($isListItemNode(last)) $placeItem($itemOf('item 4'), last, 'after');
    });
    expect(written(stage)).toBe([...items.filter((_, at) => at !== 4), items[4]].join(''));
    stage.close();
  });
});
