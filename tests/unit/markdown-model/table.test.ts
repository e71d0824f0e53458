import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Alignment,
  type Block,
  type Cell,
  type Inline,
  mark,
  type Table,
} from '../../../shared/markdown/model/blocks.ts';
import { says } from '../../../shared/markdown/model/canonical.ts';
import { normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { roundTrip } from '../../../shared/markdown/model/round-trip.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { anyTable } from './arbitraries.ts';

type Change = (table: Table) => Table;

const cellOf = (text: string, marks = 0): Cell =>
  text === '' ? [] : [{ kind: 'text', text, marks }];

const tableOf = (text: string): Table => {
  const tables = readPage(text).blocks.flatMap(({ model }) =>
    model.kind === 'table' ? [model] : [],
  );
  if (tables[0] === undefined) throw new Error(`no table in ${text}`);
  return tables[0];
};

/** The page after the first table was changed; fails where the text doesn't say what the table does. */
function changed(text: string, change: Change): string {
  const page = readPage(text);
  const now = page.blocks.map(({ id, model }) => ({
    id,
    model: model.kind === 'table' ? change(model) : model,
  }));
  const written = writePage(page, now);
  expect(written.problems).toEqual([]);
  return written.text;
}

const withCell =
  (row: number, column: number, cell: Cell): Change =>
  (table) => ({
    ...table,
    rows: table.rows.map((cells, at) => (at === row ? cells.with(column, cell) : cells)),
  });
const withAlign =
  (column: number, align: Alignment): Change =>
  (table) => ({ ...table, align: table.align.with(column, align) });
const withRow =
  (at: number, row: readonly Cell[]): Change =>
  (table) => ({ ...table, rows: table.rows.toSpliced(at, 0, row) });
const withoutRow =
  (at: number): Change =>
  (table) => ({ ...table, rows: table.rows.toSpliced(at, 1) });
const withColumn =
  (at: number, texts: readonly string[]): Change =>
  ({ align, rows }) => ({
    kind: 'table',
    align: align.toSpliced(at, 0, null),
    rows: rows.map((row, index) => row.toSpliced(at, 0, cellOf(texts[index] ?? ''))),
  });
const withoutColumn =
  (at: number): Change =>
  ({ align, rows }) => ({
    kind: 'table',
    align: align.toSpliced(at, 1),
    rows: rows.map((row) => row.toSpliced(at, 1)),
  });

const padded = [
  '| Name   | Count | Note |',
  '| ------ | ----: | :--: |',
  '| apple  |     1 |  x   |',
  '| banana |    20 |  yy  |',
  '| __c__  |     3 |      |',
];
const plain = ['| a | b |', '|---|:-:|', '| 1 | 2 |', '| *3* | 4 |', '| 5 | |'];
const pipeless = ['a | b', '--- | ---', '1 | 2', '3', '  5 | [[six\\|6]]'];
const tight = ['|a|b|', '|-|-|', '|1|2|', '||4|', '|5|<br/>|'];
const sources = [
  ['padded', '\n', padded],
  ['with CRLF', '\r\n', plain],
  ['without outer pipes', '\n', pipeless],
  ['without blanks', '\n', tight],
] as const;
const around = (lines: readonly string[], eol: string): string =>
  ['Text before', '', ...lines, '', 'Text after', ''].join(eol);

/** Which lines are gone and which are new, where all others kept their order. */
function differing(before: readonly string[], after: readonly string[]) {
  let head = 0;
  while (head < before.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < Math.min(before.length, after.length) - head &&
    before.at(-1 - tail) === after.at(-1 - tail)
  )
    tail += 1;
  return {
    gone: before.slice(head, before.length - tail),
    added: after.slice(head, after.length - tail),
  };
}

describe.each(sources)('a table %s', (_, eol, lines) => {
  const text = around(lines, eol);
  const { align, rows } = tableOf(text);
  const step = (change: Change) => differing(text.split(eol), changed(text, change).split(eol));

  test('with another cell has one other line', () => {
    rows.forEach((row, at) => {
      row.forEach((cell, column) => {
        for (const typed of ['two words|', '', '- x']) {
          if (cell.length === 0 && typed === '') continue;
          const { gone, added } = step(withCell(at, column, cellOf(typed)));
          expect(gone).toEqual([lines[at === 0 ? 0 : at + 1]]);
          expect(added).toHaveLength(1);
        }
      });
    });
  });

  test('with a row more, less or elsewhere keeps the lines of the others', () => {
    for (let at = 1; at < rows.length; at += 1) {
      expect(step(withoutRow(at))).toEqual({ gone: [lines[at + 1]], added: [] });
      const { gone, added } = step(withRow(at, [cellOf('new'), cellOf('r|w')]));
      expect([gone, added.length]).toEqual([[], 1]);
    }
    expect(step(withRow(rows.length, [cellOf('z')])).gone).toEqual([]);
    const moved = step(({ rows: [header = [], first = [], ...others], ...rest }) => ({
      ...rest,
      rows: [header, ...others, first],
    }));
    expect(moved.gone).toEqual(lines.slice(2));
    expect(moved.added).toEqual([...lines.slice(3), lines[2]]);
  });

  test('whose column stands another way has one other line', () => {
    for (const [column, now] of align.entries()) {
      for (const other of [null, 'left', 'center', 'right'] as const) {
        if (now === other) continue;
        const { gone, added } = step(withAlign(column, other));
        expect([gone, added.length]).toEqual([[lines[1]], 1]);
      }
    }
  });

  test('with a column more or less has all other lines, and no more of them', () => {
    for (const column of align.keys()) {
      expect(step(withoutColumn(column)).added).toHaveLength(lines.length);
    }
    expect(step(withColumn(0, ['h', 'x'])).added).toHaveLength(lines.length);
    const wider = changed(text, withColumn(align.length, ['h', '', '', 'x']));
    expect(wider.split(eol)).toHaveLength(text.split(eol).length);
  });
});

describe('a table in a page', () => {
  test('lines its pipes up where its source does', () => {
    const text = `${padded.join('\n')}\n`;
    expect(changed(text, withCell(1, 0, cellOf('fig')))).toBe(
      text.replace('| apple  |', '| fig    |'),
    );
    expect(changed(text, withCell(1, 1, cellOf('1000')))).toBe(text.replace('    1 |', ' 1000 |'));
    expect(changed(text, withAlign(0, 'center'))).toBe(text.replace('| ------', '| :----:'));
    expect(changed(text, withCell(1, 0, cellOf('watermelon')))).toBe(
      text.replace('| apple  |', '| watermelon |'),
    );
    expect(
      changed(text, withColumn(1, ['Colour', 'red']))
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      '| Name   | Colour | Count | Note |',
      '| ------ | ------ | ----: | :--: |',
      '| apple  | red    |     1 |  x   |',
    ]);
  });

  test('keeps the bytes of a cell beside a word that changed', () => {
    const text = '| a |\n| - |\n| __one__ &amp; two\\_three [x]( <u> ) |\n';
    const cell = tableOf(text).rows[1]?.[0] ?? [];
    const now = cell.map((inline): Inline =>
      inline.kind === 'text' && inline.text.includes('two')
        ? { ...inline, text: inline.text.replace('two', '2') }
        : inline,
    );
    expect(changed(text, withCell(1, 0, now))).toBe(text.replace('two', '2'));
  });

  test.each<[string, string, readonly (readonly string[])[]]>([
    [
      'without outer pipes',
      'a | b\n-- | --\n1 | 2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with short rows',
      '| a | b |\n| - | - |\n| 1 |\n|\n',
      [
        ['a', 'b'],
        ['1', ''],
        ['', ''],
      ],
    ],
    ['with a pipe in code', '| a |\n| - |\n| `x\\|y` |', [['a'], ['x|y']]],
    ['with a pipe in a wikilink', '| a |\n| - |\n| [[x\\|y]] |', [['a'], ['[[x|y]]']]],
    ['with a pipe in a link', '| a |\n| - |\n| [x](y\\|z) |', [['a'], ['x']]],
    ['with a comment', '| a |\n| - |\n| <!-- x \\| y --> |', [['a'], ['<!-- x | y -->']]],
    [
      'with signs of one dash',
      '|a|b|\n|-|:-|\n|1|2|',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['right after a line of text', 'text\n| a |\n| - |', [['a']]],
    ['of a header only', '| a | b |\n| - | - |', [['a', 'b']]],
    ['with blanks at its edges', '  | a |  \n | - |\t\n|\t1\t|   \n', [['a'], ['1']]],
    [
      'without words in its header',
      '|   |  |\n| - | - |\n| 1 | 2 |',
      [
        ['', ''],
        ['1', '2'],
      ],
    ],
    ['with breaks', '| a |\n| - |\n| x<br>y <BR /> z |', [['a'], ['x\ny\nz']]],
    ['with CRLF', '| a |\r\n| - |\r\n| 1 |\r\n', [['a'], ['1']]],
  ])('is read %s, and written as it was', (_, text, expected) => {
    const show = (inline: Inline): string => {
      if (inline.kind === 'break') return '\n';
      if (inline.kind === 'link') return inline.children.map(show).join('');
      return inline.kind === 'text' ? inline.text : inline.source;
    };
    expect(tableOf(text).rows.map((row) => row.map((cell) => cell.map(show).join('')))).toEqual(
      expected,
    );
    expect(roundTrip(text)).toBe(true);
  });

  test('stays source where a row has text beyond the last column', () => {
    const text = '| a |\n| - |\n| 1 | 2 |\n';
    expect(readPage(text).blocks.map(({ model }) => model.kind)).toEqual(['opaque']);
    const page = readPage(text);
    const source = '|  a  |  b  |\n| --- | --- |\n|  1  |  2  |';
    const mended = [{ id: page.blocks[0]?.id ?? null, model: { kind: 'opaque' as const, source } }];
    expect(writePage(page, mended)).toEqual({ text: `${source}\n`, problems: [] });
  });

  test('in a quote changes one line', () => {
    const text = '> | a | b |\n> |---|---|\n>| 1 | 2 |\n> | _3_ | 4 |\n';
    const page = readPage(text);
    const model = JSON.parse(
      JSON.stringify(page.blocks[0]?.model).replace('"2"', '"two"'),
    ) as Block;
    expect(writePage(page, [{ id: page.blocks[0]?.id ?? null, model }])).toEqual({
      text: text.replace('2', 'two'),
      problems: [],
    });
  });

  test('keeps its lines when a paragraph is added below it', () => {
    const text = `${padded.join('\n')}\n\nText\n`;
    const page = readPage(text);
    const [table, paragraph] = page.blocks;
    if (table?.model.kind !== 'table' || paragraph === undefined) throw new Error('no table');
    const now = [
      { id: table.id, model: withCell(1, 0, cellOf('fig'))(table.model) },
      { id: null, model: { kind: 'paragraph' as const, children: cellOf('New') } },
      { id: paragraph.id, model: paragraph.model },
    ];
    expect(writePage(page, now).text).toBe(
      text.replace('| apple  |', '| fig    |').replace('\n\nText', '\n\nNew\n\nText'),
    );
  });

  test('of a thousand rows is written with one line changed, without a parse of each', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `|  row ${String(index)}|x \\| y |`);
    const text = ['| a | b |', '|---|---|', ...rows, ''].join('\n');
    expect(changed(text, withCell(500, 0, cellOf('here')))).toBe(
      text.replace('  row 499|', '  here|'),
    );
  });
});

