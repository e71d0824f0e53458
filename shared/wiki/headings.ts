import { splitFrontmatter } from './frontmatter.ts';
import { inlineText } from './plain-text.ts';
import { scanBlocks } from './scan-blocks.ts';

export interface Heading {
  readonly level: number;
  /** As a reader sees it, without markup. */
  readonly text: string;
  readonly offset: number;
  /** Counted from 1, frontmatter included. */
  readonly line: number;
}

/** A page's headings in order, at most `limit`; none from code or quoted HTML. */
export function extractHeadings(text: string, limit = Infinity): Heading[] {
  const headings: Heading[] = [];
  const { bodyOffset } = splitFrontmatter(text);
  const scan = (end: number) =>
    scanBlocks(end >= text.length ? text : text.slice(0, end), bodyOffset, {
      onText: () => undefined,
      onHeading(level, from, to, line) {
        if (headings.length >= limit) return;
        headings.push({ level, text: inlineText(text, from, to), offset: from, line });
      },
    });
  // Most pages that are asked for one heading begin with it.
  if (limit === 1 && text.length > bodyOffset + 1000) {
    scan(text.lastIndexOf('\n', bodyOffset + 500) + 1);
  }
  if (headings.length === 0) scan(text.length);
  return headings;
}

/**
 * The anchor of a heading, as GitHub makes it: lower case, no punctuation, spaces as `-`.
 * `seen` counts the anchors of the page so far, so that equal headings get `-1`, `-2` …
 */
export function headingAnchor(text: string, seen: Map<string, number>): string {
  const base = anchorKey(text);
  const first = seen.get(base);
  if (first === undefined) {
    seen.set(base, 0);
    return base;
  }
  let count = first + 1;
  while (seen.has(`${base}-${count}`)) count += 1;
  seen.set(base, count);
  seen.set(`${base}-${count}`, 0);
  return `${base}-${count}`;
}

/** What `[[Page#Heading]]` and a heading's anchor are compared by. */
export function anchorKey(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
