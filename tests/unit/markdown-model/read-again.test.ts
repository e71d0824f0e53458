import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Block, Inline, List, ListItem } from '../../../shared/markdown/model/blocks.ts';
import { type PageModel, readPage } from '../../../shared/markdown/model/read-page.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';

// The same program without a memory of what it parsed before.
vi.resetModules();
vi.doMock('../../../shared/markdown/model/known-pieces.ts', () => ({
  pieceKey: () => '',
  takePiece: () => undefined,
  keepPieces: () => undefined,
}));
const forgetful = {
  ...(await import('../../../shared/markdown/model/read-page.ts')),
  ...(await import('../../../shared/markdown/model/write-page.ts')),
};

/** What a page says, without the ids that are its own. */
const said = ({ blocks, scope, ...page }: PageModel) => ({
  ...page,
  targets: [...scope.targets],
  definitions: scope.definitions,
  blocks: blocks.map(({ model, separator, source }) => ({ model, separator, source })),
});

const lines = [
  ...['', '', '', 'Text with *marks* and [words][n].', 'lazy', '    code', '# Head', '===', '---'],
  ...[
    '- item',
    '- [x] task [n]',
    '+ other',
    '1. one',
    '2. two',
    '1) other one',
    '10. ten',
    '-',
    '1.',
  ],
  ...['  - inner', '   - inner', '    - deep', '  1. counted', '  text', '  # Head', '\ttext'],
  ...['- ```', '  ```', '```', '~~~', '- ~~~', '- <!-- in', '-->', '<div>', '</div>', '- <pre>'],
  ...[
    '> quote',
    '- > quote',
    '| a | b |',
    '| - | - |',
    '| c |',
    '| d | e | f |',
    'g | h',
    '- | a |',
  ],
  ...['[n]: one', '[n]: two', '- [n]: in', '[^n]: note', '[^n]', '    more', '[^m] and ![n]'],
  ...['$$', '- %%', '%%', ':::note', ':::', '- :::in', '  :::', '::::outer', '::::', ':key: value'],
];
const line = fc.constantFrom(...lines);

const filler = Array.from({ length: 70 }, (_, index) => `- filler ${index} of the [n] page\n`);
const rows = Array.from({ length: 90 }, (_, index) => `| row ${index} | with some words |\n`);
const paragraphs = Array.from({ length: 80 }, (_, index) => `Words ${index} and [n] words.\n\n`);
const loose = Array.from(
  { length: 80 },
  (_, index) => `${index + 1}. Item ${index}\n\n   more\n\n`,
);

const around = fc.constantFrom(
  [filler, filler],
  [paragraphs, filler],
  [['| a | b |\n', '| - | - |\n', ...rows], rows],
  [loose, loose],
  [
    [':::note\n', ...paragraphs],
    [...filler, ':::\n'],
  ],
  [
    [...filler, '[n]: first\n'],
    [...loose, '\n[n]: second\n'],
  ],
);

test('a page that is read again after edits says what it does to one who reads it first', () => {
  const change = fc.record({
    at: fc.nat(),
    gone: fc.nat(2),
    come: fc.array(line, { maxLength: 3 }),
  });
  const first = fc.array(line, { maxLength: 8 });
  fc.assert(
    fc.property(
      around,
      first,
      fc.array(change, { maxLength: 4 }),
      ([above, below], some, changes) => {
        let text = [...above, ...some.map((each) => `${each}\n`), ...below];
        const look = () => {
          const whole = text.join('');
          expect(said(readPage(whole))).toEqual(said(forgetful.readPage(whole)));
        };
        look();
        for (const { at, gone, come } of changes) {
          // Most of them in the middle, where the odd lines are.
          const place = at % 3 === 0 ? at % text.length : above.length + (at % (some.length + 1));
          text = text.toSpliced(place, gone, ...come.map((each) => `${each}\n`));
          look();
        }
      },
    ),
    { numRuns: 20 },
  );
});

