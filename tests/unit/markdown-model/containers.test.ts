import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { roundTrip } from '../../../shared/markdown/model/round-trip.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';
import { anyContainer } from './arbitraries.ts';

const modelsOf = (text: string): Block[] => readPage(text).blocks.map(({ model }) => model);
const run = (text: string) => ({ kind: 'text', text, marks: 0 });
const paragraph = (text: string) => ({ kind: 'paragraph', children: [run(text)] });
const item = (text: string) => ({
  checked: null,
  children: text === '' ? [] : [run(text)],
  lists: [],
  body: [],
});
const list = (...items: string[]) => ({
  kind: 'list',
  isOrdered: false,
  start: 1,
  items: items.map(item),
});
const callout = (head: string, title: string, ...children: object[]) => ({
  kind: 'callout',
  type: head.replace(/[+-]$/, ''),
  fold: /[+-]$/.exec(head)?.[0] ?? null,
  title: title === '' ? [] : [run(title)],
  children,
});
const footnote = (label: string, ...children: object[]) => ({ kind: 'footnote', label, children });

describe('callouts', () => {
  test.each([
    ['a title and a body', '> [!note] T\n> b', callout('note', 'T', paragraph('b'))],
    ['a title only', '> [!note] T', callout('note', 'T')],
    ['neither title nor body', '> [!note]', callout('note', '')],
    ['an empty body', '> [!note] T\n>\n>', callout('note', 'T')],
    ['no space before the fold', '> [!note]-\n> b', callout('note-', '', paragraph('b'))],
    ['no space before the title', '> [!note]+T', callout('note+', 'T')],
    ['no space after the quote sign', '>[!note] T\n>b', callout('note', 'T', paragraph('b'))],
    ['lazy lines', '> [!note] T\n> a\nb', callout('note', 'T', paragraph('a b'))],
    ['a body apart', '> [!note] T\n>\n> b', callout('note', 'T', paragraph('b'))],
    ['a list right below', '> [!note] T\n> - a\n> - b', callout('note', 'T', list('a', 'b'))],
    ['an unknown kind in other letters', '> [!Küche_2] T', callout('Küche_2', 'T')],
    ['a kind with more to it', '> [!tip|left 30] T', callout('tip|left 30', 'T')],
    ['capitals', '> [!WARNING]\n> b', callout('WARNING', '', paragraph('b'))],
    ['tabs', '>\t[!note]\tT\n>\tb', callout('note', 'T', paragraph('b'))],
    [
      'CRLF',
      '> [!note] T\r\n> b\r\n>\r\n> c',
      callout('note', 'T', paragraph('b'), paragraph('c')),
    ],
    ['lone returns', '> [!note] T\r> b', callout('note', 'T', paragraph('b'))],
    [
      'a callout in it',
      '> [!note] T\n> > [!tip]- U\n> > b',
      callout('note', 'T', callout('tip-', 'U', paragraph('b'))),
    ],
    [
      'HTML in it, which stays source',
      '> [!note] T\n>\n> <div>\n> x\n> </div>\n>\n> b',
      callout('note', 'T', { kind: 'opaque', source: '<div>\nx\n</div>' }, paragraph('b')),
    ],
    [
      'a formula in it',
      '> [!note] T\n>\n> $$\n> a \\\\ b\n> $$',
      callout('note', 'T', { kind: 'formula', text: 'a \\\\ b' }),
    ],
  ])('with %s are read as such and written as they were', (_, text, model) => {
    expect(modelsOf(text)).toEqual([model]);
    expect(roundTrip(text)).toBe(true);
  });

  test.each([
    ['a backslash in the sign', '> \\[!note] T'],
    ['a backslash at its end', '> [!note\\] T'],
    ['words before it', '> so [!note] T'],
    ['a space in it', '> [! note] T'],
    ['a link of its name', '> [!note](a.md) T'],
  ])('are none with %s', (_, text) => {
    expect(modelsOf(text).map(({ kind }) => kind)).toEqual(['quote']);
    expect(roundTrip(text)).toBe(true);
  });

  test('stand in list items too', () => {
    const text = '- a\n\n  > [!note] T\n  > b\n';
    expect(modelsOf(text)).toMatchObject([
      { items: [{ body: [callout('note', 'T', paragraph('b'))] }] },
    ]);
    expect(roundTrip(text)).toBe(true);
  });
});

