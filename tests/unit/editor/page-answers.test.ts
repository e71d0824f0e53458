import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPageAnswerer } from '../../../renderer/editor/page-answers.ts';
import { sendBlocks } from '../../../renderer/editor/sent-blocks.ts';
import { receivePage, sendPage } from '../../../renderer/editor/sent-page.ts';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { formAsRead } from '../../../shared/markdown/model/normal-form.ts';
import { type Part, partsOf, withParts } from '../../../shared/markdown/model/parts.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';
import { anyDocument } from '../markdown-model/arbitraries.ts';

const added: Block = { kind: 'paragraph', children: [{ kind: 'text', text: 'Added', marks: 0 }] };

/** What a message channel makes of a value. */
const sent = <Value>(value: Value): Value => structuredClone(value);

test('the worker writes what the screen would have written, for random edits', () => {
  fc.assert(
    fc.property(anyDocument, fc.nat(), fc.boolean(), (text, place, isReplacing) => {
      const page = readPage(text);
      const blocks: BlockNow[] = page.blocks.map(({ id, model }) => ({ id, model }));
      const at = place % (blocks.length + 1);
      const id = isReplacing ? (blocks[at]?.id ?? null) : null;
      blocks.splice(at, isReplacing ? 1 : 0, { id, model: added });
      const answer = createPageAnswerer();
      const request = { kind: 'write', id: 1, text, options: {} } as const;
      const answered = sent(answer(sent({ ...request, blocks: sendBlocks(page, blocks) })));
      expect(answered).toEqual({ kind: 'write', id: 1, written: writePage(page, blocks) });
    }),
    { numRuns: 60 },
  );
});

test('the worker reads a page as the screen does', () => {
  const text = '# A\n\n* b [c]\n\n[c]: <d>\n';
  const answered = createPageAnswerer()({ kind: 'read', id: 7, text });
  if (answered.kind !== 'read') throw new Error('not read');
  expect(answered.id).toBe(7);
  const { blocks } = receivePage(text, sent(answered).page);
  expect(blocks.map(({ model }) => formAsRead(model).fingerprint)).toEqual(
    readPage(text).blocks.map(({ model }) => formAsRead(model).fingerprint),
  );
});

test('a page comes from the worker as it was read there', () => {
  const words = 'words that are long enough to be held once';
  const written = [
    `# ${words}`,
    `- [x] *${words}* ${words}\n  [${words}](https://example.org/${'a'.repeat(40)} "${words}")`,
    `[${words}][ref] and \\_${words}\\_ :tada:`,
    `| ${words} | b |\n| - | - |\n| ${words} | \ud83c\udf31 |`,
    `> [!note] ${words}\n> ${words}`,
    `\`\`\`js\n${words}\n${words}\n\`\`\``,
    `[ref]: <https://example.org/${words}>`,
  ];
  for (const eol of ['\n', '\r\n']) {
    const page = readPage(`---\ntitle: a\n---\n${written.join('\n\n')}\n`.replaceAll('\n', eol));
    expect(receivePage(page.text, sent(sendPage(page)))).toEqual(page);
  }
  fc.assert(
    fc.property(anyDocument, (text) => {
      const page = readPage(text);
      expect(receivePage(text, sent(sendPage(page)))).toEqual(page);
    }),
    { numRuns: 100 },
  );
});

test('only blocks that changed travel to the worker', () => {
  const page = readPage('one\n\ntwo\n\nthree\n');
  const blocks = page.blocks.map(({ id, model }, index) => ({
    id,
    model: index === 1 ? added : model,
  }));
  expect(sendBlocks(page, blocks)).toEqual([
    { origin: 0, model: null, parts: null },
    { origin: 1, model: added, parts: null },
    { origin: 2, model: null, parts: null },
  ]);
});

test('a worker that read another page meanwhile still writes the right one', () => {
  const answer = createPageAnswerer();
  const page = readPage('one\n\ntwo\n');
  answer({ kind: 'read', id: 1, text: 'another page\n' });
  const blocks = sendBlocks(page, [...page.blocks, { id: null, model: added }]);
  const answered = answer({ kind: 'write', id: 2, text: page.text, blocks, options: {} });
  expect(answered).toMatchObject({ written: { text: 'one\n\ntwo\n\nAdded\n', problems: [] } });
});

test('of a long list only the items that changed travel, and the worker has all of them', () => {
  const text = Array.from({ length: 40 }, (_, index) => `- item ${index}\n`).join('');
  const page = readPage(text);
  const [block] = page.blocks;
  if (block?.model.kind !== 'list') throw new Error('no list');
  const { items } = block.model;
  const moved = [...items.slice(20), ...items.slice(3, 20)];
  const children = [{ kind: 'text', text: 'changed', marks: 0 }] as const;
  const now = moved.map((item, index) => (index === 4 ? { ...item, children } : item));
  const blocks = [{ id: block.id, model: { ...block.model, items: now } }];
  const travelling = sendBlocks(page, blocks);
  expect(JSON.stringify(travelling).length).toBeLessThan(400);
  const answer = createPageAnswerer();
  const request = { kind: 'write', id: 1, text, blocks: travelling, options: {} } as const;
  expect(answer(sent(request))).toMatchObject({ written: writePage(page, blocks) });
});

test.each([
  ['table', `| a | b |\n| - | - |\n${'| some | words |\n'.repeat(200)}`],
  ['directive', `:::note\n${'Some words.\n\n'.repeat(200)}:::\n`],
  ['quote', `${'> Some words.\n>\n'.repeat(200)}> End.\n`],
])('of a long %s only what changed travels, and the worker has all of it', (kind, text) => {
  const page = readPage(text);
  const [block] = page.blocks;
  const parts = block === undefined ? null : partsOf(block.model);
  if (block?.model.kind !== kind || parts === null) throw new Error(`no ${kind}`);
  const words = [{ kind: 'text', text: 'changed', marks: 0 }] as const;
  const changed: Part = kind === 'table' ? [words, []] : { kind: 'paragraph', children: words };
  // Of what an editor hands over some says the same and is another object.
  const now = parts.map((part, at) => (at === 70 ? changed : at < 90 ? sent(part) : part));
  const blocks = [{ id: block.id, model: withParts(block.model, now) }];
  const travelling = sendBlocks(page, blocks);
  expect(JSON.stringify(travelling).length).toBeLessThan(400);
  const request = { kind: 'write', id: 1, text, blocks: travelling, options: {} } as const;
  const written = writePage(page, blocks);
  expect(written.text).toContain('changed');
  expect(createPageAnswerer()(sent(request))).toMatchObject({ written });
});

test('the worker joins what two people made of a page, or leaves the choice to them', () => {
  const answer = createPageAnswerer();
  const [base, mine] = ['One.\n\nTwo.\n', 'One of mine.\n\nTwo.\n'];
  const join = (theirs: string) => sent(answer(sent({ kind: 'join', id: 3, base, mine, theirs })));
  expect(join('One.\n\nTwo of theirs.\n')).toEqual({
    kind: 'join',
    id: 3,
    text: 'One of mine.\n\nTwo of theirs.\n',
  });
  expect(join('One of theirs.\n\nTwo.\n')).toEqual({ kind: 'join', id: 3, text: null });
});
