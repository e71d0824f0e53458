import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, ListItem } from '../../../shared/markdown/model/blocks.ts';
import { fingerprintOf } from '../../../shared/markdown/model/blocks.ts';
import { canonical, says } from '../../../shared/markdown/model/canonical.ts';
import { normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { roundTrip } from '../../../shared/markdown/model/round-trip.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';
import { anyBlock, anyDocument } from './arbitraries.ts';
import { specExamples } from './spec-examples.ts';

const blocksOf = (text: string): BlockNow[] =>
  readPage(text).blocks.map(({ id, model }) => ({ id, model }));

/** Changes text the way a person would see it: `before` becomes `after` in the first run that has it. */
function retype(block: Block, before: string, after: string): Block {
  const json = JSON.stringify(block);
  return JSON.parse(json.replace(before, after)) as Block;
}

function edit(text: string, change: (blocks: BlockNow[]) => BlockNow[]) {
  const page = readPage(text);
  const now = change(page.blocks.map(({ id, model }) => ({ id, model })));
  return writePage(page, now);
}

const replaced = (text: string, before: string, after: string) =>
  edit(text, (blocks) =>
    blocks.map(({ id, model }) => ({ id, model: retype(model, before, after) })),
  );

const paragraph = (text: string): BlockNow => ({
  id: null,
  model: { kind: 'paragraph', children: [{ kind: 'text', text, marks: 0 }] },
});

describe('a page without an edit', () => {
  test('is written as it was, for every example of the specification', () => {
    expect(specExamples.filter(({ markdown }) => !roundTrip(markdown))).toEqual([]);
  });

  test('is written as it was, for documents of random lines', () => {
    fc.assert(fc.property(anyDocument, roundTrip));
  });
});

describe('canonical markdown', () => {
  test('says what each block of the specification says', () => {
    const wrong = specExamples.flatMap(({ markdown }) => {
      const page = readPage(markdown);
      return page.blocks.filter(
        ({ model }) => !says(canonical([model], page.style, page.scope), [model], page.scope),
      );
    });
    expect(wrong).toEqual([]);
  });

  test('normalising twice is normalising once', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        const once = normaliseBlock(block);
        // A copy: what it made is known to be normal.
        expect(fingerprintOf(normaliseBlock(structuredClone(once)))).toBe(fingerprintOf(once));
      }),
    );
  });

  test('says what nearly any model says; what it can not say is flagged', () => {
    let flagged = 0;
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 3 }), (models) => {
        const blocks = models.map((model) => ({ id: null, model }));
        if (writePage(readPage(''), blocks).problems.length > 0) flagged += 1;
      }),
    );
    expect(flagged).toBeLessThanOrEqual(3);
  });
});

