import { type PageModel, readPage } from './read-page.ts';

const definition = /^ {0,3}\[[^\]\n]+\]:[^\n]*$/gm;
const maxDefinitions = 500;
// After a blank line, a letter or a heading's sign at the margin belongs to nothing above it.
const freshLine = /(?:\n[ \t]*\n|\r\n[ \t]*\r\n)(?=#{1,6} |\p{L})/gu;

/**
 * The first blocks of a long page, as they most likely are: what reads like a definition further down
 * counts as one. Null where the page has no place to cut it.
 */
export function readHead(text: string, length: number): PageModel | null {
  freshLine.lastIndex = length;
  const cut = freshLine.exec(text);
  if (cut === null || cut.index > length * 2) return null;
  const head = text.slice(0, cut.index + cut[0].length);
  const found = [...text.slice(head.length).matchAll(definition)].slice(0, maxDefinitions);
  const page = readPage(`${head}${found.map(([line]) => `${line}\n`).join('\n')}`);
  let end = page.bom.length + page.frontmatter.length;
  const blocks = page.blocks.filter(({ separator, source }) => {
    end += separator.length + source.length;
    return end <= head.length;
  });
  // Below a table at the end of a page there is a line to write on.
  while (blocks.at(-1)?.model.kind === 'table') blocks.pop();
  return page.isParsed && blocks.length > 0 ? { ...page, text, blocks, tail: '' } : null;
}

/** The whole page with the ids of its head's blocks; null where the head is not how it begins. */
export function continueHead(head: PageModel, whole: PageModel): PageModel | null {
  const isSame =
    head.frontmatter === whole.frontmatter &&
    head.blocks.length <= whole.blocks.length &&
    head.blocks.every(({ fingerprint }, index) => fingerprint === whole.blocks[index]?.fingerprint);
  if (!isSame) return null;
  const blocks = whole.blocks.map((block, index) => ({
    ...block,
    id: head.blocks[index]?.id ?? block.id,
  }));
  return { ...whole, blocks };
}
