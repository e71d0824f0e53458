// @vitest-environment jsdom
import { $isCodeNode } from '@lexical/code';
import { $isTableNode } from '@lexical/table';
import {
  $createNodeSelection,
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $isLineBreakNode,
  $isTextNode,
  $setSelection,
  DELETE_CHARACTER_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
} from 'lexical';
import { expect, test } from 'vitest';
import { editorCommand } from '../../../renderer/editor/commands/editor-commands.ts';
import {
  READ_SOURCE_COMMAND,
  WRITE_SOURCE_COMMAND,
} from '../../../renderer/editor/keys/open-commands.ts';
import { $createItemBodyNode } from '../../../renderer/editor/list-item/ItemBodyNode.ts';
import { $createInlineAtomNode } from '../../../renderer/editor/nodes/InlineAtomNode.ts';
import { $columnCount, $rowsOf } from '../../../renderer/editor/table/grid.ts';
import { $linkTo } from '../../../renderer/editor/keys/links.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { exploreEdits } from '../../torture/editor/explore.ts';
import { measureIdeal } from '../../torture/editor/figures.ts';
import { openStage } from '../../torture/editor/stage.ts';
import { tell } from '../../torture/editor/story.ts';

test('random edits read back, leave other blocks alone, and can all be undone', () => {
  const report = exploreEdits({ edits: 120, seed: 20_241_107, pages: [], maxProblems: 1 });
  expect(report.problems).toEqual([]);
});

test('single edits change the lines they must', () => {
  const figures = measureIdeal({ editsOfEach: 4, seed: 5, pages: [] });
  expect(figures.filter(({ edits }) => edits === 0)).toEqual([]);
  expect(figures.filter(({ edits, ideal }) => ideal < edits * 0.6)).toEqual([]);
});

test('edits right beside what is parked find it real, and real only once', () => {
  const table = '| a | b |\n| - | - |\n| [one](https://a.org/4) | two |\n';
  const marked = '[^1]: A note.\n\n> Marked [^1].\n';
  const merged = [
    { act: 'park', seed: 1_396_135_113 },
    { act: 'merge', seed: 1_491_505_284 },
  ];
  const noted = [
    { act: 'park', seed: 1_964_716_874 },
    { act: 'footnote', seed: 1_022_770_479 },
  ];
  expect([...tell(table, merged), ...tell(marked, noted)]).toEqual([]);
});

test('what is written right after an undo can be undone and done again', () => {
  const stage = openStage('One\n\nTwo\n');
  const type = (text: string) =>
    stage.change(() => {
      $getRoot().getAllTextNodes()[0]?.getParentOrThrow().selectEnd().insertText(text);
    });
  const written = () => writePage(stage.page, stage.blocks()).text;
  type(' more');
  stage.undo();
  type(' other');
  expect(written()).toBe('One other\n\nTwo\n');
  stage.undo();
  expect(written()).toBe('One\n\nTwo\n');
  stage.redo();
  expect(written()).toBe('One other\n\nTwo\n');
  stage.close();
});

test('what is written in the source of a selected block can be undone', () => {
  const text = '<div>\na\n</div>\n\nWords\n';
  const stage = openStage(text);
  const written = () => writePage(stage.page, stage.blocks()).text;
  const atom = stage.editor.read(() => $getRoot().getFirstChildOrThrow());
  stage.change(() => {
    const selection = $createNodeSelection();
    selection.add(atom.getKey());
    $setSelection(selection);
  });
  const before = '<div>\na\n</div>';
  stage.change(() => {
    const key = atom.getKey();
    const source = '<div>\na more\n</div>';
    stage.editor.dispatchCommand(WRITE_SOURCE_COMMAND, { key, before, source });
    stage.editor.dispatchCommand(READ_SOURCE_COMMAND, { key, before });
  });
  expect(written()).toBe('<div>\na more\n</div>\n\nWords\n');
  expect(stage.undo()).toBe(true);
  expect(written()).toBe(text);
  stage.close();
});

test('a line that is begun in an item with more below its text is a step of its own', () => {
  const text = '- one\n\n  more\n- two\n';
  const stage = openStage(text);
  const written = () => writePage(stage.page, stage.blocks()).text;
  stage.change(() => {
    $getRoot().getAllTextNodes()[0]?.selectEnd();
    stage.editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined);
  });
  expect(written()).not.toBe(text);
  expect(stage.undo()).toBe(true);
  expect(written()).toBe(text);
  expect(stage.redo()).toBe(true);
  expect(written()).not.toBe(text);
  stage.close();
});

