import { $createCodeNode } from '@lexical/code';
import { $createLinkNode, type LinkNode } from '@lexical/link';
import { $createListItemNode, $createListNode, $isListNode, type ListNode } from '@lexical/list';
import { $createHeadingNode, $createQuoteNode } from '@lexical/rich-text';
import type { TableNode } from '@lexical/table';
import {
  $createLineBreakNode,
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $setState,
  type LexicalNode,
} from 'lexical';
import { assertNever } from '../../../shared/contract/errors.ts';
import type {
  Block,
  Inline,
  Link,
  List,
  ListItem,
  Table,
} from '../../../shared/markdown/model/blocks.ts';
import { $createCalloutNode } from '../containers/CalloutNode.ts';
import { $createCalloutTitleNode } from '../containers/CalloutTitleNode.ts';
import { $createDirectiveNode } from '../containers/DirectiveNode.ts';
import { $createFootnoteNode } from '../containers/FootnoteNode.ts';
import { $createDefinitionNode } from '../definitions/DefinitionNode.ts';
import { $createFormulaNode } from '../formula/FormulaNode.ts';
import { $createItemBodyNode } from '../list-item/ItemBodyNode.ts';
import { $createBlockAtomNode } from '../nodes/BlockAtomNode.tsx';
import { $createInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $createRuleNode } from '../nodes/RuleNode.ts';
import { $setTask, blockIdState, referenceState } from '../nodes/node-states.ts';
import { $createGrid } from '../table/grid.ts';

/** Nodes for blocks in a row; `ids` name those that are a page's, `before` is what stands above them. */
export function $nodesOfBlocks(
  blocks: readonly Block[],
  ids: readonly (string | null)[] = [],
  before?: Block,
): LexicalNode[] {
  return blocks.flatMap((block, index) => {
    const node = $nodeOfBlock(block);
    const id = ids[index] ?? null;
    if (id !== null) $setState(node, blockIdState, id);
    // Lexical joins lists of one type that touch. An empty paragraph, which is never written, parts them.
    const previous = index === 0 ? before : blocks[index - 1];
    const isTouching =
      block.kind === 'list' && previous?.kind === 'list' && block.isOrdered === previous.isOrdered;
    return isTouching ? [$createParagraphNode(), node] : [node];
  });
}

const headingTags = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

function $nodeOfBlock(block: Block): LexicalNode {
  switch (block.kind) {
    case 'paragraph':
      return $createParagraphNode().append(...$nodesOfInlines(block.children));
    case 'heading':
      return $createHeadingNode(headingTags[block.level - 1] ?? 'h6').append(
        ...$nodesOfInlines(block.children),
      );
    case 'list':
      return $listNode(block);
    case 'quote':
      return $createQuoteNode({ shadowRoot: true }).append(...$nodesInside(block.children));
    case 'callout':
      return $createCalloutNode(block.type, block.fold).append(
        $createCalloutTitleNode().append(...$nodesOfInlines(block.title)),
        ...$nodesOfBlocks(block.children),
      );
    case 'footnote':
      return $createFootnoteNode(block.label).append(...$nodesInside(block.children));
    case 'directive':
      return $createDirectiveNode(block.head).append(...$nodesInside(block.children));
    case 'code': {
      const code = $createCodeNode(block.info === '' ? undefined : block.info);
      const lines = block.text
        .split('\n')
        .map((line) => (line === '' ? [] : [$createTextNode(line)]));
      return code.append(
        ...lines.flatMap((line, index) => (index === 0 ? line : [$createLineBreakNode(), ...line])),
      );
    }
    case 'formula':
      return $createFormulaNode(block.text);
    case 'definition': {
      const { label, title, url } = block;
      return $createDefinitionNode({ label, url, title });
    }
    case 'rule':
      return $createRuleNode();
    case 'table':
      return $nodeOfTable(block);
    case 'opaque':
      return $createBlockAtomNode(block.source);
  }
  return assertNever(block);
}

/** What a container holds, be it a place to write. */
function $nodesInside(children: readonly Block[]): LexicalNode[] {
  return children.length === 0 ? [$createParagraphNode()] : $nodesOfBlocks(children);
}

export function $nodeOfTable({ align, rows }: Table): TableNode {
  return $createGrid(
    align,
    rows.map((cells) => cells.map($nodesOfInlines)),
  );
}

function $listNode(list: List): ListNode {
  return $listWith(list, $nodesOfItems(list.items));
}

/** The node of a list, with these children. */
export function $listWith(list: List, items: readonly LexicalNode[]): ListNode {
  return $createListNode(list.isOrdered ? 'number' : 'bullet', list.start).append(...items);
}

/** What a list holds for items: a nested one stands in an item of its own, after its owner. */
export function $nodesOfItems(items: readonly ListItem[]): LexicalNode[] {
  return items.flatMap((item) => [
    $itemNode(item),
    ...item.lists.map((nested) => $createListItemNode().append($listNode(nested))),
  ]);
}

function $itemNode(item: ListItem): LexicalNode {
  const node = $createListItemNode();
  $setTask(node, item.checked);
  node.append(...$nodesOfInlines(item.children));
  if (item.body.length > 0) node.append($createItemBodyNode().append(...$nodesOfBlocks(item.body)));
  return node;
}

function $nodeOfLink({ reference, title, url }: Link): LinkNode {
  const node = $createLinkNode(url, { title: title === '' ? null : title });
  if (reference !== undefined) $setState(node, referenceState, reference);
  return node;
}

/** Nodes for what stands in a paragraph. */
export function $nodesOfInlines(inlines: readonly Inline[]): LexicalNode[] {
  return inlines.map((inline): LexicalNode => {
    switch (inline.kind) {
      case 'text':
        return $createTextNode(inline.text).setFormat(inline.marks);
      case 'break':
        return $createLineBreakNode();
      case 'atom':
        return $createInlineAtomNode(inline.type, inline.source, inline.marks);
      case 'link':
        return $nodeOfLink(inline).append(...$nodesOfInlines(inline.children));
    }
    return assertNever(inline);
  });
}

/** Puts an empty paragraph, which is never written, between lists that Lexical would join. */
export function $partLists(nodes: readonly LexicalNode[]): void {
  for (const node of nodes) {
    for (const [upper, lower] of [
      [node.getPreviousSibling(), node],
      [node, node.getNextSibling()],
    ] as const) {
      const isTouching =
        $isListNode(upper) &&
        $isListNode(lower) &&
        upper.getListType() === lower.getListType() &&
        upper.getParent()?.is($getRoot()) === true;
      if (isTouching) lower.insertBefore($createParagraphNode());
    }
  }
}
