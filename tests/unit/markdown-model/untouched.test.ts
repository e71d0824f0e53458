import { describe, expect, test } from 'vitest';
import type { List } from '../../../shared/markdown/model/blocks.ts';
import { normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { edited, inOrder, opaque, retyped, words } from './edited.ts';

function listOf({ model }: BlockNow): List {
  if (model.kind !== 'list') throw new Error('no list');
  return model;
}

describe('what nobody touched', () => {
  test('stays as it is when a definition of its brackets comes', () => {
    const page = 'A [ref] and __bold__.\n';
    expect(edited(page, (blocks) => [...blocks, opaque('[ref]: https://a.org')])).toBe(
      `${page}\n[ref]: https://a.org\n`,
    );
  });

  test('stays beside indented code that comes below its list, which is fenced', () => {
    const page = '    code\n\n- __a__\n- b\n\nEnd\n';
    expect(edited(page, inOrder(1, 0, 2))).toBe('- __a__\n- b\n\n```\ncode\n```\n\nEnd\n');
  });

  test('stays below an open fence that comes above it, which is closed', () => {
    const page = '__a__\n\n```\ncode\n';
    expect(edited(page, inOrder(1, 0))).toBe('```\ncode\n```\n\n__a__\n');
  });

  test.each(['````', '~~~ js\n\n~~\n ', '  ```\n  code', '  ```\n  code\n', '~~~ js\n~~\n \n\n'])(
    '%j at the end of a page gets no more than a last line where something comes below it',
    (fence) => {
      const page = `__a__\n${fence}\n`;
      const sign = fence.trim().replace(/[^`~][^]*/, '');
      expect(edited(page, (blocks) => [...blocks, opaque('Below')])).toBe(
        `__a__\n${fence}\n${sign}\n\nBelow\n${/\n*$/.exec(fence)?.[0] ?? ''}`,
      );
    },
  );

  test('begins with a byte order mark that is its own at the top of the page, too', () => {
    const page = 'One\n\n\ufeff__a__ b\n';
    expect(edited(page, inOrder(1, 0))).toBe('&#xFEFF;__a__ b\n\nOne\n');
    for (const head of ['\ufeff', '---\na: b\n---\n'])
      expect(edited(head + page, inOrder(1, 0))).toBe(`${head}&#xFEFF;__a__ b\n\nOne\n`);
  });

  test('loses no more than the blanks before it where a list above it would take it in', () => {
    const page = '  One __two__\n  three\n\n+ a\n+ b\n  c\n';
    expect(edited(page, inOrder(1, 0))).toBe('+ a\n+ b\n  c\n\nOne __two__\nthree\n');
  });

  test('takes other markers below a list that is written alike, and keeps its lines', () => {
    const page = '+ __a__\n  b\n\n1) c\n\n+ d __e__\n+ f\n\n  _g_\n  h\n';
    expect(edited(page, inOrder(0, 2, 1))).toBe(
      '+ __a__\n  b\n\n- d __e__\n- f\n\n  _g_\n  h\n\n1) c\n',
    );
  });

  test.each(['3)   water', '-'])('%s is no list where the code right above it goes', (start) => {
    const text = `    code\n${start}\nof *the* well\n`;
    const escaped = `${start.replace(/[)-]/, '\\$&')}\nof *the* well\n`;
    expect(edited(text, inOrder(1))).toBe(escaped);
    expect(edited(text, inOrder(1, 0))).toBe(`${escaped}\n    code\n`);
    expect(retyped(text, '"text":"code"', '"text":"more"')).toBe(text.replace('code', 'more'));
    expect(retyped(text, '"info":""', '"info":"js"')).toBe(`\`\`\`js\ncode\n\`\`\`\n\n${escaped}`);
  });

  test('is no frontmatter where a second rule of dashes comes', () => {
    const page = '\ufeff---\n\nOne\n\nTwo\n';
    const rule: BlockNow = { id: null, model: { kind: 'rule' } };
    const written = edited(page, ([first, one, two]) =>
      [first, one, rule, two].filter((block) => block !== undefined),
    );
    expect(written).toBe('\ufeff***\n\nOne\n\n---\n\nTwo\n');
  });

  test('stays where a copy of indented code comes below it, which is fenced', () => {
    const page = 'One\n\n    code\n\nEnd\n';
    expect(edited(page, inOrder(0, 1, 1, 2))).toBe('One\n\n    code\n\n```\ncode\n```\n\nEnd\n');
  });
});

test('two signs of a comment in words hide nothing between them', () => {
  const page = 'One\n\n%% two\n\nThree\n';
  expect(retyped(page, 'Three', '%%')).toBe('One\n\n%% two\n\n\\%\\%\n');
  expect(retyped('One\n', 'One', '100 %, %% and 5 % (a*b)')).toBe('100 %, \\%\\% and 5 % (a*b)\n');
});

test('a first line that begins with a colon is no option of a directive', () => {
  const tada = { kind: 'atom', type: 'emoji', source: ':tada:', marks: 0 } as const;
  for (const head of ['{note} T\n:class: x', '{note}', '{note} T'])
    expect(
      edited(`:::${head}\nwords\n:::\n`, ([first]) =>
        first?.model.kind === 'directive'
          ? [
              {
                ...first,
                model: { ...first.model, children: [{ kind: 'paragraph', children: [tada] }] },
              },
            ]
          : [],
      ),
    ).toBe(`:::${head}\n\n:tada:\n:::\n`);
});

test('new words in brackets do not become a link by a definition that came too', () => {
  const written = edited('One\n', (blocks) => [
    ...blocks,
    opaque('[ref]: https://a.org'),
    { id: null, model: { kind: 'paragraph', children: [words('A [ref] here')] } },
  ]);
  expect(written).toBe('One\n\n[ref]: https://a.org\n\nA \\[ref] here\n');
});

test('a mark neither begins nor ends at the end of a line', () => {
  const written = edited('One\n', () => [
    {
      id: null,
      model: {
        kind: 'paragraph',
        children: [words('a ', 1), words('b', 3), { kind: 'break' }, words('c', 2), words(' d')],
      },
    },
  ]);
  expect(written).toBe('**a _b_**\\\n*c* d\n');
});

test('a line of an item that begins with a tag is kept as the HTML that it is read as', () => {
  const html = { kind: 'atom', type: 'html', source: '<span>', marks: 0 } as const;
  const list = normaliseBlock({
    kind: 'list',
    isOrdered: false,
    start: 1,
    items: [{ checked: null, children: [html], lists: [], body: [] }],
  });
  expect(readPage('- <span>\n').blocks[0]?.model).toEqual(list);
});

test('half of a sign is the sign for one that cannot be shown', () => {
  const block = normaliseBlock({ kind: 'paragraph', children: [words('a\ud83d b')] });
  expect(block).toEqual({ kind: 'paragraph', children: [words('a\ufffd b')] });
});

test('of an item without a text the second list stands below the first, not in it', () => {
  const list = (start: number, isOrdered: boolean, text: string): List => ({
    kind: 'list',
    isOrdered,
    start,
    items: [{ checked: null, children: [words(text)], lists: [], body: [] }],
  });
  const written = edited('1. One\n     - two\n', ([block]) => {
    if (block === undefined) throw new Error('no block');
    const item = { checked: null, children: [], body: [] };
    const lists = [list(1, false, 'three'), list(7, true, 'four')];
    const model = listOf(block);
    return [{ ...block, model: { ...model, items: [...model.items, { ...item, lists }] } }];
  });
  expect(written).toBe('1. One\n     - two\n2. - three\n   7. four\n');
});
