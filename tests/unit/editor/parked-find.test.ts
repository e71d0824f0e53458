// @vitest-environment jsdom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMatches } from '../../../renderer/find/matches.ts';
import { createRichFind } from '../../../renderer/editor/find/rich-find.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';
import { openHeadless } from './headless-page.ts';
import { parkAllBut, parkedCount, parkItemsBut } from './parked.ts';

const query = { words: '', isCaseKept: false, isWholeWord: false, isPattern: true };

function open(text: string, isParked: boolean) {
  const page = openHeadless(text);
  const find = createRichFind(page.editor, () => null);
  if (isParked) parkAllBut(page.editor, 1, 1);
  return { ...page, find };
}

function replaceAll({ find, write }: ReturnType<typeof open>, words: string, by: string) {
  const { matches, replacements } = findMatches(find.parts(), { ...query, words }, by);
  const refused = find.replace?.(
    matches.map((match, index) => ({ match, text: replacements[index] ?? '' })),
  );
  return { refused, count: matches.length, written: write() };
}

test('parked text is searched, and replaced, as text with nodes is', () => {
  let replaced = 0;
  fc.assert(
    fc.property(
      fc.array(anyDocument, { minLength: 2, maxLength: 4 }),
      fc.constantFrom(['[aeiou]+', 'X'], ['\\w+\\s', ''], ['.\\n?.', 'two words']),
      (documents, [words = '', by = '']) => {
        const text = documents.join('\n\n');
        const [plain, parked] = [open(text, false), open(text, true)];
        expect(parked.find.parts()).toEqual(plain.find.parts());
        const result = replaceAll(parked, words, by);
        expect(result).toEqual(replaceAll(plain, words, by));
        replaced += result.count - (result.refused ?? 0);
      },
    ),
    { numRuns: 30 },
  );
  expect(replaced).toBeGreaterThan(80);
});

test('to replace all in parked text gives it no nodes, and is taken back in one step', () => {
  const page = open('one bed\n\nhere\n\n- a bed\n- **b**ed\n\n`bed`\n\n[[bed]]\n', true);
  const before = parkedCount(page.editor);
  expect(replaceAll(page, 'bed', 'plot')).toMatchObject({
    refused: 1,
    count: 5,
    written: { text: 'one plot\n\nhere\n\n- a plot\n- **plot**\n\n`plot`\n\n[[bed]]\n' },
  });
  expect(parkedCount(page.editor)).toBe(before);
});

test('what is refused is no step to take back, parked or not', () => {
  for (const isParked of [true, false]) {
    const page = open(
      '---\nlang: en\n---\none\n\nhere\n\n- [[bed]]\n  > x [[bed]]\n\n[[bed]]\n',
      isParked,
    );
    const before = page.editor.getEditorState();
    expect(replaceAll(page, 'bed', 'plot')).toMatchObject({ refused: 3, count: 3 });
    expect(page.editor.getEditorState()).toBe(before);
  }
});

test('titles of directives and callouts are searched and replaced, parked or not', () => {
  const text = 'a\n\n:::note Bed {.x}\n> [!tip] bed\n:::\n\n:::tip\nx\n:::\n\n:::bed\nb\n:::\n';
  const after = text.replace('Bed', 'plot').replace('] bed', '] plot');
  for (const isParked of [true, false]) {
    const page = open(text, isParked);
    expect(replaceAll(page, '[Bb]ed', 'plot')).toMatchObject({
      refused: 0,
      count: 2,
      written: { text: after, problems: [] },
    });
  }
  // What can't be written in its line is refused, not lost.
  for (const isParked of [true, false]) {
    const page = open('a\n\n:::tip Bed\nx\n:::\n', isParked);
    expect(replaceAll(page, 'Bed', 'a:::')).toMatchObject({ refused: 1, count: 1 });
  }
});

test('parking keeps the list of parts, and a match that is gone to has nodes', () => {
  const { editor, find } = open('first\n\nhere\n\n- one\n- two\n- three\n- four\n\nlast\n', false);
  Object.assign(editor, { getRootElement: () => null });
  const parts = find.parts();
  parkItemsBut(editor, 0, 1);
  parkAllBut(editor, 1, 1);
  expect(find.parts()).toBe(parts);
  const part = parts.indexOf('three');
  find.select({ part, from: 1, to: 3 });
  expect(find.parts()).toBe(parts);
  expect(find.selectedText()).toBe('hr');
  expect(find.start()).toEqual({ part, from: 1 });
  expect(parkedCount(editor)).toBeGreaterThan(0);
});
