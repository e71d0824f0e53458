import { splitFrontmatter } from './frontmatter.ts';
import { scanBlocks } from './scan-blocks.ts';
import { scanLinks } from './scan-inlines.ts';

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const markup =
  /\\([!-/:-@[-`{-~])|<!--[^]*?(?:-->|$)|<\/?[a-z][^<>]*>|&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]+);|\*+|~~+|`+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|!?\[\^[^\]\n]{0,200}\]|!?\[|\]/giu;
const lineStart = /\n[ \t]*(?:>[ \t]?)*(?:\[[ xX]\][ \t]+)?/g;

/** What a reader sees of one block's inline content: labels without targets, words without marks. */
export function inlineText(text: string, start: number, end: number): string {
  const pieces: string[] = [];
  let from = start;
  if (text.slice(start, end).includes('[')) {
    scanLinks(text, start, end, (link) => {
      if (link.start < from) return;
      pieces.push(withoutMarks(text.slice(from, link.start)));
      const shown = link.kind === 'definition' ? '' : link.label || link.target;
      pieces.push(link.kind === 'wikilink' ? shown : withoutMarks(shown));
      from = link.end;
    });
  }
  pieces.push(withoutMarks(text.slice(from, end)));
  return pieces.join('').replace(/\s+/g, ' ').trim();
}

function withoutMarks(source: string): string {
  return source
    .replace(lineStart, ' ')
    .replace(markup, (_mark, escaped?: string, entity?: string) =>
      escaped !== undefined ? escaped : entity !== undefined ? characterOf(entity) : '',
    );
}

function characterOf(entity: string): string {
  if (!entity.startsWith('#')) return namedEntities[entity.toLowerCase()] ?? `&${entity};`;
  const isHex = /^#x/i.test(entity);
  const code = Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  return code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
    ? String.fromCodePoint(code)
    : ' ';
}

const tableRule = /^[ \t>|:-]+$/;

/**
 * A page's words for search and snippets, a block to a line: no frontmatter, no markup, no
 * addresses. Code keeps its text; comments and raw HTML lose their tags.
 */
export function plainText(text: string): string {
  const lines: string[] = [];
  const push = (line: string) => {
    if (line !== '') lines.push(line);
  };
  scanBlocks(text, splitFrontmatter(text).bodyOffset, {
    onText(start, end) {
      const first = text.indexOf('|', start);
      if (first === -1 || first >= end) {
        push(inlineText(text, start, end));
        return;
      }
      const source = text.slice(start, end).replaceAll(/(?<!\\)\|(?![^[\]\n]*\]\])/g, ' ');
      const kept = source.split('\n').filter((line) => !tableRule.test(line));
      const joined = kept.join('\n');
      push(inlineText(joined, 0, joined.length));
    },
    onVerbatim(start, end) {
      const line = text.slice(start, end).trim();
      if (/^(?:`{3,}|~{3,})/.test(line)) return;
      push(line.startsWith('<') || line.includes('-->') ? withoutMarks(line).trim() : line);
    },
  });
  return lines.join('\n');
}
