import type { Block, Inline, ListItem } from './blocks.ts';

/** All that is written in a block, without blanks: to look for it in another. */
export function wordsOf(block: Block): string {
  return partsOf(block).join('').replace(/\s+/g, '');
}

function partsOf(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return block.children.map(textOf);
    case 'list':
      return block.items.flatMap(partsOfItem);
    case 'quote':
    case 'footnote':
      return block.children.flatMap(partsOf);
    case 'callout':
      return [...block.title.map(textOf), ...block.children.flatMap(partsOf)];
    case 'directive':
      return [block.head, ...block.children.flatMap(partsOf)];
    case 'code':
    case 'formula':
      return [block.text];
    case 'table':
      return block.rows.flatMap((row) => row.flatMap((cell) => cell.map(textOf)));
    case 'definition':
      return [block.label, block.url, block.title];
    case 'opaque':
      // Closed, its signs are those of a directive.
      return [block.source.replace(/^:{3,}/, '')];
    case 'rule':
      return [];
  }
}

function partsOfItem({ body, children, lists }: ListItem): string[] {
  return [...children.map(textOf), ...[...body, ...lists].flatMap(partsOf)];
}

function textOf(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'atom':
      return inline.source;
    case 'link':
      return inline.children.map(textOf).join('');
    case 'break':
      return '';
  }
}
