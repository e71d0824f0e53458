import type { Block, Inline, ListItem } from '../../../shared/markdown/model/blocks.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';

// As in the usual column and size of text; what was drawn once is measured instead.
const linePx = 27;
const gapPx = 14;
const lineLength = 85;

/** About how high blocks stand in the editor. */
export function heightOfBlocks(blocks: readonly BlockNow[]): number {
  return heightOf(blocks.map(({ model }) => model));
}

export function heightOfItems(items: readonly ListItem[]): number {
  return sum(items, (item) => {
    const nested = sum(item.lists, (list) => heightOfItems(list.items));
    return heightOfLines(lengthOf(item.children)) + 4 + nested + heightOf(item.body);
  });
}

/** About how many characters of source a block has. */
export function sizeOfBlock(block: Block): number {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return lengthOf(block.children) + 2;
    case 'list':
      return sum(block.items, sizeOfItem);
    case 'quote':
    case 'footnote':
    case 'callout':
    case 'directive':
      return 8 + sum(block.children, sizeOfBlock);
    case 'table':
      return sum(block.rows, (row) => 2 + sum(row, (cell) => lengthOf(cell) + 3));
    case 'code':
    case 'formula':
      return block.text.length + 8;
    case 'opaque':
      return block.source.length;
    case 'definition':
      return block.label.length + block.url.length + 4;
    case 'rule':
      return 4;
  }
}

export function sizeOfItem(item: ListItem): number {
  return (
    3 +
    lengthOf(item.children) +
    sum(item.lists, (list) => sum(list.items, sizeOfItem)) +
    sum(item.body, sizeOfBlock)
  );
}

function heightOf(blocks: readonly Block[]): number {
  return sum(blocks, (block) => heightOfBlock(block) + gapPx);
}

function heightOfBlock(block: Block): number {
  switch (block.kind) {
    case 'paragraph':
      return heightOfLines(lengthOf(block.children));
    case 'heading':
      return 1.6 * linePx * Math.ceil((lengthOf(block.children) + 1) / 60);
    case 'list':
      return heightOfItems(block.items);
    case 'quote':
    case 'footnote':
    case 'callout':
    case 'directive':
      return linePx + heightOf(block.children);
    case 'table':
      return sum(block.rows, () => linePx + 12);
    case 'code':
    case 'formula':
      return linePx + 23 * block.text.split('\n').length;
    case 'opaque':
      return linePx + 23 * block.source.split('\n').length;
    case 'definition':
    case 'rule':
      return linePx;
  }
}

function heightOfLines(length: number): number {
  return linePx * Math.max(1, Math.ceil(length / lineLength));
}

function lengthOf(inlines: readonly Inline[]): number {
  return sum(inlines, (inline) => {
    switch (inline.kind) {
      case 'text':
        return inline.text.length;
      case 'break':
        return lineLength / 2;
      case 'atom':
        return inline.source.length;
      case 'link':
        return lengthOf(inline.children);
    }
  });
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  let total = 0;
  for (const value of values) total += of(value);
  return total;
}
