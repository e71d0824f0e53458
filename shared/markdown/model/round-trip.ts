import { fingerprintOf } from './blocks.ts';
import { formAsRead } from './normal-form.ts';
import { normaliseBlock } from './normalise.ts';
import { type PageModel, readPage } from './read-page.ts';
import { writePage } from './write-page.ts';
import type { Block } from './blocks.ts';

/** Whether opening a page and saving it without an edit leaves its text as it is. */
export function roundTrip(text: string): boolean {
  return survives(readPage(text));
}

/** Whether a page that was read is written as it was. */
export function survives(page: PageModel): boolean {
  const joined =
    page.bom +
    page.frontmatter +
    page.blocks.map((block) => block.separator + block.source).join('') +
    page.tail;
  const isClean = page.blocks.every((block) => {
    const copy = JSON.parse(JSON.stringify(block.model)) as Block;
    return fingerprintOf(normaliseBlock(copy)) === formAsRead(block.model).fingerprint;
  });
  const blocks = page.blocks.map(({ id, model }) => ({ id, model }));
  return isClean && joined === page.text && writePage(page, blocks).text === page.text;
}
