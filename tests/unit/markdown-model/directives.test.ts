import { describe, expect, test } from 'vitest';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { parseInChunks } from '../../../shared/markdown/model/parse-chunks.ts';
import { parseMarkdown } from '../../../shared/markdown/parse.ts';
import { mapInlines } from '../../../shared/markdown/model/map-inlines.ts';
import { type PageModel, readPage } from '../../../shared/markdown/model/read-page.ts';
import { roundTrip } from '../../../shared/markdown/model/round-trip.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';

const modelsOf = (text: string): Block[] => readPage(text).blocks.map(({ model }) => model);
const run = (text: string) => ({ kind: 'text', text, marks: 0 });
const paragraph = (text: string) => ({ kind: 'paragraph', children: [run(text)] });
const directive = (head: string, ...children: object[]) => ({ kind: 'directive', head, children });
const item = (text: string) => ({ checked: null, children: [run(text)], lists: [], body: [] });
const list = (...items: string[]) => ({
  kind: 'list',
  isOrdered: false,
  start: 1,
  items: items.map(item),
});

/** The page with a change to the words `apple` in it. */
function withPears(page: PageModel): string {
  const blocks = page.blocks.map(({ id, model }) => ({
    id,
    model: mapInlines(model, (inline) =>
      inline.kind === 'text'
        ? [{ ...inline, text: inline.text.replace('apple', 'pear') }]
        : [inline],
    ),
  }));
  const written = writePage(page, blocks);
  expect(written.problems).toEqual([]);
  return written.text;
}

