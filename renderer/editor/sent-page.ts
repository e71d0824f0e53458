import type { PageModel } from '../../shared/markdown/model/read-page.ts';

/** A page on its way from the worker; the text itself is where it goes already. */
export type SentPage = Omit<PageModel, 'text' | 'blocks'> & {
  /** As JSON, of which each short string is held once, and not by each use. */
  readonly blocks: string;
};
type SentBlock = Omit<PageModel['blocks'][number], 'source'> & {
  /** Of its source. */
  readonly length: number;
};

export function sendPage(page: PageModel): SentPage {
  const { bom, eol, frontmatter, isParsed, tail, scope, style } = page;
  const sent = page.blocks.map(({ source, ...block }): SentBlock => ({
    ...block,
    length: source.length,
  }));
  const blocks = JSON.stringify(sent);
  return { bom, eol, frontmatter, isParsed, blocks, tail, scope, style };
}

/** The other side of `sendPage`: what the page says is, as far as it goes, held as stretches of its text. */
export function receivePage(text: string, page: SentPage): PageModel {
  const sent = JSON.parse(page.blocks) as SentBlock[];
  let end = page.bom.length + page.frontmatter.length;
  const blocks = sent.map(({ length, ...block }) => {
    const start = end + block.separator.length;
    end = start + length;
    const source = text.slice(start, end);
    shareWords(block.model, source, 0);
    return { ...block, source };
  });
  return { ...page, text, blocks };
}

const words = new Set(['text', 'source', 'url', 'title']);
// A shorter stretch takes more room than the string itself.
const minShared = 24;
// Marks and escapes stand between the words, and whole lines that are not shown.
const maxBetween = 1000;

/**
 * Puts stretches of the source in the place of words that are the same. They are looked for in their
 * order, and not far: a source may be one list of a thousand items.
 *
 * @returns how far the source was read
 */
function shareWords(value: object, source: string, from: number): number {
  let at = from;
  const entries = Object.entries(value) as [string, unknown][];
  // What a link shows stands before its address.
  for (const [, part] of entries)
    if (typeof part === 'object' && part !== null) at = shareWords(part, source, at);
  for (const [key, part] of entries) {
    if (typeof part !== 'string' || part === '' || !words.has(key)) continue;
    const found = source.slice(at, at + maxBetween + part.length).indexOf(part);
    if (found === -1) {
      at += part.length;
      continue;
    }
    const start = at + found;
    at = start + part.length;
    if (part.length >= minShared) Object.assign(value, { [key]: source.slice(start, at) });
  }
  return at;
}
