// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { exploreEdits } from '../../torture/editor/explore.ts';
import { measureIdeal } from '../../torture/editor/figures.ts';

test('random edits read back, leave other blocks alone, and can all be undone', () => {
  const report = exploreEdits({ edits: 120, seed: 20_241_107, pages: [], maxProblems: 1 });
  expect(report.problems).toEqual([]);
});

test('single edits change the lines they must', () => {
  const figures = measureIdeal({ editsOfEach: 4, seed: 5, pages: [] });
  expect(figures.filter(({ edits }) => edits === 0)).toEqual([]);
  expect(figures.filter(({ edits, ideal }) => ideal < edits * 0.6)).toEqual([]);
});