describe('directives', () => {
  test.each([
    ['Docusaurus', ':::note\n\nA **b**.\n\n:::', 'note'],
    ['Docusaurus with a title', ':::tip My *tip*\n\napple\n\n:::', 'tip My *tip*'],
    [
      'a title in brackets',
      ':::note[Your **Title**]{#id .c}\napple\n:::',
      'note[Your **Title**]{#id .c}',
    ],
    ['VitePress', '::: tip Title\napple\n:::', ' tip Title'],
    ['VitePress details', '::: details Click me {open}\napple\n:::', ' details Click me {open}'],
    ['Pandoc', '::: {.class #id key="a b"}\napple\n:::', ' {.class #id key="a b"}'],
    [
      'more colons at the end',
      '::::: {#special .sidebar}\napple\n\nb\n:::::',
      ' {#special .sidebar}',
    ],
    ['colons behind its name', '::: Warning ::::::\napple\n::::::::::', ' Warning ::::::'],
    ['MyST', ':::{note}\napple\n:::', '{note}'],
    [
      'MyST with options',
      ':::{admonition} T\n:class: tip\n:name: x\napple\n:::',
      '{admonition} T\n:class: tip\n:name: x',
    ],
    ['MyST with options only', ':::{div}\n:class: x\napple\n:::', '{div}\n:class: x'],
    ['Pandoc’s group', '::: {}\napple\n:::', ' {}'],
    ['letters of any language', ':::Küche 漢字\napple\n:::', 'Küche 漢字'],
    ['nothing in it', ':::note\n:::', 'note'],
    ['blank lines only', ':::note\n\n\n:::', 'note'],
    ['a margin', '  :::note\n  apple\n  :::', 'note'],
    ['blanks at the ends of its lines', ':::note \napple\n::: \t', 'note'],
    ['text right above and below', 'above\n:::note\napple\n:::\nbelow', 'note'],
  ])('as of %s are read as such and written as they were', (_, text, head) => {
    const found = modelsOf(text).filter(({ kind }) => kind === 'directive');
    expect(found).toMatchObject([{ head: expect.stringMatching(/./) as string }]);
    expect(found.map((block) => (block.kind === 'directive' ? block.head.trimEnd() : ''))).toEqual([
      head,
    ]);
    for (const eol of ['\n', '\r\n', '\r']) {
      const page = text.replaceAll('\n', eol);
      for (const end of ['', eol]) {
        expect(roundTrip(page + end)).toBe(true);
        expect(withPears(readPage(page + end))).toBe((page + end).replace('apple', 'pear'));
      }
    }
  });

  test.each([
    [
      'longer ones outside',
      '::::a\n:::b\napple\n:::\n::::',
      directive('a', directive('b', paragraph('apple'))),
    ],
    [
      'as long ones outside',
      '::: a\n::: b\napple\n:::\n:::',
      directive(' a', directive(' b', paragraph('apple'))),
    ],
    [
      'any length at the end',
      '::: a\n::: b\napple\n:::\n::::::',
      directive(' a', directive(' b', paragraph('apple'))),
    ],
    ['a list', ':::a\n- apple\n- b\n:::', directive('a', list('apple', 'b'))],
    [
      'code that shows another',
      '::::a\n```\n:::b\n```\n\napple\n::::',
      directive('a', { kind: 'code', info: '', text: ':::b' }, paragraph('apple')),
    ],
    [
      'code that shows its end',
      ':::a\n~~~md\n:::\n~~~\napple\n:::',
      directive('a', { kind: 'code', info: 'md', text: ':::' }, paragraph('apple')),
    ],
    [
      'code that goes on to its end',
      ':::a\napple\n```\nx\n:::',
      directive('a', paragraph('apple'), { kind: 'code', info: '', text: 'x' }),
    ],
    [
      'one that is not closed',
      '::::a\napple\n\n:::b\nc\n::::',
      directive('a', paragraph('apple'), { kind: 'opaque', source: ':::b\nc' }),
    ],
    [
      'a quote',
      ':::a\n> apple\n:::\nb',
      directive('a', { kind: 'quote', children: [paragraph('apple')] }),
      paragraph('b'),
    ],
    [
      'a heading and a table',
      ':::a\n# apple\n\n| a |\n| - |\n:::',
      directive(
        'a',
        { kind: 'heading', level: 1, children: [run('apple')] },
        { kind: 'table', align: [null], rows: [[[run('a')]]] },
      ),
    ],
    [
      'HTML',
      ':::a\n<div>\n\napple\n\n</div>\n:::',
      directive('a', { kind: 'opaque', source: '<div>' }, paragraph('apple'), {
        kind: 'opaque',
        source: '</div>',
      }),
    ],
  ])('hold %s', (_, text, ...models) => {
    expect(modelsOf(text)).toEqual(models);
    expect(roundTrip(text)).toBe(true);
    expect(withPears(readPage(text))).toBe(text.replace('apple', 'pear'));
  });

  test.each([
    ['an item', '- a\n\n  :::note\n  apple\n  b\n  :::\n- c\n'],
    ['an item right behind its marker', '- :::note\n  apple\n  :::\n'],
    ['a numbered item', '1. a\n\n   :::note T\n\n   - apple\n\n     b\n\n   :::\n\n2. c\n'],
    ['a quote', '> :::note\n> apple\n> - b\n>   c\n> :::\n> d\n'],
    ['a quote in an item', '- > :::note\n  > apple\n  > :::\n'],
    ['a callout', '> [!note] T\n> :::tip\n> apple\n> :::\n'],
    ['a footnote', 'a[^1]\n\n[^1]: :::tip\n    apple\n    :::\n'],
    ['an item with MyST’s options', '- :::{note}\n  :class: x\n\n  apple\n  :::\n'],
  ])('stand in %s, where one word changes one line', (_, text) => {
    expect(JSON.stringify(modelsOf(text))).toContain('"directive"');
    for (const page of [text, text.replaceAll('\n', '\r\n')]) {
      expect(roundTrip(page)).toBe(true);
      expect(withPears(readPage(page))).toBe(page.replace('apple', 'pear'));
    }
  });

  test.each([
    ['is not closed', ':::note\napple\n\nb'],
    ['is one line', ':::image type="content" source="a.png" alt-text="a":::'],
    ['is Microsoft’s row', ':::row:::\n:::column:::\napple\n:::column-end:::\n:::row-end:::'],
    ['is closed with fewer colons', '::::note\napple\n:::'],
    ['is closed outside of its item', '- :::note\n  apple\n\nb\n\n:::'],
    ['begins in code', '```\n:::note\n```\n\n:::'],
    ['holds a diagram', '::: mermaid\ngraph TD;\n\n  A-->B;\n:::'],
    ['holds code', ':::{code-block} python\n:linenos:\n\nx = *a*\n:::'],
    ['has an unclear head', ':::note, (b)\napple\n:::'],
  ])('stay source where one %s', (_, text) => {
    expect(JSON.stringify(modelsOf(text))).not.toContain('"directive"');
    expect(JSON.stringify(modelsOf(text))).toMatch(/"opaque"|"code"/);
    expect(roundTrip(text)).toBe(true);
  });

  test('are one piece where they hold a diagram', () => {
    const text = '::: mermaid\ngraph TD;\n\n  A-->B;\n:::';
    expect(modelsOf(text)).toEqual([{ kind: 'opaque', source: text }]);
  });

  test('define what is linked to all over the page', () => {
    const text = '[a] and [^1]\n\n:::note\n[a]: b.md\n\n[^1]: c\n:::\n';
    expect(modelsOf(text)[0]).toMatchObject({
      children: [{ kind: 'link', url: 'b.md' }, {}, { kind: 'atom', type: 'footnote' }],
    });
    expect(roundTrip(text)).toBe(true);
  });

  test('get longer lines of colons when one comes into them', () => {
    const page = readPage('a\n\n:::note\nb\n:::\n\nc\n');
    const blocks = page.blocks.map(({ id, model }) => ({
      id,
      model:
        model.kind === 'directive'
          ? { ...model, children: [...model.children, { ...model, head: 'tip' }] }
          : model,
    }));
    expect(writePage(page, blocks)).toEqual({
      text: 'a\n\n::::note\nb\n\n:::tip\nb\n:::\n::::\n\nc\n',
      problems: [],
    });
  });

  test('keep the rest of a long one when a block in it changes, goes or comes', () => {
    const body = '* one\n* two\n\nSome _words_ on\ntwo lines.\n\n\n***\n\n| a|b |\n|-|-|\n';
    const text = `::: {.main}\n${body}\napple\n\n${body}:::\n`;
    const page = readPage(text);
    expect(withPears(page)).toBe(text.replace('apple', 'pear'));
    const [block] = page.blocks;
    if (block?.model.kind !== 'directive') throw new Error('no directive');
    const { model, id } = block;
    const at = model.children.findIndex(
      ({ kind, ...rest }) => kind === 'paragraph' && JSON.stringify(rest).includes('apple'),
    );
    const without = { ...model, children: model.children.filter((_, index) => index !== at) };
    expect(writePage(page, [{ id, model: without }]).text).toBe(text.replace('apple\n\n', ''));
    const fresh: Block = { kind: 'paragraph', children: [{ kind: 'text', text: 'fig', marks: 0 }] };
    const more = { ...model, children: model.children.toSpliced(at, 0, fresh) };
    expect(writePage(page, [{ id, model: more }]).text).toBe(text.replace('apple', 'fig\n\napple'));
  });

  test('change their name, title and attributes on one line', () => {
    const page = readPage('::: tip  T {.a}\n* apple\n:::\n');
    const blocks = page.blocks.map(({ id, model }) => ({
      id,
      model: { ...model, head: ' note  U {.a}' } as Block,
    }));
    expect(writePage(page, blocks).text).toBe('::: note  U {.a}\n* apple\n:::\n');
  });

  test('are none, in any text without three colons', () => {
    const text = ':note[a] and ::b{c}\n\n::youtube{#x}\n\n: c';
    expect(modelsOf(text).map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph', 'paragraph']);
  });
});

describe('long directives', () => {
  const body = '# apple\n\nText *of* it,\nwrapped.\n\n* a\n* b\n\n[c]\n\n```\n:::\n```\n\n'.repeat(
    130,
  );

  test('are read in pieces as they are in one', () => {
    const text = `:::{main} T\n:class: x\n\n${body}:::inner\n${body}:::\n\n[c]: d.md\n:::\nend [c]\n`;
    const pieces = parseInChunks(text);
    const whole = parseMarkdown(text).children;
    const plain = (nodes: unknown) =>
      JSON.stringify(nodes, (key, value: unknown) => (/^(?:line|column)$/.test(key) ? 0 : value));
    expect(plain(pieces)).toBe(plain(whole));
  });

  test('change by one line', () => {
    const text = `::: {.main}\n${body}fig\n\n${body}:::\n`;
    const page = readPage(text);
    const blocks = page.blocks.map(({ id, model }) => ({
      id,
      model: mapInlines(model, (inline) =>
        inline.kind === 'text' && inline.text === 'fig' ? [{ ...inline, text: 'pear' }] : [inline],
      ),
    }));
    expect(writePage(page, blocks)).toEqual({ text: text.replace('fig', 'pear'), problems: [] });
  });

  test.each([
    ['that are not closed', ':::a\n'.repeat(5000)],
    ['in each other', ':::a\n'.repeat(2000) + ':::\n'.repeat(2000)],
    ['side by side', ':::a\n:::\n'.repeat(2000)],
    ['in quotes', '> :::a\n'.repeat(2000) + ':::\n'.repeat(2000)],
  ])('%s are read and written', (_, text) => {
    expect(roundTrip(text)).toBe(true);
  });
});
