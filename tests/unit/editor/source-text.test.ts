import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromTextArea, toTextArea } from '../../../renderer/editor/source-text.ts';

const text = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', '', 'c d'), fc.constantFrom('\n', '\r\n', '\r')))
  .map((lines) => lines.flat().join(''));

test('a text that was not edited keeps its line ends', () => {
  fc.assert(
    fc.property(text, (original) => fromTextArea(toTextArea(original), original) === original),
  );
});

test('an edit shows in the text area as it was typed', () => {
  fc.assert(
    fc.property(text, text, (original, other) => {
      const value = toTextArea(other);
      expect(toTextArea(fromTextArea(value, original))).toBe(value);
    }),
  );
});

test('lines around an edit keep their own ends', () => {
  expect(fromTextArea('one\ntwo!\nthree\n', 'one\r\ntwo\nthree\r\n')).toBe(
    'one\r\ntwo!\r\nthree\r\n',
  );
});

test('two lone returns before an empty line stay two line ends', () => {
  const value = 'a\n\n\n';
  expect(toTextArea(fromTextArea(value, 'a\ra\n\n'))).toBe(value);
});
