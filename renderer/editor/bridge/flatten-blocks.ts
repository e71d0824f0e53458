import { assertNever } from '../../../shared/contract/errors.ts';
import { lookOfDirective } from '../../../shared/markdown/directives.ts';
import { largeFormula } from '../../../shared/markdown/formulas.ts';
import type { Block, Inline, List } from '../../../shared/markdown/model/blocks.ts';
import { serialiseBlock } from '../../../shared/markdown/model/serialise.ts';
import { defaultStyle } from '../../../shared/markdown/model/style.ts';

type Line = readonly Inline[];

/** What blocks say in a place that holds one line of inlines, such as a table's cell: a break for each. */
export function flattenBlocks(blocks: readonly Block[]): Inline[] {
  return blocks
    .flatMap(linesOf)
    .flatMap((line, index): Line => (index === 0 ? line : [{ kind: 'break' }, ...line]));
}

function linesOf(block: Block): readonly Line[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return [block.children];
    case 'list':
      return linesOfList(block);
    case 'quote':
    case 'footnote':
      return block.children.flatMap(linesOf);
    case 'directive':
      return [
        [{ kind: 'text', text: lookOfDirective(block.head).label, marks: 0 }],
        ...block.children.flatMap(linesOf),
      ];
    case 'callout':
      return [block.title, ...block.children.flatMap(linesOf)];
    case 'code':
      return linesOfText(block.text);
    case 'formula':
      return [[{ kind: 'atom', type: 'formula', source: largeFormula(block.text), marks: 0 }]];
    case 'definition':
      return linesOfText(serialiseBlock(block, defaultStyle));
    case 'opaque':
      return linesOfText(block.source);
    case 'table':
      return block.rows.map((row) =>
        row.flatMap((cell, index): Line =>
          index === 0 ? cell : [{ kind: 'text', text: ' ', marks: 0 }, ...cell],
        ),
      );
    case 'rule':
      return [];
  }
  return assertNever(block);
}

function linesOfList(list: List): readonly Line[] {
  return list.items.flatMap((item) => [
    item.children,
    ...item.lists.flatMap(linesOfList),
    ...item.body.flatMap(linesOf),
  ]);
}

function linesOfText(text: string): readonly Line[] {
  return text
    .split('\n')
    .map((line) => (line === '' ? [] : [{ kind: 'text', text: line, marks: 0 }]));
}
