// @vitest-environment jsdom
import { $createListItemNode, $createListNode } from '@lexical/list';
import { $isTableNode, type TableNode } from '@lexical/table';
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import { expect, it } from 'vitest';
import { $createBlockAtomNode } from '../../../renderer/editor/nodes/BlockAtomNode.tsx';
import { $cellAt, $selectCell } from '../../../renderer/editor/table/grid.ts';
import { isSpreadsheet, readSpreadsheet } from '../../../renderer/editor/table/spreadsheet-text.ts';
import {
  $runTableCommand,
  type TableCommandName,
} from '../../../renderer/editor/table/table-commands.ts';
import { openHeadless } from './headless-page.ts';

const source = 'Top.\n\nName|Bed\n:--|--:\nLeek|2  \n*Kale*|3\n';

function $table(): TableNode {
  const table = $getRoot().getChildren().find($isTableNode);
  if (table === undefined) throw new Error('no table');
  return table;
}

it('a page whose table is in an odd style is written as it was', () => {
  expect(openHeadless(source).write()).toEqual({ text: source, problems: [] });
});

it('a command and its opposite leave the bytes of a table as they were', () => {
  const { update, write } = openHeadless(source);
  const run = (row: number, column: number, command: TableCommandName) =>
    update(() => {
      $selectCell($table(), row, column);
      expect($runTableCommand(command)).toBe(true);
    });
  const pairs = [
    ['rowBelow', 1, 0, 'deleteRow', 2, 0],
    ['columnLeft', 1, 1, 'deleteColumn', 1, 1],
    ['rowDown', 1, 0, 'rowUp', 2, 0],
    ['columnOn', 1, 0, 'columnBack', 1, 1],
    ['alignCenter', 2, 1, 'alignRight', 1, 1],
  ] as const;
  for (const [command, row, column, opposite, backRow, backColumn] of pairs) {
    run(row, column, command);
    expect(write().text).not.toBe(source);
    run(backRow, backColumn, opposite);
    expect(write().text).toBe(source);
  }
});

it('the header stays the first row', () => {
  const { update } = openHeadless(source);
  const ran: boolean[] = [];
  for (const [row, command] of [
    [0, 'rowAbove'],
    [0, 'rowDown'],
    [1, 'rowUp'],
    [2, 'rowDown'],
  ] as const) {
    update(() => {
      $selectCell($table(), row, 0);
      ran.push($runTableCommand(command));
    });
  }
  expect(ran).toEqual([false, false, false, false]);
});

it('a table that loses its last column is gone, and the page can still be written on', () => {
  const { editor, update, write } = openHeadless('| a |\n| - |\n| 1 |\n\n***\n');
  update(() => {
    $selectCell($table(), 1, 0);
    $runTableCommand('deleteColumn');
  });
  expect(write().text).toBe('***\n');
  expect(editor.read(() => $getRoot().getFirstChild()?.getType())).toBe('paragraph');
});

it('whatever blocks get into a cell are written as the lines of the cell', () => {
  const { update, write } = openHeadless(source);
  update(() => {
    const item = (text: string) => $createListItemNode().append($createTextNode(text));
    $cellAt($table(), 1, 0)?.append(
      $createParagraphNode().append($createTextNode('second')),
      $createListNode('bullet').append(item('one'), item('two')),
      $createBlockAtomNode('<div>kept|</div>'),
    );
  });
  const { text, problems } = write();
  expect(problems).toEqual([]);
  expect(text).toBe(
    source.replace('Leek|', 'Leek<br>second<br>one<br>two<br>\\<div>kept\\|\\</div>|'),
  );
});

it('reads cells as a spreadsheet copies them', () => {
  expect(readSpreadsheet('a\tb\r\n\t"say ""x""\nand"\tc"d\r\n')).toEqual([
    ['a', 'b'],
    ['', 'say "x"\nand', 'c"d'],
  ]);
});

it.each([
  ['rows of cells', 'a\tb\nc\td\n', true],
  ['one line with a tab', 'a\tb', false],
  ['code that is set in', '\tif\n\t\tdo\n', false],
  ['lines of code, all set in as far', '\tone\n\ttwo\n', false],
  ['a list in a list', '- a\n\t- b\n', false],
])('takes for a spreadsheet or not: %s', (_, text, is) => {
  expect(isSpreadsheet(text)).toBe(is);
});