test.each(['quote', 'callout'] as const)(
  'a selection from within a block of blocks to below it becomes one %s with all of it',
  (id) => {
    const parts = ['> a quote\n', '| a | b |\n| --- | --- |\n| c | d |\n', '- item\n\n  more\n'];
    for (const part of parts) {
      const stage = openStage(`${part}\nBelow\n`);
      stage.change(() => {
        const texts = $getRoot().getAllTextNodes();
        const [first, last] = [texts[0], texts.at(-1)];
        if (first === undefined || last === undefined) throw new Error('no text');
        const selection = first.select(1, 1);
        selection.focus.set(last.getKey(), 3, 'text');
        editorCommand(id).run(stage.editor);
      });
      const { text, problems } = writePage(stage.page, stage.blocks());
      expect(problems).toEqual([]);
      expect(text).toContain('Below');
      for (const word of part.match(/\w+/g) ?? []) expect(text).toContain(word);
      stage.undo();
      expect(writePage(stage.page, stage.blocks()).text).toBe(`${part}\nBelow\n`);
      stage.close();
    }
  },
);

test.each([0, 1])('a link that is led elsewhere leads back after an undo', (beyond) => {
  const stage = openStage('See [this](https://a.org) too.\n');
  const written = () => writePage(stage.page, stage.blocks()).text;
  stage.change(() => {
    const [, link, after] = $getRoot().getAllTextNodes();
    if (link === undefined || after === undefined) throw new Error('no text');
    const selection = link.select(0, 4);
    // A selection may reach to the edge of what follows.
    if (beyond === 1) selection.focus.set(after.getKey(), 0, 'text');
    $linkTo('https://b.org');
  });
  expect(written()).toBe('See [this](https://b.org) too.\n');
  stage.undo();
  expect(written()).toBe('See [this](https://a.org) too.\n');
  stage.close();
});

test('what is put into code stands there as its words', () => {
  const stage = openStage('```js\none\ntwo\n```\n');
  stage.change(() => {
    const code = $getRoot().getChildren().find($isCodeNode);
    const atom = $createInlineAtomNode('wikilink', '[[Page]]', 0);
    code?.getFirstChild()?.selectNext(0, 0).insertNodes([atom]);
    code?.append($createParagraphNode().append($createTextNode('three').setFormat('bold')));
  });
  const isPlain = stage.editor.read(() =>
    $getRoot()
      .getChildren()
      .filter($isCodeNode)
      .every((code) =>
        code.getChildren().every((child) => $isTextNode(child) || $isLineBreakNode(child)),
      ),
  );
  expect(isPlain).toBe(true);
  const { text, problems } = writePage(stage.page, stage.blocks());
  expect(problems).toEqual([]);
  expect(text).toBe('```js\none[[Page]]\ntwo\nthree\n```\n');
  stage.close();
});

test('a selection that takes cells away leaves the table a whole grid', () => {
  const stage = openStage('| a | b |\n| --- | --- |\n| c | d |\n\nBelow\n');
  stage.change(() => {
    const texts = $getRoot().getAllTextNodes();
    const [cell, below] = [texts[2], texts.at(-1)];
    if (cell === undefined || below === undefined) throw new Error('no text');
    const selection = cell.select(0, 0);
    selection.focus.set(below.getKey(), 5, 'text');
    stage.editor.dispatchCommand(DELETE_CHARACTER_COMMAND, true);
  });
  const [columns, cells] = stage.editor.read(() => {
    const table = $getRoot().getChildren().find($isTableNode);
    if (table === undefined) throw new Error('no table');
    return [$columnCount(table), $rowsOf(table).map((row) => row.getChildrenSize())] as const;
  });
  expect(cells).toEqual(cells.map(() => columns));
  expect(columns).toBe(2);
  stage.close();
});

test('what was copied out of an item stands on its own where there is no item', () => {
  const stage = openStage('One\n');
  stage.change(() => {
    const lines = ['two', 'three'].map((text) =>
      $createParagraphNode().append($createTextNode(text)),
    );
    $getRoot().append($createItemBodyNode().append(...lines));
  });
  expect(writePage(stage.page, stage.blocks())).toEqual({
    text: 'One\n\ntwo\n\nthree\n',
    problems: [],
  });
  stage.close();
});
