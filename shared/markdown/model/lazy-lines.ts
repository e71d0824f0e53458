import type { ListItem, Nodes, Paragraph } from 'mdast';
import { lineStart } from './container-lines.ts';
import { parseInChunks } from './parse-chunks.ts';

/** What stands around a paragraph: a quote, or a list item by how far in its text stands from there. */
type Around = 'quote' | number;

interface LazyLine {
  readonly from: number;
  readonly to: number;
  /** The line with what every other line of its paragraph begins with. */
  readonly marked: string;
  /** How many quotes and items it is in. */
  readonly depth: number;
  readonly key: string;
}

/**
 * Gives each line of a quote and of a list item what such lines begin with, where markdown reads it
 * without that too. Lines that are so in the source, in as many quotes and items, stay as they are.
 */
export function withLinesMarked(text: string, source: string): string {
  if (!/[\r\n]/.test(text)) return text;
  const lazy = lazyLines(text);
  if (lazy.length === 0) return text;
  const known = lazyLines(source);
  const before = new Set(known.map(({ key }) => key));
  const countAt = (lines: readonly LazyLine[], depth: number) =>
    lines.filter((line) => line.depth === depth).length;
  let marked = '';
  let end = 0;
  for (const line of lazy) {
    // As many as there were: words in one of them changed.
    const isOld = countAt(lazy, line.depth) <= countAt(known, line.depth);
    if (isOld || before.has(line.key)) continue;
    marked += text.slice(end, line.from) + line.marked;
    end = line.to;
  }
  return marked + text.slice(end);
}

function lazyLines(text: string): LazyLine[] {
  const found: LazyLine[] = [];
  const visit = (node: Nodes, around: readonly Around[], column: number): void => {
    if (node.type === 'footnoteDefinition') return;
    if (node.type === 'paragraph') {
      if (around.length > 0) found.push(...lazyLinesOf(node, text, around));
      return;
    }
    if (!('children' in node)) return;
    const own = (node.position?.start.column ?? 1) - 1;
    if (node.type === 'blockquote') {
      const now = [...around, 'quote'] as const;
      for (const child of node.children) visit(child, now, own + 2);
    } else if (node.type === 'listItem') {
      const width = own - column + markerWidth(node, text);
      for (const child of node.children) visit(child, [...around, width], column + width);
    } else for (const child of node.children) visit(child, around, column);
  };
  for (const node of parseInChunks(text) ?? []) visit(node, [], 0);
  return found;
}

const marker = /(?:[-*+]|\d{1,9}[.)])(?: {1,4}(?![ \t\r\n])| )?/y;

function markerWidth(item: ListItem, text: string): number {
  marker.lastIndex = item.position?.start.offset ?? 0;
  return marker.exec(text)?.[0].length ?? 0;
}

function lazyLinesOf(node: Paragraph, text: string, around: readonly Around[]): LazyLine[] {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  const first = text.slice(lineStart(text, start), start).replace(/\[[ xX]\][ \t]+$/, '');
  if (first.includes('\t')) return [];
  const prefix = first.replace(/[^> ]/g, ' ');
  const lines = [...text.slice(start, end).matchAll(/(?<=\r\n|\n|\r(?!\n))[^\r\n]+/g)];
  return lines.flatMap(({ 0: line, index }): LazyLine[] => {
    if (line.includes('\t') || isMarked(line, around)) return [];
    return [
      {
        from: start + index,
        to: start + index + line.length,
        marked: prefix + line.replace(/^[ >]+/, ''),
        depth: around.length,
        key: `${around.length} ${line}`,
      },
    ];
  });
}

function isMarked(line: string, around: readonly Around[]): boolean {
  let rest = line;
  for (const each of around) {
    const begins = each === 'quote' ? /^ {0,3}> ?/.exec(rest)?.[0].length : each;
    if (begins === undefined || (each !== 'quote' && !/^ *$/.test(rest.slice(0, begins))))
      return false;
    rest = rest.slice(begins);
  }
  return true;
}