test('a pipe below a backslash stands outside of code, also where the editor holds the two apart', () => {
  const code = mark.code;
  const apart = [cellOf('x\\', code), cellOf('|', code)].flat();
  for (const cell of [apart, cellOf('x\\|', code)]) {
    expect(changed('| a |\n| - |\n| b |\n', withCell(1, 0, cell))).toBe(
      '| a |\n| - |\n| `x\\`\\| |\n',
    );
  }
});

describe('any table', () => {
  test('is said by what it is written as', () => {
    fc.assert(
      fc.property(anyTable, (drawn) => {
        const table = normaliseBlock(drawn);
        const written = writePage(readPage(''), [{ id: null, model: drawn }]);
        expect(written.problems).toEqual([]);
        expect(readPage(written.text).blocks.map(({ model }) => model.kind)).toEqual(['table']);
        expect(says(written.text, [table], readPage('').scope)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('can become any other, and that one it again', () => {
    fc.assert(
      fc.property(anyTable, anyTable, (first, second) => {
        const become = (text: string, model: Table): string => {
          const page = readPage(text);
          const written = writePage(page, [{ id: page.blocks[0]?.id ?? null, model }]);
          expect(written.problems).toEqual([]);
          return written.text;
        };
        become(become(become('', first), second), first);
      }),
      { numRuns: 60 },
    );
  });
});
