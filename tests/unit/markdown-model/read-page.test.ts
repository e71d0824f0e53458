import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formAsRead } from '../../../shared/markdown/model/normal-form.ts';
import { parseBlocks, readPage } from '../../../shared/markdown/model/read-page.ts';
import { roundTrip } from '../../../shared/markdown/model/round-trip.ts';
import { anyDocument } from './arbitraries.ts';
import { specExamples } from './spec-examples.ts';

function joined(text: string): string {
  const page = readPage(text);
  const blocks = page.blocks.map((block) => block.separator + block.source).join('');
  return page.bom + page.frontmatter + blocks + page.tail;
}

describe('the parts of a page', () => {
  test('join to its text for every example of the specification', () => {
    const broken = specExamples.filter(({ markdown }) => joined(markdown) !== markdown);
    expect(broken).toEqual([]);
  });

  test('join to its text for documents of random lines and line ends', () => {
    fc.assert(fc.property(anyDocument, (text) => joined(text) === text));
  });

  test('join to its text for any string at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => joined(text) === text),
    );
  });

  test.each([
    ['nothing', ''],
    ['only line ends', '\n\r\n\r'],
    ['NULs and lone surrogates', 'a\0b \ud800 c\n\0\n'],
    ['two byte order marks', '\ufeff\ufeff# A\n'],
    ['a byte order mark after frontmatter', '---\na: 1\n---\n\ufeff# A\n'],
    ['frontmatter that never closes', '---\na: 1\n\ntext\n'],
    ['no line end at the end', '# A\n\ntext'],
    ['an open fence', 'a\n\n```\ncode\n\n\n'],
    ['three thousand quotes', '>'.repeat(3000) + ' deep'],
    ['a million words', 'word '.repeat(220_000)],
  ])('join to the text of %s', (_, text) => {
    expect(joined(text)).toBe(text);
    expect(roundTrip(text)).toBe(true);
  });
});

describe('reading', () => {
  const kindsOf = (text: string) => readPage(text).blocks.map((block) => block.model.kind);

  test('keeps as source what the model has no form for', () => {
    const opaque = ['| a |\n| - |\n| b | more |', '<div>x</div>'];
    const text = [...opaque, ':::row:::\nx\n:::row-end:::', '%%\nx\n%%'].join('\n\n');
    expect(new Set(kindsOf(text))).toEqual(new Set(['opaque']));
    expect(kindsOf(text)).toHaveLength(4);
  });

  test('takes each definition by itself', () => {
    expect(kindsOf('[a]: b\n[c]: d\n\n[g]: h\n')).toEqual(Array(3).fill('definition'));
  });

  test('gives the same model to the same text in another style', () => {
    const one = readPage('# A\n\n* _a_ __b__\n* c\n\n1) x\n2) y\n\n***\n\n~~~js\nx\n~~~\n');
    const two = readPage('A\n=\n\n- *a* **b**\n- c\n\n1. x\n1. y\n\n---\n\n```js\nx\n```\n');
    expect(one.blocks.map((block) => formAsRead(block.model).fingerprint)).toEqual(
      two.blocks.map((block) => formAsRead(block.model).fingerprint),
    );
  });

  test('takes a box for a task’s only where it begins an item', () => {
    const models = ['-\n[ ] a\n', '- -\n  [x] a\n'].map((text) =>
      JSON.stringify(readPage(text).blocks.map(({ model }) => model)),
    );
    expect(models[0]).toContain('"text":"[ ] a"');
    expect(models[1]).toContain('"text":"[x] a"');
    expect(models.join('')).not.toContain('"checked":true');
    expect(readPage('- [x] a\n').blocks[0]?.model).toMatchObject({ items: [{ checked: true }] });
  });

  test('knows the targets that a part brings along, beside those of its page', () => {
    const { scope } = readPage('[known]: https://k.org\n');
    const [block] = parseBlocks('[a][ref] [b][known]\n\n[ref]: https://r.org\n', scope) ?? [];
    expect(block?.model).toMatchObject({
      children: [{ url: 'https://r.org' }, { text: ' ' }, { url: 'https://k.org' }],
    });
  });

  test('reads what stands below a list item’s text as blocks', () => {
    const [block] = readPage('- a\n\n  second\n\n  ```\n  x\n  ```\n- b\n').blocks;
    expect(block?.model).toMatchObject({
      items: [
        {
          body: [
            { kind: 'paragraph', children: [{ text: 'second' }] },
            { kind: 'code', text: 'x' },
          ],
        },
        { body: [] },
      ],
    });
  });
});

test.each([
  ['an address of an odd host', '- a@b.org_case\n\n  b\n'],
  ['a list below a line that begins with another number than one', '- a\n\n  b\n- c\n\n  7. d\n'],
  ['such a list in an item without a text', '- a\n\n  b\n- c\n\n  - 7. d\n'],
])('a list is one, also with %s', (_, text) => {
  expect(readPage(text).blocks.map(({ model }) => model.kind)).toEqual(['list']);
});
