import fc from 'fast-check';
import type {
  Block,
  Definition,
  Inline,
  InlineAtom,
  LinkPart,
  List,
  ListItem,
  Table,
} from '../../../shared/markdown/model/blocks.ts';

// Signs that mean something somewhere in markdown, among ordinary words.
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('apple', 'tree', 'a', 'Ünïcode', '漢字', '12', 'x_y') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[
        '*',
        '_',
        '**',
        '#',
        '-',
        '+',
        '1.',
        '2)',
        '>',
        '`',
        '``',
        '~~',
        '~',
        '[',
        ']',
        '[[',
        ']]',
      ],
      ...['![', '](', '<', '<b>', '&amp;', '&', '\\', '|', '---', '===', ':::', '$$', '[x]', '[ ]'],
      ...[
        '[^1]',
        '!',
        '(',
        ')',
        '"',
        ':-',
        '***',
        'www.a.org',
        'https://a.org/b_c',
        'a@b.org',
        '\t',
      ],
      ...['$', '$5', '$x$', '==', '=', '%%', '%', '$$$', ':tada:', 'tada:', ':+1', ':', '::'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '', '  ', '\u00a0')), { maxLength: 5 })
  .map((pairs) => pairs.map((pair) => pair.join('')).join(''));
const markSum = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constantFrom(1, 2, 3, 4, 5, 16, 17, 18, 128, 129, 134, 144) },
);

const run = fc.record({ kind: fc.constant('text' as const), text, marks: markSum });
const atom: fc.Arbitrary<InlineAtom> = fc
  .constantFrom(
    { type: 'wikilink' as const, source: '[[Some page|label]]' },
    { type: 'embed' as const, source: '![[picture.png]]' },
    { type: 'image' as const, source: '![alt](a.png)' },
    { type: 'html' as const, source: '<br>' },
    { type: 'formula' as const, source: '$x_1 < |y|$' },
    { type: 'formula' as const, source: '$$x*y$$' },
    { type: 'comment' as const, source: '%%a *note*%%' },
    { type: 'emoji' as const, source: ':tada:' },
    { type: 'emoji' as const, source: ':+1:' },
  )
  .chain(({ type, source }) =>
    fc.record({
      kind: fc.constant('atom' as const),
      type: fc.constant(type),
      source: fc.constant(source),
      marks: fc.constantFrom(0, 1, 2, 128),
    }),
  );
const lineBreak = fc.constant({ kind: 'break' as const });
const part: fc.Arbitrary<LinkPart> = fc.oneof({ weight: 8, arbitrary: run }, atom, lineBreak);
const link: fc.Arbitrary<Inline> = fc.record({
  kind: fc.constant('link' as const),
  url: fc.constantFrom('a.md', 'https://b.org/x_(y)', '', 'a b', '<c>', 'q?a=1&amp;b'),
  title: fc.constantFrom('', '', 'a "title"'),
  children: fc.array(run, { minLength: 1, maxLength: 2 }),
});
const label = fc.constantFrom('ref', 'Ünïcode Ref', 'x_y', '`code`', 'a\\]b', 'REF', '*a*', 'a|b');
const address = {
  url: fc.constantFrom('a.md', 'https://b.org/x_(y)', '', 'a b', '<c>', 'javascript:x'),
  title: fc.constantFrom('', '', 'a "title"', "it's (a) \\ title", 'two\nlines'),
};
/** Any definition, not normalised. */
export const anyDefinition: fc.Arbitrary<Definition> = fc.record({
  kind: fc.constant('definition' as const),
  label: fc.oneof({ weight: 6, arbitrary: label }, fc.constantFrom('', ' a ', '^1', '[b', 'c\\')),
  ...address,
});
const referenceLink: fc.Arbitrary<Inline> = fc
  .tuple(label, fc.record(address), fc.array(run, { minLength: 1, maxLength: 2 }))
  .chain(([reference, { title, url }, words]) =>
    fc
      .constantFrom(words, [{ kind: 'text' as const, text: reference, marks: 0 }])
      .map((children) => ({ kind: 'link', url, title, children, reference })),
  );
const inlines = fc.array(fc.oneof({ weight: 5, arbitrary: part }, link, referenceLink), {
  maxLength: 5,
});

