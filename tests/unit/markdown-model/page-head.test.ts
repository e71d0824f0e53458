import fc from 'fast-check';
import { expect, test } from 'vitest';
import { continueHead, readHead } from '../../../shared/markdown/model/page-head.ts';
import { formAsRead } from '../../../shared/markdown/model/normal-form.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { anyDocument } from './arbitraries.ts';

const long = `---\ntitle: A\n---\n# Top\n\n- a [link][far] and a note[^1]\n\n${'Words of a paragraph.\n\n'.repeat(40)}[far]: b.md\n\n[^1]: Said.\n`;

test('the head of a page is what the page begins with, definitions further down included', () => {
  const head = readHead(long, 200);
  const whole = readPage(long);
  expect(head?.frontmatter).toBe(whole.frontmatter);
  expect(head?.blocks.length).toBeLessThan(whole.blocks.length / 2);
  expect(head?.blocks.map(({ model }) => formAsRead(model).fingerprint)).toEqual(
    whole.blocks.slice(0, head?.blocks.length).map(({ model }) => formAsRead(model).fingerprint),
  );
});

test('the whole page goes on with the blocks of its head', () => {
  const head = readHead(long, 200);
  const whole = readPage(long);
  if (head === null) throw new Error('no head');
  const page = continueHead(head, whole);
  expect(page?.blocks.slice(0, head.blocks.length).map(({ id }) => id)).toEqual(
    head.blocks.map(({ id }) => id),
  );
  expect({ ...page, blocks: [] }).toEqual({ ...whole, blocks: [] });
});

test.each([
  ['list', `# Top\n\n${'- an item of many\n  - and one in it\n'.repeat(40)}`],
  ['table', `# Top\n\n| a | b |\n| - | - |\n${'| one | two |\n'.repeat(60)}`],
])('of a %s that never ends the head shows the beginning', (kind, text) => {
  const head = readHead(text, 100);
  expect(head?.blocks.map(({ model }) => model.kind)).toEqual(['heading', kind]);
  const whole = readPage(text);
  const shown = head?.blocks.map(({ separator, source }) => separator + source).join('') ?? '';
  expect(shown.length).toBeGreaterThan(100);
  expect(text.startsWith(shown)).toBe(true);
  expect(head && continueHead(head, whole)).toBeNull();
});

test('lines that look like items in what is no list are no head', () => {
  expect(readHead(`Words\n\n\`\`\`\n${'- an item\n'.repeat(60)}\`\`\`\n`, 100)).toBeNull();
});

test('a head that is not how the page begins is given up', () => {
  const open = `<!-- open\n\n${'Words of a comment.\n\n'.repeat(40)}-->\n`;
  const head = readHead(open, 100);
  expect(head && continueHead(head, readPage(open))).toBeNull();
});

test('a head is either how the page begins or given up, for any page', () => {
  fc.assert(
    fc.property(anyDocument, (text) => {
      const head = readHead(text, 20);
      const whole = readPage(text);
      const page = head && continueHead(head, whole);
      if (head === null || page === null) return;
      expect(page.blocks.map(({ source }) => source)).toEqual(
        whole.blocks.map(({ source }) => source),
      );
      expect(new Set(page.blocks.map(({ id }) => id)).size).toBe(page.blocks.length);
    }),
    { numRuns: 60 },
  );
});
