// @vitest-environment jsdom
import { $getRoot, type ParagraphNode } from 'lexical';
import { expect, test } from 'vitest';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { exploreEdits } from '../../torture/editor/explore.ts';
import { measureIdeal } from '../../torture/editor/figures.ts';
import { openStage } from '../../torture/editor/stage.ts';

test('random edits read back, leave other blocks alone, and can all be undone', () => {
  const report = exploreEdits({ edits: 120, seed: 20_241_107, pages: [], maxProblems: 1 });
  expect(report.problems).toEqual([]);
});

test('single edits change the lines they must', () => {
  const figures = measureIdeal({ editsOfEach: 4, seed: 5, pages: [] });
  expect(figures.filter(({ edits }) => edits === 0)).toEqual([]);
  expect(figures.filter(({ edits, ideal }) => ideal < edits * 0.6)).toEqual([]);
});

test('what is written right after an undo can be undone and done again', () => {
  const stage = openStage('One\n\nTwo\n');
  const type = (text: string) =>
    stage.change(() => {
      $getRoot().getFirstChildOrThrow<ParagraphNode>().selectEnd().insertText(text);
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
