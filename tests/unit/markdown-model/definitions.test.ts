import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Definition } from '../../../shared/markdown/model/blocks.ts';
import { normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { roundTrip } from '../../../shared/markdown/model/round-trip.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';
import { anyDefinition, anyDocument } from './arbitraries.ts';

type Change = (blocks: readonly BlockNow[]) => readonly BlockNow[];

function edited(text: string, ...changes: readonly Change[]): string {
  const page = readPage(text);
  const read: readonly BlockNow[] = page.blocks.map(({ id, model }) => ({ id, model }));
  const written = writePage(
    page,
    changes.reduce((blocks, change) => change(blocks), read),
  );
  expect(written.problems).toEqual([]);
  return written.text;
}

const mapped = (block: Block, change: (part: unknown) => unknown): Block =>
  JSON.parse(JSON.stringify(block), (_, part: unknown) => change(part)) as Block;

const isRecord = (part: unknown): part is Record<string, unknown> =>
  typeof part === 'object' && part !== null;

/** Changes what a label leads to, and with it the links that are written by it, as the editor does. */
const readdressed =
  (label: string, change: Partial<Definition>): Change =>
  (blocks) =>
    blocks.map(({ id, model }) => ({
      id,
      model: mapped(model, (part) => {
        if (!isRecord(part)) return part;
        const { label: renamed, ...target } = change;
        if (part['kind'] === 'definition' && part['label'] === label) return { ...part, ...change };
        if (part['reference'] !== label) return part;
        return { ...part, ...target, reference: renamed ?? label };
      }),
    }));

const retyped =
  (before: string, after: string): Change =>
  (blocks) =>
    blocks.map(({ id, model }) => ({
      id,
      model: mapped(model, (part) =>
        isRecord(part) && typeof part['text'] === 'string'
          ? { ...part, text: part['text'].replace(before, after) }
          : part,
      ),
    }));

const without =
  (...labels: readonly string[]): Change =>
  (blocks) =>
    blocks.filter(({ model }) => model.kind !== 'definition' || !labels.includes(model.label));

const added =
  (at: number, definition: Omit<Definition, 'kind' | 'title'>): Change =>
  (blocks) => [
    ...blocks.slice(0, at),
    { id: null, model: { kind: 'definition', title: '', ...definition } },
    ...blocks.slice(at),
  ];

const definitionsOf = (text: string) =>
  readPage(text).blocks.flatMap(({ model }) => (model.kind === 'definition' ? [model] : []));

describe('a definition', () => {
  test.each([
    ['[a]: b.md', { label: 'a', url: 'b.md', title: '' }],
    ['   [A  b]:   <c d.md>   (it is)', { label: 'A b', url: 'c d.md', title: 'it is' }],
    ["[a]:\n  b.md\n  'two\n  lines'", { label: 'a', url: 'b.md', title: 'two\nlines' }],
    ['[a\\]b]: c&amp;d', { label: 'a\\]b', url: 'c&d', title: '' }],
    ['[a]: <>', { label: 'a', url: '', title: '' }],
    [
      '[`Vec<T>`]: https://a.org/x_(y)',
      { label: '`Vec<T>`', url: 'https://a.org/x_(y)', title: '' },
    ],
    ['[x]: javascript:alert(1)', { label: 'x', url: 'javascript:alert(1)', title: '' }],
    ['[漢 字]: a\\_b "q\\"q"', { label: '漢 字', url: 'a_b', title: 'q"q' }],
  ])('is read from %j and stays as it is', (source, { label, title, url }) => {
    expect(definitionsOf(`${source}\n`)).toEqual([{ kind: 'definition', label, url, title }]);
    const text = `One\n\n${source}\n\nTwo\n`;
    expect(roundTrip(text)).toBe(true);
    expect(edited(text, retyped('Two', 'Three'))).toBe(`One\n\n${source}\n\nThree\n`);
  });

  test('is written so that it is read back, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(anyDefinition, { maxLength: 3 }), (models) => {
        const blocks = models.map((model) => ({ id: null, model }));
        const { problems, text } = writePage(readPage(''), blocks);
        expect(problems).toEqual([]);
        const said = models.map(normaliseBlock).filter((model) => model.kind === 'definition');
        expect(definitionsOf(text)).toEqual(said.filter(({ label }) => label !== ''));
      }),
    );
  });

  test('that changes is one other line, with its habits', () => {
    const text = "[a]: b.md\n  [c]:  <d e.md>   'one'\n[f]: g.md\n";
    expect(edited(text, readdressed('c', { title: 'two' }))).toBe(
      "[a]: b.md\n  [c]:  <d e.md>   'two'\n[f]: g.md\n",
    );
    expect(edited(text, without('c'))).toBe('[a]: b.md\n[f]: g.md\n');
    expect(edited(text, added(2, { label: 'n', url: 'n.md' }))).toBe(
      "[a]: b.md\n  [c]:  <d e.md>   'one'\n[n]: n.md\n[f]: g.md\n",
    );
    expect(edited(text, added(3, { label: 'n', url: 'n.md' }))).toBe(`${text.trim()}\n[n]: n.md\n`);
    expect(edited('One\n', added(1, { label: 'n', url: 'a b' }))).toBe('One\n\n[n]: <a b>\n');
  });

  test('that goes leaves no line of text in its place', () => {
    expect(edited('One\n\n[a]: b\n[c]: d\n', without('a'))).toBe('One\n\n[c]: d\n');
    expect(edited('One\n\n[a]: b\nTwo\n', without('a'))).toBe('One\n\nTwo\n');
    expect(edited('[a]: b\n', without('a'))).toBe('\n');
  });

  test('is one in quotes, items and footnotes, and beside a footnote', () => {
    const text =
      '> [a]: b.md\n> [c]: d.md "t"\n\n- [x][a] [y][c]\n\n  [e]: f.md\n\n[^1]: note\n[g]: h\n';
    expect(roundTrip(text)).toBe(true);
    const kinds = JSON.stringify(readPage(text).blocks.map(({ model }) => model));
    expect(kinds.match(/"kind":"definition"/g)).toHaveLength(3);
    expect(kinds).not.toContain('opaque');
    expect(edited(text, readdressed('c', { url: 'z.md' }))).toBe(text.replace('d.md', 'z.md'));
    expect(edited(text, readdressed('e', { url: 'z.md' }))).toBe(text.replace('f.md', 'z.md'));
  });
});

