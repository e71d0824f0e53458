import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBlank, normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import { parseInChunks } from '../../../shared/markdown/model/parse-chunks.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { roundTrip } from '../../../shared/markdown/model/round-trip.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import type { Block, Inline, LinkPart } from '../../../shared/markdown/model/blocks.ts';

const modelsOf = (text: string) => readPage(text).blocks.map(({ model }) => model);
const inlinesOf = (text: string): readonly Inline[] => {
  const [block] = modelsOf(text);
  return block?.kind === 'paragraph' ? block.children : [];
};
const run = (text: string, marks = 0): LinkPart => ({ kind: 'text', text, marks });
const formula = (source: string): Inline => ({ kind: 'atom', type: 'formula', source, marks: 0 });
const emoji = (source: string): Inline => ({ kind: 'atom', type: 'emoji', source, marks: 0 });
const footnote = (source: string): LinkPart => ({
  kind: 'atom',
  type: 'footnote',
  source,
  marks: 0,
});
const linked = (...children: readonly LinkPart[]): Inline => ({
  kind: 'link',
  url: 'b.md',
  title: '',
  children,
});
const comment = (source: string): Inline => ({ kind: 'atom', type: 'comment', source, marks: 0 });

function written(...models: readonly Block[]) {
  return writePage(
    readPage(''),
    models.map((model) => ({ id: null, model })),
  );
}
const paragraph = (...children: readonly Inline[]): Block => ({ kind: 'paragraph', children });

describe('a text with colons', () => {
  test.each([
    ['words that are no names', 'this :nothing: and :Tada:'],
    ['numbers', 'a ratio of 1:100:1000 at 12:1234:5'],
    ['escaped ones', '\\:tada: and :tada\\:'],
    ['a space inside', ':tada : and : tada:'],
    ['code and addresses', '`:tada:` and https://a.org/:tada:/'],
    ['one colon', 'tada: and :tada'],
  ])('with %s has no emoji, and is written as it was', (_, text) => {
    const atoms = inlinesOf(text).filter((inline) => inline.kind === 'atom');
    expect(atoms).toEqual([]);
    expect(roundTrip(text)).toBe(true);
  });

  test.each([
    [':tada:', [emoji(':tada:')]],
    ['a:+1:b', [run('a'), emoji(':+1:'), run('b')]],
    ['::tada::-1:', [run(':'), emoji(':tada:'), emoji(':-1:')]],
    ['**:tada:**', [{ ...emoji(':tada:'), marks: 1 } as Inline]],
  ])('as %s has its emoji', (text, inlines) => {
    expect(inlinesOf(text)).toEqual(inlines);
    expect(roundTrip(text)).toBe(true);
  });

  test.each([
    ['words that look like one', [run('a :tada: b')], 'a \\:tada: b\n'],
    ['words that become one', [run('a :+1'), emoji(':tada:')], 'a \\:+1:tada:\n'],
    ['a name and a colon', [run('a '), emoji(':tada:'), run(': b')], 'a :tada:: b\n'],
    ['names that share a colon', [run('a:tada:tada: b')], 'a\\:tada\\:tada: b\n'],
    ['a note before it', [footnote('[^1]'), emoji(':tada:')], '[^1] :tada:\n'],
    ['a note before words', [footnote('[^1]'), run(':::tip')], '[^1]\\:::tip\n'],
    ['a note among words', [run('a'), footnote('[^1]'), run(': b')], 'a[^1]: b\n'],
    ['no name', [run('a :nothing: b: c')], 'a :nothing: b: c\n'],
    ['a note that is a link', [linked(footnote('[^1]'))], '[ [^1]](b.md)\n'],
    ['words and a note in a link', [linked(run('a'), footnote('[^1]'))], '[a[^1]](b.md)\n'],
  ])('is written so that it reads the same: %s', (_, inlines, text) => {
    expect(written(paragraph(...inlines))).toEqual({ text, problems: [] });
  });
});

