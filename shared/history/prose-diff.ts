import { alignBlocks } from '../merge/align.ts';
import { splitBlocks, type Block, type BlockKind } from '../merge/blocks.ts';
import { diffWords, type WordPiece } from './words.ts';

/** A block of the page as a reader sees it, without the marks that make it a heading or an item. */
export interface ProseBlock {
  readonly kind: BlockKind;
  /** Of a heading 1 to 6, of a list item its depth from 0; else 0. */
  readonly level: number;
  /** What stands before an item: a bullet, a number, a box. */
  readonly marker: string;
  readonly change: 'same' | 'inserted' | 'deleted' | 'edited';
  readonly pieces: readonly WordPiece[];
}

/** Two versions of a page block by block: deleted blocks first where others took their place. */
export function proseDiff(before: string, after: string): ProseBlock[] {
  const oldBlocks = splitBlocks(before).blocks;
  const newBlocks = splitBlocks(after).blocks;
  const rows: ProseBlock[] = [];
  let position = 0;
  const pushSame = (end: number) => {
    for (; position < end; position += 1) push(rows, 'same', oldBlocks[position]);
  };
  for (const hunk of alignBlocks(oldBlocks, newBlocks).hunks) {
    pushSame(hunk.start);
    const [old, now] = [oldBlocks[hunk.start], newBlocks[hunk.from]];
    if (hunk.isPair && old !== undefined && now !== undefined) {
      rows.push(editedBlock(old, now));
    } else {
      for (const block of oldBlocks.slice(hunk.start, hunk.end)) push(rows, 'deleted', block);
      for (const block of newBlocks.slice(hunk.from, hunk.to)) push(rows, 'inserted', block);
    }
    position = hunk.end;
  }
  pushSame(oldBlocks.length);
  return rows;
}

function push(rows: ProseBlock[], change: 'same' | 'inserted' | 'deleted', block?: Block): void {
  if (block === undefined || isDelimiterRow(block)) return;
  const { text, ...shape } = shapeOf(block);
  rows.push({ ...shape, change, pieces: [{ change, text: readable(block.kind, text) }] });
}

function editedBlock(old: Block, now: Block): ProseBlock {
  const { text, ...shape } = shapeOf(now);
  const oldShape = shapeOf(old);
  const before = readable(old.kind, oldShape.text);
  const after = readable(now.kind, text);
  if (before === after && shape.marker !== oldShape.marker) {
    const pieces: WordPiece[] = [
      { change: 'deleted', text: oldShape.marker },
      { change: 'inserted', text: shape.marker },
      { change: 'same', text: ` ${after}` },
    ];
    return { ...shape, marker: '', change: 'edited', pieces };
  }
  const pieces = diffWords(before, after);
  // Only an address or a mark changed: show it in the source, or the change would not be seen.
  const isHidden = pieces.every((piece) => piece.change === 'same');
  return {
    ...shape,
    change: 'edited',
    pieces: isHidden ? diffWords(old.text, now.text) : pieces,
  };
}

function isDelimiterRow(block: Block): boolean {
  return block.kind === 'row' && /^[\s|:-]+$/.test(block.text);
}

interface Shape {
  readonly kind: BlockKind;
  readonly level: number;
  readonly marker: string;
  readonly text: string;
}

function shapeOf({ kind, text }: Block): Shape {
  const plain: Shape = { kind, level: 0, marker: '', text };
  switch (kind) {
    case 'heading': {
      const [, marks = '', title = ''] = /^ {0,3}(#{1,6})[ \t]*(.*?)[ \t#]*$/.exec(text) ?? [];
      if (marks !== '') return { ...plain, level: marks.length, text: title };
      const [underline = ''] = text.split('\n').slice(-1);
      const level = underline.trim().startsWith('=') ? 1 : 2;
      return { ...plain, level, text: text.split('\n').slice(0, -1).join('\n') };
    }
    case 'item': {
      const match = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]*(\[[ xX]\](?=\s))?\s*/.exec(text);
      const [whole = '', indent = '', mark = '', box = ''] = match ?? [];
      const depth = Math.floor(indent.replaceAll('\t', '    ').length / 2);
      const bullet = /\d/.test(mark) ? mark : '•';
      const marker = box === '' ? bullet : box === '[ ]' ? '☐' : '☑';
      return { ...plain, level: depth, marker, text: text.slice(whole.length) };
    }
    case 'quote':
      return { ...plain, text: titled(text.replace(/^ {0,3}> ?/gm, '')) };
    case 'code': {
      const lines = text.split('\n');
      const isClosed = lines.length > 1 && /^\s*(?:`{3,}|~{3,})\s*$/.test(lines.at(-1) ?? '');
      return { ...plain, text: lines.slice(1, isClosed ? -1 : undefined).join('\n') };
    }
    case 'row':
      return {
        ...plain,
        text: text
          .trim()
          .replace(/^\||\|$/g, '')
          .trim(),
      };
    case 'frontmatter':
      return { ...plain, text: text.split('\n').slice(1, -1).join('\n') };
    default:
      return plain;
  }
}

/** A callout's first line as its reader sees it: `[!note]- Mind this` is “Note: Mind this”. */
function titled(quote: string): string {
  return quote.replace(
    /^\[!([a-z]+)\][-+]?[ \t]*(.*)(\n|$)/i,
    (_, kind: string, title: string) =>
      `${kind.charAt(0).toUpperCase()}${kind.slice(1).toLowerCase()}${title === '' ? '' : `: ${title}`}\n\n`,
  );
}

/** Prose without its inline marks, wrapped lines joined; each paragraph of a quote is a line. */
function readable(kind: BlockKind, text: string): string {
  if (kind === 'code' || kind === 'raw' || kind === 'frontmatter') return text;
  if (kind === 'quote') {
    return text
      .trim()
      .split(/\n[ \t]*\n\s*/)
      .map((paragraph) => readable('paragraph', paragraph))
      .join('\n');
  }
  return text
    .replace(/!?\[\[([^\]|\n]+)\|([^\]\n]+)\]\]/g, '$2')
    .replace(/!?\[\[([^\]\n]+)\]\]/g, '$1')
    .replace(/!?\[([^\]\n]*)\]\([^()\s]*(?:\s+"[^"\n]*")?\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/(?<![\w*])([*_])(?=\S)([^*_\n]*?\S)\1(?![\w*])/g, '$2')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/[ \t]*\r?\n[ \t]*/g, ' ');
}
