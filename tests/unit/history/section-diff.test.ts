import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  sectionDiff,
  sideBySide,
  withSectionPutBack,
} from '../../../shared/history/section-diff.ts';

const before = `Start.

# One

First text of one.

## Two

Second text, with more words.
`;

test('sections are told apart by what became of them', () => {
  const after = before
    .replace('First text', 'Another text')
    .replace('## Two\n\nSecond text, with more words.\n', '# Three\n\nQuite new.\n');
  expect(sectionDiff(before, after).map(({ change, title }) => [change, title])).toEqual([
    ['same', ''],
    ['changed', 'One'],
    ['deleted', 'Two'],
    ['inserted', 'Three'],
  ]);
});

test('a section that was rewritten under its heading is the same section', () => {
  const after = before.replace('Second text, with more words.', 'All else.');
  const changed = sectionDiff(before, after).filter(({ change }) => change !== 'same');
  expect(changed).toMatchObject([{ change: 'changed', title: 'Two' }]);
});

test('one section is put back, and the others stay', () => {
  const after = before
    .replace('Start', 'Beginning')
    .replace('## Two\n\nSecond text, with more words.\n', '');
  const sections = sectionDiff(before, after);
  const removed = sections.findIndex(({ change }) => change === 'deleted');
  expect(withSectionPutBack(sections, removed)).toBe(before.replace('Start', 'Beginning'));
  expect(withSectionPutBack(sections, 0)).toBe(after.replace('Beginning', 'Start'));
});

test('a section put back before another is parted from it', () => {
  const sections = sectionDiff('# A\n\nold', '# A\n\nnew\n\n# B\n\nmore\n');
  expect(withSectionPutBack(sections, 0)).toBe('# A\n\nold\n\n# B\n\nmore\n');
});

const line = fc.constantFrom(
  '# A',
  '## B',
  'some words here',
  'other words',
  '- item',
  '',
  '```',
  '---',
  'x',
);
const text = fc
  .tuple(
    fc.array(line, { maxLength: 14 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\n'),
  )
  .map(([lines, eol, end]) => lines.join(eol) + end);

test('the sections joined are either version, and putting back the only change gives the older one', () => {
  fc.assert(
    fc.property(text, text, (older, newer) => {
      const sections = sectionDiff(older, newer);
      expect(sections.map((section) => section.after).join('')).toBe(newer);
      expect(sections.map((section) => section.before).join('')).toBe(older);
      const different = [...sections.keys()].filter((at) => sections[at]?.change !== 'same');
      const [only] = different;
      if (different.length === 1 && only !== undefined) {
        expect(withSectionPutBack(sections, only)).toBe(older);
      }
    }),
  );
});

test('what changed within a block stands side by side', () => {
  const [section] = sectionDiff('one two three\n', 'one 2 three\n');
  const [row] = section === undefined ? [] : sideBySide(section);
  const words = (side: 'before' | 'after') => row?.[side]?.pieces.map(({ text }) => text).join('');
  expect([words('before'), words('after')]).toEqual(['one two three', 'one 2 three']);
});
