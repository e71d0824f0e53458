import { anchorKey, extractHeadings } from './headings.ts';

/**
 * The part of a page that an anchor leads to: a heading with all below it, or the one block that is
 * named `^id`. The whole text for an empty anchor; null when nothing has the name.
 */
export function sectionOf(text: string, anchor: string): string | null {
  if (anchor === '') return text;
  if (anchor.startsWith('^')) return blockNamed(text, anchor);
  const headings = extractHeadings(text);
  const key = anchorKey(anchor.split('#').at(-1) ?? '');
  const index = headings.findIndex((heading) => anchorKey(heading.text) === key);
  const heading = headings[index];
  if (heading === undefined) return null;
  const next = headings.slice(index + 1).find(({ level }) => level <= heading.level);
  return text.slice(lineStart(text, heading.offset), next && lineStart(text, next.offset));
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

// Of a list or a quote the one line; else all lines up to the next empty one.
function blockNamed(text: string, anchor: string): string | null {
  const lines = text.split('\n');
  const last = lines.findIndex((line) => ` ${line.trimEnd()}`.endsWith(` ${anchor}`));
  const line = lines[last];
  if (line === undefined) return null;
  // On a line of its own it names the block above.
  const end = line.trim() === anchor && lines[last - 1]?.trim() === '' ? last - 2 : last;
  if (/^\s*(?:[-*+]|\d+[.)])\s/.test(line)) return line.trimStart();
  let start = end;
  while (start > 0 && lines[start - 1]?.trim() !== '') start -= 1;
  return lines.slice(start, end + 1).join('\n');
}
