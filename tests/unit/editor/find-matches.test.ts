import { expect, test } from 'vitest';
import { findMatches, firstFrom, type FindQuery } from '../../../renderer/find/matches.ts';

const plain: FindQuery = { words: '', isCaseKept: false, isWholeWord: false, isPattern: false };
const found = (text: string, query: Partial<FindQuery>) =>
  findMatches([text], { ...plain, ...query }, null).matches.map(({ from, to }) =>
    text.slice(from, to),
  );

test('signs of a pattern are plain signs until a pattern is asked for', () => {
  expect(found('a.c abc a.c', { words: 'a.c' })).toEqual(['a.c', 'a.c']);
  expect(found('a.c abc', { words: 'a.c', isPattern: true })).toEqual(['a.c', 'abc']);
  const signs = '^$.*+?()[]{}|/-\\,=!<>:#&~%@`\'"';
  expect(found(`x${signs}y`, { words: signs })).toEqual([signs]);
});

test('case and whole words count when asked for, in every script', () => {
  expect(found('Über über Überall', { words: 'über' })).toEqual(['Über', 'über', 'Über']);
  expect(found('Über über', { words: 'über', isCaseKept: true })).toEqual(['über']);
  expect(found('über überall drüber', { words: 'über', isWholeWord: true })).toEqual(['über']);
});

test('no match is empty, and none spans two parts', () => {
  expect(found('baa', { words: 'a*', isPattern: true })).toEqual(['aa']);
  const parts = ['one', 'two'];
  expect(findMatches(parts, { ...plain, words: 'et' }, null).matches).toEqual([]);
  expect(findMatches(parts, { ...plain, words: '^t', isPattern: true }, null).matches).toEqual([
    { part: 1, from: 0, to: 1 },
  ]);
});

test('a replacement takes over what the pattern found, and plain words are taken as they are', () => {
  const replaced = (words: string, by: string, isPattern: boolean) =>
    findMatches(['22 May'], { ...plain, words, isPattern }, by).replacements;
  expect(replaced('(\\d+) (?<month>\\w+)', '$<month> $1 $$ $& $7', true)).toEqual([
    'May 22 $ 22 May $7',
  ]);
  expect(replaced('22', '$1', false)).toEqual(['$1']);
});

test('the search begins at the caret and goes around the end', () => {
  const { matches } = findMatches(['a a', 'a'], { ...plain, words: 'a' }, null);
  expect(firstFrom(matches, { part: 0, from: 1 })).toBe(1);
  expect(firstFrom(matches, { part: 1, from: 0 })).toBe(2);
  expect(firstFrom(matches, { part: 1, from: 1 })).toBe(0);
  expect(firstFrom([], { part: 0, from: 0 })).toBe(-1);
});
