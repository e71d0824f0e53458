import { expect, test } from 'vitest';
import {
  countedWords,
  countTallies,
  countText,
  readerText,
  tallyOf,
} from '../../../renderer/editor/count/count-words.ts';

test('words are counted as each script does', () => {
  const words = (text: string) => countText(text).words;
  expect(words('One two, don’t stop — well-known 1,234.5')).toBe(6);
  expect(words('日本語のテスト')).toBe(7);
  expect(words('한국어 문장 하나')).toBe(3);
  expect(words('שלום עולם')).toBe(2);
  expect(words('ภาษาไทย')).toBeGreaterThan(0);
  expect(words('** -- !')).toBe(0);
});

test('of markdown only what a reader sees is counted', () => {
  const text = readerText(
    '---\ntitle: Not this\n---\n\nSee [a bed](far/away.md "Tip") and [[Target page|label]].\n\n<b class="x y">bold</b>\n',
  );
  expect(countText(text).words).toBe(6);
});

test('a long text is told with the time it takes, a selection with its part', () => {
  const whole = countText('word '.repeat(1000));
  expect(countedWords(whole, null)).toBe('1,000 words, 5 minutes to read');
  expect(countedWords(whole, countText('word word'))).toBe(
    '2 of 1,000 words selected, 1 minute to read',
  );
  expect(countedWords(countText('word '.repeat(200_000)), null)).toMatch(/^about 200,000 words/);
});

test('a text in parts counts as the whole does', () => {
  const parts = ['One two.', '水の道', 'three', ''];
  expect(countTallies(parts.map((part) => tallyOf(part)))).toEqual(countText(parts.join('\n')));
});