describe('an edit', () => {
  test('leaves every byte before and after its block as it was', () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(20), (text, at) => {
        const page = readPage(text);
        const place = page.blocks.length === 0 ? 0 : at % page.blocks.length;
        const block = page.blocks[place];
        if (block === undefined || block.model.kind === 'opaque') return;
        const model = retype(block.model, 'apple', 'orange');
        const now = page.blocks.map((each) => ({
          id: each.id,
          model: each.id === block.id ? model : each.model,
        }));
        const written = writePage(page, now);
        expect(written.problems).toEqual([]);
        const sizes = page.blocks.map((each) => each.separator.length + each.source.length);
        const start = page.bom.length + page.frontmatter.length;
        const before = start + sizes.slice(0, place).reduce((sum, size) => sum + size, 0);
        const after = before + (sizes[place] ?? 0);
        expect(written.text.startsWith(text.slice(0, before + block.separator.length))).toBe(true);
        expect(written.text.endsWith(text.slice(after))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('of any kind reads back as the editor shows it, or is flagged', () => {
    const change = fc.record({
      how: fc.constantFrom('delete', 'insert', 'replace', 'move', 'split'),
      at: fc.nat(20),
      to: fc.nat(20),
      block: anyBlock,
    });
    let flagged = 0;
    const runs = 150;
    fc.assert(
      fc.property(
        anyDocument,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (text, changes) => {
          const page = readPage(text);
          const now: BlockNow[] = page.blocks.map(({ id, model }) => ({ id, model }));
          for (const { how, at, to, block } of changes) {
            const place = at % (now.length + 1);
            const [taken] = how === 'insert' ? [] : now.splice(place, 1);
            const target = to % (now.length + 1);
            if (how === 'insert') now.splice(place, 0, { id: null, model: block });
            else if (how === 'replace')
              now.splice(place, 0, { id: taken?.id ?? null, model: block });
            else if (how === 'move' && taken !== undefined) now.splice(target, 0, taken);
            else if (how === 'split' && taken?.model.kind === 'paragraph') {
              const { children } = taken.model;
              const half = Math.ceil(children.length / 2);
              now.splice(place, 0, {
                id: taken.id,
                model: { kind: 'paragraph', children: children.slice(0, half) },
              });
              now.splice(place + 1, 0, {
                id: null,
                model: { kind: 'paragraph', children: children.slice(half) },
              });
            }
          }
          if (writePage(page, now).problems.length > 0) flagged += 1;
        },
      ),
      { numRuns: runs },
    );
    expect(flagged).toBeLessThanOrEqual(runs * 0.03);
  });

  test('of one word keeps the wraps, escapes, entities and markers around it', () => {
    const text =
      'A __bold__ line\nthat \\* wraps &amp; has\n  _style_ and apple\\_pie.\n\n* one\n* two\n';
    expect(replaced(text, 'wraps', 'breaks').text).toBe(text.replace('wraps', 'breaks'));
    expect(replaced(text, 'two', 'three').text).toBe(text.replace('two', 'three'));
    expect(replaced(text, 'style', 'taste').text).toBe(text.replace('style', 'taste'));
  });

  test('keeps CRLF line ends, also in what is new', () => {
    const text = '# A\r\n\r\none\r\ntwo\r\n';
    const written = edit(text, (blocks) => [...blocks, paragraph('three')]);
    expect(written.text).toBe('# A\r\n\r\none\r\ntwo\r\n\r\nthree\r\n');
  });

  test('of one item changes one line of a long list', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `*   item ${String(index)} [a](b)`);
    const text = lines.join('\n') + '\n';
    const written = replaced(text, 'item 150', 'thing 150').text.split('\n');
    expect(written.filter((line, index) => line !== lines[index] && line !== '')).toEqual([
      '*   thing 150 [a](b)',
    ]);
  });

  test('that splits a paragraph keeps the bytes of both halves', () => {
    const written = edit('One &amp; __two__\nthree four\n', ([block]) => {
      const children = block?.model.kind === 'paragraph' ? block.model.children : [];
      return [
        { id: block?.id ?? null, model: { kind: 'paragraph', children: children.slice(0, 2) } },
        { id: null, model: { kind: 'paragraph', children: children.slice(2) } },
      ];
    });
    expect(written).toEqual({ text: 'One &amp; __two__\n\nthree four\n', problems: [] });
  });

  test('that empties a page leaves its frontmatter', () => {
    expect(edit('---\na: 1\n---\n# A\n', () => []).text).toBe('---\na: 1\n---\n\n');
  });

  test('that brings two lists together keeps them two', () => {
    const written = edit('- a\n\ntext\n\n- b\n', (blocks) =>
      blocks.filter(({ model }) => model.kind === 'list'),
    );
    expect(written).toEqual({ text: '- a\n\n* b\n', problems: [] });
  });

  test('that deletes a definition writes the links that used it in full', () => {
    const written = edit('See [it][a].\n\n[a]: b.md\n', (blocks) => blocks.slice(0, 1));
    expect(written.problems).toEqual([]);
    expect(written.text).toBe('See [it](b.md).\n');
  });

  test('does not make frontmatter of rules', () => {
    const rule: BlockNow = { id: null, model: { kind: 'rule' } };
    const written = edit('text\n\n---\n', (blocks) => [rule, ...blocks]);
    expect(written.text).toBe('***\n\ntext\n\n---\n');
  });

  test('writes text that looks like markup so that it stays text', () => {
    for (const typed of [
      '# no',
      '- no',
      '1. no',
      '> no',
      '**no**',
      '[[no]]',
      '[a](b)',
      '```',
      ':::',
    ]) {
      const written = edit('', () => [paragraph(typed)]);
      expect(readPage(written.text).blocks.map((block) => block.model)).toEqual([
        paragraph(typed).model,
      ]);
    }
  });

  test('escapes no more than it must', () => {
    const typed = 'snake_case [x] (y) a * b #tag $5 ~ 1. <3 & co! https://a.org/b_c';
    expect(edit('', () => [paragraph(typed)]).text).toBe(`${typed}\n`);
  });

  test('that puts two breaks into a row writes no blank line, whatever the page breaks with', () => {
    const written = edit('one  \ntwo\n', ([block]) => {
      const [one, line, two] = block?.model.kind === 'paragraph' ? block.model.children : [];
      if (one === undefined || line === undefined || two === undefined) return [];
      const model: Block = { kind: 'paragraph', children: [one, line, line, two] };
      return [{ id: block?.id ?? null, model }];
    });
    expect(written).toEqual({ text: 'one  \n\\\ntwo\n', problems: [] });
  });

  test('that puts in HTML without an end gives it one, and what follows stays what it is', () => {
    for (const [open, end] of [
      ['<!-- a', '-->'],
      ['<pre>a', '</pre>'],
    ] as const) {
      const html: BlockNow = { id: null, model: { kind: 'opaque', source: open } };
      expect(edit('text\n', (blocks) => [html, ...blocks])).toEqual({
        text: `${open}\n${end}\n\ntext\n`,
        problems: [],
      });
    }
  });

  test('that puts a list below an item with further blocks keeps both', () => {
    const written = edit('- one\n\n  more\n- two\n', ([block]) => {
      const list = block?.model.kind === 'list' ? block.model : null;
      const [one, two] = list?.items ?? [];
      if (list === null || one === undefined || two === undefined) return [];
      const item = { ...one, lists: [{ ...list, items: [two] }] };
      return [{ id: block?.id ?? null, model: { ...list, items: [item] } }];
    });
    expect(written).toEqual({ text: '- one\n\n  more\n  - two\n', problems: [] });
  });

  test('that begins a task with colons leaves them its text', () => {
    const task = { kind: 'text', text: ':::', marks: 0 } as const;
    const items = [{ checked: false, children: [task], lists: [], body: [] }];
    const list: Block = { kind: 'list', isOrdered: false, start: 1, items };
    const written = edit('one\n', (blocks) => [...blocks, { id: null, model: list }]);
    expect(written.problems).toEqual([]);
    expect(readPage(written.text).blocks[1]?.model).toEqual(list);
  });

  test('below frontmatter that ends the page begins on a line of its own', () => {
    expect(edit('---\na: b\n---', () => [paragraph('new')])).toEqual({
      text: '---\na: b\n---\nnew\n',
      problems: [],
    });
  });

  test('that breaks a line within a link leaves no blank beside the break', () => {
    const page = readPage('[one two](https://a.org)\n');
    const children = [
      { kind: 'text', text: 'one ', marks: 0 },
      { kind: 'break' },
      { kind: 'text', text: ' two', marks: 0 },
    ] as const;
    const link = { kind: 'link', url: 'https://a.org', title: '', children } as const;
    const [block] = page.blocks;
    const written = writePage(page, [
      { id: block?.id ?? null, model: { kind: 'paragraph', children: [link] } },
    ]);
    expect(written).toEqual({ text: '[one\\\ntwo](https://a.org)\n', problems: [] });
  });

  test('that puts marks into a word writes asterisks where others are used', () => {
    const written = replaced('one __two__ three\n', 'one ', 'one');
    expect(written).toEqual({ text: 'one**two** three\n', problems: [] });
  });

  test('undone, leads back to the original bytes', () => {
    const text = 'a  \nb\n\n\n* c\n';
    const page = readPage(text);
    const now = blocksOf(text).map(({ model }, index) => ({
      id: page.blocks[index]?.id ?? null,
      model,
    }));
    expect(writePage(page, now).text).toBe(text);
  });
});

test('of a long list only the lines of the changed items change', () => {
  const bullets = Array.from({ length: 90 }, (_, at) => `* item ${at}\n\n  1) _below_ ${at}\n`);
  const numbers = Array.from({ length: 150 }, (_, at) => `1. number ${at}`);
  const text = `${bullets.join('\n')}\n# Then\n\n${numbers.join('\n')}\n`;
  const page = readPage(text);
  const item = (words: string): ListItem => ({
    checked: null,
    children: [{ kind: 'text', text: words, marks: 0 }],
    lists: [],
    body: [],
  });
  const write = (change: (items: readonly ListItem[]) => ListItem[], which: number): string => {
    const blocks = page.blocks.map(({ id, model }, index) => ({
      id,
      model:
        index === which && model.kind === 'list' ? { ...model, items: change(model.items) } : model,
    }));
    const { text: written, problems } = writePage(page, blocks);
    expect(problems).toEqual([]);
    return written;
  };
  expect(
    write((items) => items.with(70, { ...item('other'), lists: items[70]?.lists ?? [] }), 0),
  ).toBe(text.replace('* item 70\n', '* other\n'));
  expect(write((items) => items.toSpliced(70, 1), 0)).toBe(
    text.replace('* item 70\n\n  1) _below_ 70\n\n', ''),
  );
  expect(write((items) => items.toSpliced(71, 0, item('new')), 0)).toBe(
    text.replace('* item 71\n', '* new\n\n* item 71\n'),
  );
  expect(write((items) => items.with(149, item('last')), 2)).toBe(
    text.replace('1. number 149\n', '1. last\n'),
  );
});
