// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { exploreEdits } from '../../torture/editor/explore.ts';
import { measureIdeal } from '../../torture/editor/figures.ts';

test('random edits read back, leave other blocks alone, and can all be undone', () => {
  const report = exploreEdits({ edits: 200, seed: 20_241_107, pages: [], maxProblems: 1 });
  expect(report.problems).toEqual([]);
});

test('single edits change the lines they must', () => {
  const figures = measureIdeal({ editsOfEach: 8, seed: 5, pages: [] });
  expect(figures.map(({ kind, edits }) => [kind, edits])).toEqual(
    figures.map(({ kind }) => [kind, 8]),
  );
  expect(figures.filter(({ edits, ideal }) => ideal < edits * 0.6)).toEqual([]);
});
