import { splitFrontmatter } from '../../../shared/wiki/frontmatter.ts';
import { anchorKey, extractHeadings } from '../../../shared/wiki/headings.ts';

const maxLength = 600;
const maxBlocks = 4;

/** The first blocks of a page, or of the section that an anchor leads to, for a short look. */
export function excerptOf(text: string, anchor: string): string {
  const { bodyOffset } = splitFrontmatter(text);
  const heading =
    anchor === ''
      ? undefined
      : extractHeadings(text).find((each) => anchorKey(each.text) === anchorKey(anchor));
  const from = heading === undefined ? bodyOffset : text.lastIndexOf('\n', heading.offset) + 1;
  const part = text.slice(from, from + maxLength);
  const isWhole = from + maxLength >= text.length;
  // Whole lines: half a link or half a tag would show as signs.
  const lines = isWhole ? part : part.slice(0, Math.max(part.lastIndexOf('\n'), 0) || maxLength);
  const blocks = lines
    .trim()
    .split(/\n\s*\n/)
    .slice(0, maxBlocks);
  // A heading at the end announces what is not shown.
  while (blocks.length > 1 && blocks.at(-1)?.startsWith('#') === true) blocks.pop();
  return blocks.join('\n\n');
}
