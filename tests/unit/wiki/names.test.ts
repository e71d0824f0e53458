import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freePath, nameForTitle, pathForTitle } from '../../../shared/wiki/names.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { segmentProblem, treePathProblem } from '../../../shared/wiki/path-policy.ts';

test.each([
  ['A plain title', 'A plain title'],
  ['Category:Commons', 'Category-Commons'],
  ['Commons: a primer', 'Commons - a primer'],
  ['What is it?', 'What is it'],
  ['AC/DC \\ "x" <y> *', "AC-DC - 'x' (y)"],
  ['  spaces\t and\nlines ', 'spaces and lines'],
  ['ends with dots...', 'ends with dots'],
  ['con', 'con_ page'],
  ['nul.txt', 'nul_ txt page'],
  ['.git', 'git'],
  ['', 'Untitled'],
  ['???', 'Untitled'],
  ['..', 'Untitled'],
  ['cafe\u0301', 'café'],
  ['a\u202eb', 'ab'],
])('the title %j makes the name %j', (title, name) => {
  expect(nameForTitle(title)).toBe(name);
});

test('any title makes a name that every system can hold', () => {
  const nasty = fc.constantFrom(
    '.',
    ' ',
    ':',
    'con',
    '.git',
    '~1',
    'git',
    '\u200d',
    '\ud800',
    'é',
    '/',
  );
  const title = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(nasty, { maxLength: 8 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(title, (text) => {
      const name = nameForTitle(text);
      expect(segmentProblem(name)).toBeNull();
      expect(treePathProblem(pathForTitle(text, 'Folder'))).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test('a taken path is numbered', () => {
  const path = pathForTitle('Page', 'Folder');
  const taken = new Set<string>([path, 'Folder/Page (2).md']);
  expect(freePath(path, (each) => taken.has(each))).toBe('Folder/Page (3).md');
  expect(freePath(path, () => false)).toBe(toPagePath('Folder/Page.md'));
});