describe('links that are written by a label', () => {
  const page = [
    '[Full *words*][Ref], [ref][], [REF] and',
    '![picture][ref], an [own](a.md) __one__.',
    '',
    '| a | b |',
    '|:-|-|',
    '| [x][ref] | y |',
    '',
    '* [ ] [ref]',
    '* other',
    '',
    '[ref]:   a.md',
    '',
  ].join('\n');

  test('lead where their definition says, by one line', () => {
    expect(edited(page, readdressed('ref', { url: 'b c.md', title: 'New' }))).toBe(
      page.replace('a.md\n', '<b c.md> "New"\n'),
    );
  });

  test('stay so when their words change', () => {
    expect(edited(page, retyped('words', 'more'))).toBe(page.replace('words', 'more'));
    expect(edited(page, retyped('own', 'apple'))).toBe(page.replace('own', 'apple'));
    expect(edited(page, retyped('REF', 'Refs'))).toBe(page.replace('[REF]', '[Refs][ref]'));
    expect(edited('[ref] __b__\n\n[ref]: a\n', retyped('ref', 'it'))).toBe(
      '[it][ref] __b__\n\n[ref]: a\n',
    );
    expect(edited('A [x_y][]\n__b__\n\n[x_y]: a\n', retyped('x_y', 'it'))).toBe(
      'A [it][x_y]\n__b__\n\n[x_y]: a\n',
    );
    const both = [readdressed('ref', { url: 'z' }), retyped('words', 'more')] as const;
    expect(edited(page, ...both)).toBe(page.replace('a.md\n', 'z\n').replace('words', 'more'));
  });

  test('follow a label that is renamed, but not one that only changes its letters', () => {
    expect(edited(page, readdressed('ref', { label: 'REF' }))).toBe(
      page.replace('[ref]:', '[REF]:'),
    );
    const text = 'A [b][ref] __c__\n\n[ref]: a.md\n';
    expect(edited(text, readdressed('ref', { label: 'new' }))).toBe(
      'A [b][new] __c__\n\n[new]: a.md\n',
    );
  });

  test('hold their address when their definition goes, and so do pictures', () => {
    expect(edited(page, without('ref'))).toBe(
      [
        '[Full *words*](a.md), [ref](a.md), [REF](a.md) and',
        '![picture](a.md), an [own](a.md) __one__.',
        '',
        '| a | b |',
        '|:-|-|',
        '| [x](a.md) | y |',
        '',
        '* [ ] [ref](a.md)',
        '* other',
        '',
      ].join('\n'),
    );
    expect(edited('[![b][b]][c] ![b]\n\n[b]: b.svg "t"\n[c]: <d e>\n', without('b', 'c'))).toBe(
      '[![b](b.svg "t")](<d e>) ![b](b.svg "t")\n',
    );
  });

  test('come back to their definition with it', () => {
    expect(edited(page, without('ref'), added(3, { label: 'ref', url: 'a.md' }))).toBe(
      page.replace('   a.md', ' a.md'),
    );
  });

  test('do not follow another definition that comes before theirs', () => {
    const text = 'A [b][ref]\n\n[ref]: a.md\n';
    expect(edited(text, added(0, { label: 'Ref', url: 'other.md' }))).toBe(
      '[Ref]: other.md\n\nA [b](a.md)\n\n[ref]: a.md\n',
    );
  });

  test('lead where the first of two says, and stay when the second goes', () => {
    const text = 'A [b][Straße]\n\n[STRASSE]: one.md\n[straße]: two.md\n';
    expect(JSON.stringify(readPage(text).blocks[0]?.model)).toContain('"one.md"');
    expect(edited(text, without('straße'))).toBe('A [b][Straße]\n\n[STRASSE]: one.md\n');
    expect(edited(text, without('STRASSE'))).toBe('A [b](one.md)\n\n[straße]: two.md\n');
    expect(edited(text, readdressed('straße', { url: 'x' }))).toBe(text.replace('two.md', 'x'));
  });

  test('are written by it wherever they go', () => {
    const text = 'A [b][Ref] c\n\n[Ref]: a.md\n';
    const doubled: Change = ([first, second]) =>
      first === undefined || second === undefined
        ? []
        : [first, { id: null, model: first.model }, second];
    expect(edited(text, doubled)).toBe('A [b][Ref] c\n\nA [b][Ref] c\n\n[Ref]: a.md\n');
    const inQuote: Change = ([first, second]) =>
      first === undefined || second === undefined
        ? []
        : [{ id: first.id, model: { kind: 'quote', children: [first.model] } }, second];
    expect(edited(text, inQuote)).toBe('> A [b][Ref] c\n\n[Ref]: a.md\n');
  });

  test('hold an address of their own when one is given to them alone', () => {
    const own: Change = (blocks) =>
      blocks.map(({ id, model }) => ({
        id,
        model:
          model.kind === 'paragraph'
            ? mapped(model, (part) =>
                isRecord(part) && part['kind'] === 'link' ? { ...part, url: 'own.md' } : part,
              )
            : model,
      }));
    expect(edited('A [b][ref] __c__\n\n[d][ref]\n===\n\n[ref]: a.md\n', own)).toBe(
      'A [b](own.md) __c__\n\n[d][ref]\n===\n\n[ref]: a.md\n',
    );
  });
});

test('no link of any page is lost with the definitions, nor anything else changed', () => {
  const linksOf = (text: string) =>
    JSON.stringify(readPage(text).blocks.map(({ model }) => model)).match(/"kind":"link"/g)?.length;
  fc.assert(
    fc.property(anyDocument, (text) => {
      const page = readPage(text);
      const kept = page.blocks.filter(({ model }) => model.kind !== 'definition');
      const written = writePage(page, kept);
      expect(written.problems).toEqual([]);
      expect(linksOf(written.text)).toBe(linksOf(text));
    }),
    { numRuns: 200 },
  );
});
