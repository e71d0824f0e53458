// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { newIn } from '../../../renderer/editor/together/show-came.ts';

function newWords(before: string, ...html: readonly string[]): string[] {
  const elements = html.map((each) => {
    const element = document.createElement('div');
    element.innerHTML = each;
    return element;
  });
  return newIn(elements, before).map(String);
}

test('what came in is found among what was there, across marks and blocks', () => {
  expect(newWords('One two. Three.', '<p>One <b>big</b> two. Three.</p>')).toEqual(['big ']);
  expect(newWords('One.Two.', '<p>One.</p>', '<p>New <i>words</i>.</p>', '<p>Two.</p>')).toEqual([
    'New words.',
  ]);
  expect(newWords('a b c', '<ul><li>a</li><li> x</li><li> b</li><li> z</li></ul>')).toEqual([
    'x ',
    'z',
  ]);
  expect(newWords('gone', '<p></p>')).toEqual([]);
});
