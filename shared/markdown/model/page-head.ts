import type { Block } from './blocks.ts';
import { isEqual } from './parts.ts';
import { type PageModel, readPage } from './read-page.ts';

const definition = /^ {0,3}\[[^\]\n]+\]:[^\n]*$/gm;
const maxDefinitions = 500;
// After a blank line, a letter or a heading's sign at the margin belongs to nothing above it.
const freshLine = /(?:\n[ \t]*\n|\r\n[ \t]*\r\n)(?=#{1,6} |\p{L})/gu;

// An item or a row at the margin goes on with the list or the table above it.
const nextPart = /\n(?=(?:[-*+]|\d{1,9}[.)]) |\|)/g;

/**
 * The first blocks of a long page, as they most likely are: what reads like a definition further down
 * counts as one, and a list or a table too long for it is there with its beginning. Null where the page
 * has no place to cut it.
 */
export function readHead(text: string, length: number): PageModel | null {
  const end = endAt(freshLine, text, length);
  if (end !== null) {
    const head = headOf(text, text.slice(0, end));
    // Below a table at the end of a page there is a line to write on.
    while (head?.blocks.at(-1)?.model.kind === 'table') head.blocks.pop();
    return head === null || head.blocks.length === 0 ? null : head;
  }
  const within = endAt(nextPart, text, length);
  const head = within === null ? null : headOf(text, text.slice(0, within));
  const last = head?.blocks.at(-1)?.model.kind;
  return last === 'list' || last === 'table' ? head : null;
}

interface Head extends PageModel {
  readonly blocks: PageModel['blocks'][number][];
}

/** Where a piece of about a length ends that a line of this kind follows. */
function endAt(line: RegExp, text: string, length: number): number | null {
  line.lastIndex = length;
  const cut = line.exec(text);
  return cut === null || cut.index > length * 2 ? null : cut.index + cut[0].length;
}

function headOf(text: string, head: string): Head | null {
  const found = [...text.slice(head.length).matchAll(definition)].slice(0, maxDefinitions);
  const page = readPage(`${head}\n${found.map(([line]) => `${line}\n`).join('\n')}`);
  let end = page.bom.length + page.frontmatter.length;
  const blocks = page.blocks.filter(({ separator, source }) => {
    end += separator.length + source.length;
    return end <= head.length;
  });
  return page.isParsed ? { ...page, text, blocks, tail: '' } : null;
}

/** The whole page with the ids of its head's blocks; null where the head is not how it begins. */
export function continueHead(head: PageModel, whole: PageModel): PageModel | null {
  const isBeginning =
    head.frontmatter === whole.frontmatter &&
    head.blocks.length <= whole.blocks.length &&
    head.blocks.every(({ model }, index) => isSame(model, whole.blocks[index]?.model));
  if (!isBeginning) return null;
  const blocks = whole.blocks.map((block, index) => ({
    ...block,
    id: head.blocks[index]?.id ?? block.id,
  }));
  return { ...whole, blocks };
}

function isSame(left: Block, right: Block | undefined): boolean {
  return right !== undefined && isEqual(left, right);
}
