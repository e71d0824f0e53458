import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';
import { createPageAnswerer } from '../../../renderer/editor/page-answers.ts';
import { sendBlocks } from '../../../renderer/editor/sent-blocks.ts';
import { receivePage } from '../../../renderer/editor/sent-page.ts';
import type { Block, Inline } from '../../../shared/markdown/model/blocks.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { saveTexts } from './texts.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
});

const rounds = 12;

/** Milliseconds of the processor, whatever else the machine does. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const middle = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

/** The block with one word more in the middle, or so many parts below it. */
function withWord(block: Block, at: number): Block {
  const word: Inline = { kind: 'text', text: ` changed ${at}`, marks: 0 };
  const place = (parts: readonly unknown[]) => Math.floor(parts.length / 2) + at;
  switch (block.kind) {
    case 'list': {
      const item = block.items[place(block.items)];
      if (item === undefined) return block;
      const now = { ...item, children: [...item.children, word] };
      return { ...block, items: block.items.with(place(block.items), now) };
    }
    case 'table': {
      const [first = [], ...cells] = block.rows[place(block.rows)] ?? [];
      return { ...block, rows: block.rows.with(place(block.rows), [[...first, word], ...cells]) };
    }
    case 'directive': {
      const from = place(block.children);
      const found = block.children.findIndex(({ kind }, at) => at >= from && kind === 'paragraph');
      const child = block.children[found];
      if (child === undefined) return block;
      return { ...block, children: block.children.with(found, withWord(child, at)) };
    }
    case 'paragraph':
      return { ...block, children: [...block.children, word] };
    default:
      return block;
  }
}

/** A page's blocks with one word more in its longest block, or in a paragraph in its middle. */
function editedBlocks({ blocks, text }: PageModel, at: number): BlockNow[] {
  const longest = blocks.findIndex(({ source }) => source.length > text.length / 2);
  const half = Math.floor(blocks.length / 2) + at;
  const found = blocks.findIndex(({ model }, index) => index >= half && model.kind === 'paragraph');
  const changed = longest === -1 ? found : longest;
  return blocks.map(({ id, model }, index) => ({
    id,
    model: index === changed ? withWord(model, at) : model,
  }));
}

interface Row {
  readonly name: string;
  readonly open: number;
  readonly firstSave: number;
  readonly save: number;
  readonly draft: number;
  readonly peer: number;
}

function measure(name: string, text: string): Row {
  const answer = createPageAnswerer();
  let page: PageModel | null = null;
  const open = cpuOf(() => {
    const read = answer({ kind: 'read', id: 0, text });
    // As the screen gets it.
    if (read.kind === 'read') page = receivePage(text, read.page);
  });
  const write = (at: number, isChecked: boolean): number =>
    cpuOf(() => {
      if (page === null) return;
      const blocks = structuredClone(sendBlocks(page, editedBlocks(page, at)));
      const answered = answer({ kind: 'write', id: at, text, blocks, options: { isChecked } });
      const written = answered.kind === 'write' ? answered.written : null;
      if (written === null || written.problems.length > 0 || written.text === text)
        throw new Error(`${name} was not written`);
    });
  const firstSave = write(0, true);
  const times = Array.from({ length: rounds }, (_, round) => ({
    draft: write(2 * round + 1, false),
    save: write(2 * round + 2, true),
  }));
  const peer = cpuOf(() => {
    const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    toMarkdown(tree, { extensions: [gfmToMarkdown()] });
  });
  const [save, draft] = [
    middle(times.map((each) => each.save)),
    middle(times.map((each) => each.draft)),
  ];
  return { name, open, firstSave, save, draft, peer };
}

const rows = saveTexts()
  .filter(
    ({ name }) => values.only === undefined || values.only.some((word) => name.startsWith(word)),
  )
  .map(({ name, text }) => measure(name, text));
if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
else {
  const cells = rows.map(({ name, ...times }) => [
    name,
    ...Object.values(times).map((time: number) => time.toFixed(0)),
    (times.save / times.peer).toFixed(3),
  ]);
  const all = [
    ['text', 'open', 'first save', 'save', 'draft', 'remark', 'save / remark'],
    ...cells,
  ];
  for (const line of all) {
    process.stdout.write(
      `${line.map((cell, at) => (at === 0 ? cell.padEnd(18) : cell.padStart(13))).join('')}\n`,
    );
  }
  process.stdout.write(
    `\nMilliseconds of the processor for one word more, the middle of ${rounds}; remark: all of the text parsed and printed. Load of the machine: ${(loadavg()[0] ?? 0).toFixed(1)}.\n`,
  );
}