const words = fc
  .constantFrom(
    ...[
      'plain',
      '1. a',
      '1) a',
      '- a',
      '---',
      '===',
      '# a',
      '```',
      '~~~ js',
      '    in',
      '> a',
      '| a |',
    ],
    ...[
      '<div>',
      '<!-- a',
      '[n]: a',
      '[n]',
      '[^n]: a',
      '$$',
      '%%',
      ':::note',
      ':::',
      '+',
      '2)',
      '[ ] a',
    ],
    ...['a\\', 'https://a.org', '*', '_a_', '10. a', '\\# a', '&amp;', '`', '[[a]]', '==a=='],
  )
  .map((text): Inline[] => [{ kind: 'text', text, marks: 0 }]);
const plainItem = words.map((children): ListItem => ({
  checked: null,
  children,
  lists: [],
  body: [],
}));
const bodies = words.chain((children) =>
  fc.constantFrom<Block>(
    { kind: 'paragraph', children },
    { kind: 'code', info: '', text: 'let a;\n\n- b' },
    { kind: 'quote', children: [{ kind: 'paragraph', children }] },
    { kind: 'heading', level: 2, children },
    { kind: 'rule' },
    { kind: 'opaque', source: '<!--\n\nopen -->' },
    { kind: 'definition', label: 'n', url: 'elsewhere', title: '' },
  ),
);
const item: fc.Arbitrary<ListItem> = fc.oneof(
  plainItem,
  words.map((children): ListItem => ({ checked: true, children, lists: [], body: [] })),
  fc.tuple(plainItem, bodies).map(([plain, body]): ListItem => ({ ...plain, body: [body] })),
  fc.tuple(plainItem, plainItem, fc.boolean()).map(([plain, inner, isOrdered]): ListItem => {
    const list: List = { kind: 'list', isOrdered, start: 1, items: [inner] };
    return { ...plain, lists: [list] };
  }),
);

interface Edit {
  readonly at: number;
  readonly gone: number;
  readonly come: readonly ListItem[];
}

/** The block with other items, rows, children or words, as near to the edit as it has some. */
function edited(block: Block, { at, gone, come }: Edit): Block {
  switch (block.kind) {
    case 'list': {
      const place = at % (block.items.length + 1);
      return { ...block, items: block.items.toSpliced(place, gone, ...come) };
    }
    case 'table': {
      const made = come.map(({ children }) => block.align.map(() => children));
      return { ...block, rows: block.rows.toSpliced(1 + (at % block.rows.length), gone, ...made) };
    }
    case 'directive': {
      const made = come.map(({ children }): Block => ({ kind: 'paragraph', children }));
      const place = at % (block.children.length + 1);
      return { ...block, children: block.children.toSpliced(place, gone, ...made) };
    }
    case 'paragraph':
    case 'heading':
      return {
        ...block,
        children: [...block.children, ...come.flatMap(({ children }) => children)],
      };
    default:
      return block;
  }
}

test('what is written after edits is what one writes who knows of no edit before', () => {
  const edit = fc.record({
    block: fc.nat(),
    at: fc.nat(),
    gone: fc.nat(2),
    come: fc.array(item, { maxLength: 2 }),
  });
  const some = fc.array(line, { maxLength: 6 });
  fc.assert(
    fc.property(around, some, fc.array(edit, { maxLength: 3 }), ([above, below], odd, edits) => {
      const text = [...above, ...odd.map((each) => `${each}\n`), ...below].join('');
      const [page, other] = [readPage(text), forgetful.readPage(text)];
      let blocks: readonly BlockNow[] = page.blocks;
      for (const each of edits) {
        const place = each.block % blocks.length;
        blocks = blocks.map(({ id, model }, index) => ({
          id,
          model: index === place ? edited(model, each) : model,
        }));
        const written = writePage(page, blocks);
        const copies = structuredClone(blocks).map(({ model, id }) => {
          const origin = page.blocks.findIndex((block) => block.id === id);
          return { model, id: other.blocks[origin]?.id ?? null };
        });
        expect(written).toEqual(forgetful.writePage(other, copies));
        expect(said(readPage(written.text))).toEqual(said(forgetful.readPage(written.text)));
      }
    }),
    { numRuns: 20 },
  );
});
