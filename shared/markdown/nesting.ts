import type { Nodes as HtmlNodes } from 'hast';
import type { Nodes as MarkdownNodes } from 'mdast';

type Nodes = HtmlNodes | MarkdownNodes;

// Tabs count to the next multiple of four, as CommonMark does.
function indentOf(text: string, from: number, to: number): { column: number; index: number } {
  let column = 0;
  let index = from;
  for (; index < to; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 32) column += 1;
    else if (code === 9) column += 4 - (column % 4);
    else break;
  }
  return { column, index };
}

// A marker and the space after it; an ordered one has at most nine digits.
const listMarker = /(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)/y;
const thematicBreak = /^[ \t>]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;

/**
 * An upper bound of how deep quotes and lists nest, read off the lines without parsing.
 * Stops counting at `limit`. (Recursive code over the tree overflows the stack at some thousands.)
 */
export function blockDepth(text: string, limit: number): number {
  let deepest = 0;
  const openItems: number[] = [];
  let from = 0;
  while (from <= text.length && deepest < limit) {
    const newline = text.indexOf('\n', from);
    const to = newline === -1 ? text.length : newline;
    deepest = Math.max(deepest, lineDepth(text, from, to, openItems));
    from = to + 1;
  }
  return Math.min(deepest, limit);
}

function lineDepth(text: string, from: number, to: number, openItems: number[]): number {
  const first = text.charCodeAt(indentOf(text, from, to).index);
  const isMarker =
    first === 62 || first === 45 || first === 42 || first === 43 || (first >= 48 && first <= 57);
  if (!isMarker || thematicBreak.test(text.slice(from, to))) return 0;
  let quotes = 0;
  let column = 0;
  let index = from;
  for (;;) {
    const indent = indentOf(text, index, to);
    index = indent.index;
    column += indent.column;
    if (text.charCodeAt(index) === 62) {
      quotes += 1;
      index += 1;
      continue;
    }
    listMarker.lastIndex = index;
    const marker = listMarker.exec(text)?.[0];
    if (marker === undefined || index >= to) break;
    while ((openItems.at(-1) ?? -1) >= column) openItems.pop();
    openItems.push(column);
    index += marker.length;
    column += marker.length;
  }
  return quotes + openItems.length;
}

/**
 * The most brackets open at once within lines that no blank line parts. Each costs micromark a walk
 * over all that follow: 5,000 nested pictures (30 kB) take it more than a minute.
 */
export function bracketDepth(text: string, limit: number): number {
  let deepest = 0;
  let depth = 0;
  let isLineBlank = true;
  for (let index = 0; index < text.length && deepest < limit; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10) {
      if (isLineBlank) depth = 0;
      isLineBlank = true;
    } else if (code !== 32 && code !== 9 && code !== 13) {
      isLineBlank = false;
      if (code === 91) deepest = Math.max(deepest, (depth += 1));
      else if (code === 93 && depth > 0) depth -= 1;
    }
  }
  return deepest;
}

/** Whether a tree is deeper than `limit`. Walks without recursion, so any depth is safe to ask about. */
export function isDeeperThan(root: Nodes, limit: number): boolean {
  let level: Nodes[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((node): Nodes[] => ('children' in node ? node.children : []));
  }
  return false;
}