const paragraph: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('paragraph' as const),
  children: inlines,
});
const heading: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('heading' as const),
  level: fc.integer({ min: 1, max: 6 }),
  children: inlines,
});
const code: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('code' as const),
  info: fc.constantFrom('', 'js', 'c++ {1, 2}', 'a`b'),
  text: fc
    .array(fc.constantFrom('let a = 1;', '```', '~~~', '', '  b', '\tc'))
    .map((l) => l.join('\n')),
});
const formula: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('formula' as const),
  text: fc.constantFrom('x', '', '- a\n+ b', 'a\n\nb', '> 1', 'a $$ b', '\\text{$x$} \\\\', '  x '),
});
const cellPart: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 5, arbitrary: part },
  link,
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.constantFrom('|', 'a|b', 'a\\|b', '\\\\|', 'x\\', '||', ' a ', '- |'),
    marks: fc.constantFrom(0, 0, 1, 16),
  }),
  fc.constant<Inline>({ kind: 'atom', type: 'html', source: '<!-- a|b\nc -->', marks: 0 }),
  fc.constant<Inline>({
    kind: 'link',
    url: 'https://a.org/x|y',
    title: '',
    children: [{ kind: 'text', text: 'https://a.org/x|y', marks: 0 }],
  }),
);
const cell = fc.array(cellPart, { maxLength: 3 });
/** Any table with at least one column and a header, not normalised. */
export const anyTable: fc.Arbitrary<Table> = fc.record({
  kind: fc.constant('table' as const),
  align: fc.array(fc.constantFrom(null, null, 'left', 'center', 'right'), {
    minLength: 1,
    maxLength: 3,
  }),
  rows: fc.array(fc.array(cell, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
});

const opaque: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { kind: 'opaque', source: '| a | b |\n| - | - |\n| 1 | 2 | 3 |' },
  { kind: 'opaque', source: '<div>\nsome *html*\n</div>' },
  { kind: 'opaque', source: '%%\na\n\n- b\n%%' },
);
const { container, simple } = fc.letrec<{
  list: List;
  item: ListItem;
  simple: Block;
  container: Block;
  inside: Block;
}>((tie) => ({
  list: fc.record({
    kind: fc.constant('list' as const),
    isOrdered: fc.boolean(),
    start: fc.constantFrom(1, 1, 0, 7),
    items: fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
  }),
  item: fc.record({
    checked: fc.constantFrom(null, null, false, true),
    children: inlines,
    lists: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('list'), { maxLength: 1 }),
    ),
    body: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(tie('inside'), { maxLength: 2 }),
    ),
  }),
  simple: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 4, arbitrary: paragraph },
    heading,
    code,
    formula,
    fc.constant<Block>({ kind: 'rule' }),
    tie('list'),
  ),
  container: fc.oneof(
    fc.record({
      kind: fc.constant('quote' as const),
      children: fc.array(tie('inside'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('callout' as const),
      type: fc.constantFrom('note', 'WARNING', 'my-kind', 'tip|left', 'not a kind'),
      fold: fc.constantFrom(null, null, '+' as const, '-' as const),
      title: inlines,
      children: fc.array(tie('inside'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('footnote' as const),
      label: fc.constantFrom('1', 'a note', 'x_y', '*', '\\]'),
      children: fc.array(tie('inside'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('directive' as const),
      head: fc.constantFrom(
        ...['note', ' tip A *title*', 'note[T]{.a}', ' {.a #b}', '{note} T\n:class: x', ' W ::::'],
        ...['', 'a, b', 'x:::', 'two\nlines', ' [', 'mermaid'],
      ),
      children: fc.array(tie('inside'), { maxLength: 3 }),
    }),
  ),
  inside: fc.oneof(
    { maxDepth: 1, withCrossShrink: true },
    { weight: 6, arbitrary: tie('simple') },
    { weight: 2, arbitrary: tie('container') },
    { weight: 1, arbitrary: fc.oneof<fc.MaybeWeightedArbitrary<Block>[]>(opaque, anyDefinition) },
  ),
}));

/** Any quote, callout, footnote or directive, not normalised. */
export const anyContainer = container;

/** Any block, not normalised; what an editor could hold. */
export const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  { weight: 6, arbitrary: simple },
  { weight: 3, arbitrary: anyContainer },
  anyTable,
  anyDefinition,
  opaque,
);

/** Lines of markdown put together at random: what a page on disk could hold. */
export const anyDocument: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: text },
      fc.constantFrom(
        ...['', '', '', '# Title', 'Setext', '===', '---', '***', '* one', '- two', '  - three'],
        ...[
          '1. one',
          '3) two',
          '   more',
          '> quote',
          '>> deep',
          '```js',
          '```',
          '    code',
          '\tcode',
        ],
        ...[
          '| a | b |',
          '| --- | --- |',
          '| apple |\n|:-:|\n|`x\\|y`|',
          'a | b\n-- | --',
          '<div>',
          '</div>',
          '<!-- note',
          '-->',
          '[a]: b.md "c"',
          '[A]: <other page.md>',
          '> [q]: q.md',
          '- [i]: i.md',
          '[a]:\n  b.md\n  (c)',
        ],
        ...[
          '[^1]: note',
          'see [a] and [^1]',
          '[apple][a] ![x][a] [q][] [i]',
          '- [ ] task',
          '- [x]',
          '*a* _b_ **c** __d__',
          'end  ',
        ],
        ...['end\\', '\\* not a list', '&amp; &copy;', '> [!note] hi', ':::', '$$', '![[x.png]]'],
        ...['> [!TIP]- apple', '> > [!x|y]+', '> - item', '> ', '>\tapple', '> <div>', '> ```'],
        ...[
          '[^a]:',
          '    more of apple',
          '[^1]: - item',
          '> [^b]: apple',
          'see [^b]',
          '      - deep',
        ],
        ...['$$', '$$', '$$ apple $$', 'a $x$ and $$y$$', 'from $5 to $8', '\\$5', '$$apple'],
        ...[
          '%%',
          '%%',
          '%% apple %%',
          'an %%unseen%% apple',
          '100%%',
          '==apple== a==b',
          '> $$',
          '  $$',
        ],
        ...[':::note', ':::', ':::', '::: tip T', '::::{a}', '::::', '  :::b', '> :::c', '> :::'],
        ...['- :::d', '  :::', ':::{e}\n:f: g', ':::h:::', ':::note\napple\n:::', '```\n:::\n```'],
        ...['* * *', '+ plus', '- a\n\n  second\n\n- b', '- ```\n  x\n  ```', '[[A page|b]] text'],
      ),
    ),
    { maxLength: 14 },
  )
  .chain((lines) =>
    fc
      .array(fc.constantFrom('\n', '\n', '\n', '\n\n', '\r\n', '\r'), {
        minLength: lines.length,
        maxLength: lines.length,
      })
      .chain((ends) =>
        fc
          .constantFrom('', '\ufeff', '---\ntitle: A\n---\n')
          .map((start) => start + lines.map((line, index) => line + (ends[index] ?? '')).join('')),
      ),
  );
