// @vitest-environment jsdom
import { expect, test } from 'vitest';
import {
  $headingAt,
  $sections,
  unparkHeadings,
} from '../../../renderer/editor/outline/sections.ts';
import { openHeadless } from './headless-page.ts';
import { parkAllBut, parkedCount } from './parked.ts';

const text =
  '# Top\n\nIntro\n\n## One **bold**\n\na\n\n## See [[Beds|the beds]]\n\nb\n\n### Deep\n\nc\n';

test('the outline is the same whatever is parked, and going to a heading gives it a node', () => {
  const { editor } = openHeadless(text);
  const rows = () =>
    editor.read(() => $sections().map(({ key, level, text: words }) => ({ key, level, words })));
  const before = rows();
  expect(before.map(({ level, words }) => `${level} ${words}`)).toEqual([
    '1 Top',
    '2 One bold',
    '2 See the beds',
    '3 Deep',
  ]);
  parkAllBut(editor, 0, 1);
  expect(rows()).toEqual(before);
  const parked = parkedCount(editor);
  expect(editor.read(() => $headingAt(2))).toBe(null);
  unparkHeadings(editor, [2]);
  expect(rows()).toEqual(before);
  expect(parkedCount(editor)).toBe(parked - 1);
  expect(editor.read(() => $headingAt(2)?.getTextContent())).toBe('See [[Beds|the beds]]');
});