describe('footnotes', () => {
  test.each([
    ['a line', '[^1]: a', footnote('1', paragraph('a'))],
    ['nothing', '[^1]:', footnote('1')],
    ['lazy lines', '[^1]: a\nb', footnote('1', paragraph('a b'))],
    ['several paragraphs', '[^1]: a\n\n    b', footnote('1', paragraph('a'), paragraph('b'))],
    ['a tab for an indent', '[^1]: a\n\n\tb', footnote('1', paragraph('a'), paragraph('b'))],
    ['a list', '[^1]: - a\n    - b', footnote('1', list('a', 'b'))],
    [
      'code',
      '[^1]: a\n\n    ```js\n    x\n    ```',
      footnote('1', paragraph('a'), { kind: 'code', info: 'js', text: 'x' }),
    ],
    ['an odd label', '[^a*b_c\\]+é]: x', footnote('a*b_c\\]+é', paragraph('x'))],
    [
      'a quote around it',
      '> [^1]: a',
      { kind: 'quote', children: [footnote('1', paragraph('a'))] },
    ],
    ['CRLF', '[^1]: a\r\n\r\n    b', footnote('1', paragraph('a'), paragraph('b'))],
  ])('with %s are read as such and written as they were', (_, text, model) => {
    expect(modelsOf(text)).toEqual([model]);
    expect(roundTrip(text)).toBe(true);
  });

  test('defined twice, used by nobody or between paragraphs are each a block', () => {
    const text = 'a[^1]\n[^no]\n\n[^1]: x\n[^1]: y\n\nb\n\n[^2]: z\n';
    expect(modelsOf(text).map(({ kind }) => kind)).toEqual([
      'paragraph',
      'footnote',
      'footnote',
      'paragraph',
      'footnote',
    ]);
    expect(roundTrip(text)).toBe(true);
  });
});

/** The lines that differ when `before` becomes `after` in a page's models. */
function linesChanged(text: string, before: string, after: string) {
  const page = readPage(text);
  const now = page.blocks.map(({ id, model }): BlockNow => ({
    id,
    model: JSON.parse(JSON.stringify(model).replace(before, after)) as Block,
  }));
  const written = writePage(page, now);
  expect(written.problems).toEqual([]);
  const [old, fresh] = [text.split('\n'), written.text.split('\n')];
  expect(fresh).toHaveLength(old.length);
  return fresh.filter((line, index) => line !== old[index]);
}

describe('an edit', () => {
  const page = `Text[^1] and __bold__.

>  [!WARNING]-  The \\*gist*
> One &amp;
lazy two.
>* bean
>* other
>
> > deep

[^1]: Note
  wraps.

    More __of__ it.
`;

  test.each([
    ['the title', 'gist', 'point', '>  [!WARNING]-  The \\*point*'],
    ['the kind', '"WARNING"', '"TIP"', '>  [!TIP]-  The \\*gist*'],
    ['the folding', '"-"', 'null', '>  [!WARNING]  The \\*gist*'],
    ['the body', 'two', 'three', 'lazy three.'],
    ['a list in it', 'bean', 'pea', '>* pea'],
    ['a quote in it', 'deep', 'deeper', '> > deeper'],
    ['a footnote', 'wraps', 'breaks', '  breaks.'],
    ['its second paragraph', 'More ', 'Less ', '    Less __of__ it.'],
  ])('of %s changes one line', (_, before, after, line) => {
    expect(linesChanged(page, before, after)).toEqual([line]);
  });

  const mark = (label: string) => ({
    kind: 'atom' as const,
    type: 'footnote' as const,
    source: `[^${label}]`,
    marks: 0,
  });

  test('that puts a footnote in keeps what stands around its mark, and the habit of the notes', () => {
    const text = 'A __b__ &amp; c[^1].[^2]\n\n[^1]: x\n[^2]: y\n';
    const read = readPage(text);
    const now = read.blocks.map(({ id, model }, index): BlockNow => {
      if (index > 0 || model.kind !== 'paragraph') return { id, model };
      return { id, model: { ...model, children: [...model.children, mark('3')] } };
    });
    const note: Block = { kind: 'footnote', label: '3', children: [] };
    expect(writePage(read, [...now, { id: null, model: note }])).toEqual({
      text: 'A __b__ &amp; c[^1].[^2][^3]\n\n[^1]: x\n[^2]: y\n[^3]:\n',
      problems: [],
    });
  });

  test('that takes a footnote away leaves its marks as text', () => {
    const read = readPage('a[^1]\n\n[^1]: x\n');
    const [first] = read.blocks;
    const written = writePage(read, [{ id: first?.id ?? null, model: mustBe(first?.model) }]);
    expect(written).toEqual({ text: 'a[^1]\n', problems: [] });
  });

  test('can write nearly any callout or footnote; what it can not is flagged', () => {
    let flagged = 0;
    fc.assert(
      fc.property(anyContainer, (model) => {
        if (writePage(readPage(''), [{ id: null, model }]).problems.length > 0) flagged += 1;
      }),
    );
    expect(flagged).toBeLessThanOrEqual(2);
  });
});

function mustBe(model: Block | undefined): Block {
  if (model === undefined) throw new Error('no block');
  return model;
}