describe('names, colons and marks of notes in any order', () => {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(':', '::', ':tada:', 'tada', '+1', '-1', '100', 'a') },
    { weight: 2, arbitrary: fc.constantFrom('_', ' ', '1', 'b', '字', '[', ']', '\\', ':::tip') },
  );
  const words = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
  const inline = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(words, fc.constantFrom(0, 0, 1, 2, 4)).map((of) => run(...of)),
    },
    { weight: 2, arbitrary: fc.constantFrom(':tada:', ':+1:', ':-1:', ':e-mail:').map(emoji) },
    { weight: 1, arbitrary: fc.constant(footnote('[^1]')) },
    {
      weight: 1,
      arbitrary: words.map((text): Inline => ({
        kind: 'link',
        url: 'b.md',
        title: '',
        children: [{ kind: 'text', text, marks: 0 }],
      })),
    },
  );
  const inlines = fc.array(inline, { minLength: 1, maxLength: 6 });
  const note: Block = { kind: 'footnote', label: '1', children: [paragraph(run('note'))] };
  const holders: readonly (readonly [string, (children: readonly Inline[]) => Block])[] = [
    ['a paragraph', (children) => paragraph(...children)],
    ['a heading', (children) => ({ kind: 'heading', level: 2, children })],
    [
      'an item',
      (children) => ({
        kind: 'list',
        isOrdered: false,
        start: 1,
        items: [{ checked: null, children, lists: [], body: [] }],
      }),
    ],
    ['a cell', (children) => ({ kind: 'table', align: [null], rows: [[[run('a')]], [children]] })],
  ];

  test.each(holders)('read back as they were from %s', (_, hold) => {
    fc.assert(
      fc.property(inlines, (children) => {
        const block = hold(children);
        const { text, problems } = written(block, note);
        expect(problems).toEqual([]);
        const blocks = [block, note].map(normaliseBlock).filter((each) => !isBlank(each));
        expect(modelsOf(text)).toEqual(blocks);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a text with dollars', () => {
  test.each([
    ['two amounts', 'It costs $5 or $10.'],
    ['amounts side by side', 'from $5-$10, $5/$10 and US$3,000-$4,000'],
    ['an amount, then words, then a dollar behind', 'say $5 (or maybe 4$)'],
    ['a space inside the ends', 'a $ b $ c'],
    ['a digit after', 'worth $a$5'],
    ['a line end in it', '$a\nb$'],
    ['one dollar', 'the $x of it'],
    ['escaped ones', '\\$x$ and \\$y\\$'],
    ['three', '$$$x$$$'],
    ['code', '`$x$`'],
  ])('with %s has no formula, and is written as it was', (_, text) => {
    expect(inlinesOf(text).every(({ kind }) => kind === 'text')).toBe(true);
    expect(roundTrip(text)).toBe(true);
  });

  test.each([
    ['$x$', [formula('$x$')]],
    ['a $x_1$, $y_2$.', [run('a '), formula('$x_1$'), run(', '), formula('$y_2$'), run('.')]],
    ['the $n$th', [run('the '), formula('$n$'), run('th')]],
    ['$2x + 1$', [formula('$2x + 1$')]],
    ['a $$x$$ b', [run('a '), formula('$$x$$'), run(' b')]],
    ['$\\$5$', [formula('$\\$5$')]],
  ])('as %s has its formulas', (text, inlines) => {
    expect(inlinesOf(text)).toEqual(inlines);
  });

  test.each([
    ['an amount after a formula', [formula('$x$'), run('5 apples')], '$x$&#53; apples\n'],
    ['formulas that touch', [formula('$x$'), formula('$y$')], '$x$ $y$\n'],
    ['words that look like one', [run('a $x$ b')], 'a \\$x\\$ b\n'],
    ['amounts', [run('from $5 to $8')], 'from $5 to $8\n'],
  ])('is written so that it reads the same: %s', (_, inlines, text) => {
    expect(written(paragraph(...inlines))).toEqual({ text, problems: [] });
  });
});

describe('a formula on its own lines', () => {
  test.each([
    ['lists and quotes in it', '$$\n- a\n+ b\n> c\n$$', '- a\n+ b\n> c'],
    ['a blank line in it', '$$\na\n\nb\n$$', 'a\n\nb'],
    ['its first line beside the sign', '$$ a\n+ b $$', 'a\n+ b'],
    ['a line break at its end', '$$a\nb \\\\$$', 'a\nb \\\\'],
    ['an indent and CRLF', '  $$\r\n  a\r\n  $$', 'a'],
  ])('has %s and is written as it was', (_, text, tex) => {
    expect(modelsOf(text)).toEqual([{ kind: 'formula', text: tex }]);
    expect(roundTrip(text)).toBe(true);
  });

  test('stands in a quote, right below words and above them', () => {
    expect(modelsOf('> words\n> $$\n> a\n> $$\n> more')).toMatchObject([
      { children: [{ kind: 'paragraph' }, { kind: 'formula', text: 'a' }, { kind: 'paragraph' }] },
    ]);
  });

  test('is none where it is not closed, or closed only outside of its quote', () => {
    expect(modelsOf('$$\na\n- b\n\nc').map(({ kind }) => kind)).toEqual([
      'paragraph',
      'list',
      'paragraph',
    ]);
    expect(modelsOf('> $$\n> a\n\n$$')[0]).toMatchObject({ children: [{ kind: 'paragraph' }] });
  });

  test('changes only its own line when one is edited', () => {
    const page = readPage('a\n\n$$ x +\ny $$\n\nb\n');
    const blocks = page.blocks.map(({ id, model }) => ({
      id,
      model: model.kind === 'formula' ? { ...model, text: 'x +\nz' } : model,
    }));
    expect(writePage(page, blocks)).toEqual({ text: 'a\n\n$$ x +\nz $$\n\nb\n', problems: [] });
  });

  test('can hold what would end it', () => {
    expect(written({ kind: 'formula', text: 'a $$ b' }).text).toBe('$$\na $ $ b\n$$\n');
  });
});

describe('comments', () => {
  test('stand among words, over lines and as blocks', () => {
    expect(inlinesOf('a %%b%% c')).toEqual([run('a '), comment('%%b%%'), run(' c')]);
    expect(inlinesOf('a %%b\nc%%')).toEqual([run('a '), comment('%%b c%%')]);
    const block = '%%\na\n\n- b\n%%';
    expect(modelsOf(block)).toEqual([{ kind: 'opaque', source: block }]);
    expect([block, 'a %%b\nc%%\n'].every(roundTrip)).toBe(true);
  });

  test('are no percentages and nothing that is not closed', () => {
    for (const text of ['50%% of it and 20%% more', '%% Section', '%%%% %%', '`%%a%%`'])
      expect(inlinesOf(text).every(({ kind }) => kind === 'text')).toBe(true);
  });

  test('reach over the pieces that a long page is parsed in', () => {
    const text = `%%\n${'Words.\n\n'.repeat(60)}%%\n\nEnd.`;
    expect(parseInChunks(text, 40)?.map(({ type }) => type)).toEqual(['comment', 'paragraph']);
  });
});

describe('marked words', () => {
  test('hold other marks and stand in them', () => {
    expect(inlinesOf('==a **b**==')).toEqual([run('a ', 128), run('b', 129)]);
    expect(inlinesOf('*a ==b== c*')).toEqual([run('a ', 2), run('b', 130), run(' c', 2)]);
  });

  test.each(['a == b == c', 'if (a === b) or c===d', '`==a==`', '\\==a==', '==', 'Title\n=='])(
    'are not made by %j, which is written as it was',
    (text) => {
      expect(JSON.stringify(modelsOf(text))).not.toMatch(/"marks":128/);
      expect(roundTrip(text)).toBe(true);
    },
  );

  test('are written with what is beside them kept apart', () => {
    expect(written(paragraph(run('= a', 128)))).toEqual({ text: '==\\= a==\n', problems: [] });
    expect(written(paragraph(run('x=='), run('a', 128))).problems).toEqual([]);
    expect(written(paragraph(run('half a wo'), run('rd', 128))).text).toBe('half a wo==rd==\n');
  });
});
