import { $isCodeNode } from '@lexical/code';
import { $isLinkNode } from '@lexical/link';
import { $isListItemNode, $isListNode, type ListNode } from '@lexical/list';
import { $isHeadingNode, $isQuoteNode } from '@lexical/rich-text';
import { $isTableNode, type TableCellNode, type TableNode } from '@lexical/table';
import {
  $getRoot,
  $getState,
  $isDecoratorNode,
  $isElementNode,
  $isLineBreakNode,
  $isTextNode,
  type ElementNode,
  type LexicalNode,
} from 'lexical';
import type {
  Block,
  Callout,
  Inline,
  LinkPart,
  List,
  ListItem,
  Table,
} from '../../../shared/markdown/model/blocks.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { $isCalloutNode, type CalloutNode } from '../containers/CalloutNode.ts';
import { $isCalloutTitleNode } from '../containers/CalloutTitleNode.ts';
import { $isDirectiveNode } from '../containers/DirectiveNode.ts';
import { $isFootnoteNode } from '../containers/FootnoteNode.ts';
import { $isDefinitionNode } from '../definitions/DefinitionNode.ts';
import { $isFormulaNode } from '../formula/FormulaNode.ts';
import { $isItemBodyNode } from '../list-item/ItemBodyNode.ts';
import { $isBlockAtomNode } from '../nodes/BlockAtomNode.tsx';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $isRuleNode } from '../nodes/RuleNode.ts';
import { $taskOf, blockIdState, referenceState } from '../nodes/node-states.ts';
import { $cellsOf, $rowsOf, alignmentOf } from '../table/grid.ts';
import { $isParkedBlocksNode } from '../windowing/ParkedBlocksNode.ts';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';
import { flattenBlocks } from './flatten-blocks.ts';
import { createMadeBefore } from './made-before.ts';

const $blocksBefore = createMadeBefore<readonly BlockNow[]>();
const $inlinesBefore = createMadeBefore<readonly Inline[]>();

/**
 * What the editor holds, as models, in order. Blocks that did not change since an earlier call are the
 * same objects. Call it on a committed state, not inside an update.
 */
export function $exportBlocks(from = 0): BlockNow[] {
  return $getRoot().getChildren().slice(from).flatMap($blocksOfTop);
}

/** The blocks that one child of the root makes; none changes between two calls without an edit. */
export function $blocksOfTop(node: LexicalNode): readonly BlockNow[] {
  return $blocksBefore(node, () => $blocksNow(node));
}

function $blocksNow(node: LexicalNode): readonly BlockNow[] {
  if ($isParkedBlocksNode(node)) return node.getBlocks();
  const id = $getState(node, blockIdState);
  return $blocksOfNode(node).map((model, index) => ({
    id: id === '' || index > 0 ? null : id,
    model,
  }));
}

function $blocksOfNode(node: LexicalNode): Block[] {
  if ($isBlockAtomNode(node)) return [...node.getBlocks()];
  if ($isDefinitionNode(node)) return [{ kind: 'definition', ...node.getAddress() }];
  if ($isRuleNode(node)) return [{ kind: 'rule' }];
  if ($isFormulaNode(node)) return [{ kind: 'formula', text: node.getText() }];
  if ($isCodeNode(node)) {
    return [{ kind: 'code', info: node.getLanguage() ?? '', text: node.getTextContent() }];
  }
  if ($isListNode(node)) return [$listOf(node)];
  if ($isTableNode(node)) return [$tableOf(node)];
  if ($isQuoteNode(node)) return [{ kind: 'quote', children: $blocksOfNodes(node.getChildren()) }];
  if ($isCalloutNode(node)) return [$calloutOf(node)];
  if ($isDirectiveNode(node)) {
    const children = $blocksOfNodes(node.getChildren());
    return [{ kind: 'directive', head: node.getHead(), children }];
  }
  if ($isFootnoteNode(node)) {
    const children = $blocksOfNodes(node.getChildren());
    return [{ kind: 'footnote', label: node.getLabel(), children }];
  }
  if ($isHeadingNode(node)) {
    const level = Number(node.getTag().slice(1));
    return $withBodies(node, { kind: 'heading', level, children: $inlinesOf(node) });
  }
  if ($isElementNode(node)) {
    return $withBodies(node, { kind: 'paragraph', children: $inlinesOf(node) });
  }
  const children = $inlineOf(node).flatMap((inline) => inline);
  return [{ kind: 'paragraph', children }];
}

function $calloutOf(node: CalloutNode): Callout {
  const [first, ...rest] = node.getChildren();
  const title = $isCalloutTitleNode(first) ? first : null;
  return {
    kind: 'callout',
    type: node.getCalloutType(),
    fold: node.getFold(),
    title: title === null ? [] : $inlinesOf(title),
    children: $blocksOfNodes(title === null ? node.getChildren() : rest),
  };
}

// A list item that became a paragraph still holds what stood below its text.
function $withBodies(node: ElementNode, block: Block): Block[] {
  return [block, ...$bodyBlocksOf(node)];
}

function $bodyBlocksOf(node: ElementNode): Block[] {
  return node
    .getChildren()
    .filter($isItemBodyNode)
    .flatMap((body) => $blocksOfNodes(body.getChildren()));
}

/** Blocks in a row, as in a quote; what stands among them by itself is a paragraph. */
export function $blocksOfNodes(nodes: readonly LexicalNode[]): Block[] {
  const blocks: Block[] = [];
  let inlines: Inline[] = [];
  const flush = () => {
    if (inlines.length > 0) blocks.push({ kind: 'paragraph', children: inlines });
    inlines = [];
  };
  for (const child of nodes) {
    const isBlock = $isElementNode(child) || $isDecoratorNode(child) ? !child.isInline() : false;
    if (isBlock) {
      flush();
      blocks.push(...$blocksOfNode(child));
    } else inlines.push(...$inlineOf(child));
  }
  flush();
  return blocks;
}

/** A table as it is shown, with cells added where a row is short of them. */
export function $tableOf(node: TableNode): Table {
  const rows = $rowsOf(node).map($cellsOf);
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  const places = Array.from({ length: columns }, (_, column) => column);
  return {
    kind: 'table',
    align: places.map((column) => alignmentOf(rows[0]?.[column] ?? null)),
    rows: rows.map((cells) =>
      places.map((column) => {
        const cell = cells[column];
        return cell === undefined ? [] : $inlinesOfCell(cell);
      }),
    ),
  };
}

/** What a cell holds, as the one line it is written on. */
export function $inlinesOfCell(cell: TableCellNode): readonly Inline[] {
  return $inlinesBefore(cell, () => flattenBlocks($blocksOfNodes(cell.getChildren())));
}

/** A list as it is shown, with the items of it that are parked. */
function $listOf(node: ListNode): List {
  return {
    kind: 'list',
    isOrdered: node.getListType() === 'number',
    start: node.getStart(),
    items: $itemsOfNodes(node.getChildren()),
  };
}

/** What children of a list in a row say. */
export function $itemsOfNodes(nodes: readonly LexicalNode[]): ListItem[] {
  const items: ListItem[] = [];
  for (const child of nodes) {
    if (!$isListItemNode(child)) continue;
    if ($isParkedItemsNode(child)) {
      for (const item of child.getItems()) items.push(item);
      continue;
    }
    const lists = child.getChildren().filter($isListNode).map($listOf);
    const isOnlyLists = lists.length > 0 && lists.length === child.getChildrenSize();
    const owner = items.pop();
    if (isOnlyLists && owner !== undefined) {
      items.push({ ...owner, lists: [...owner.lists, ...lists] });
      continue;
    }
    if (owner !== undefined) items.push(owner);
    items.push({
      checked: isOnlyLists ? null : $taskOf(child),
      // The same array for what is the same: what a long list says is worked out item by item.
      children:
        lists.length > 0 ? $inlinesOf(child) : $inlinesBefore(child, () => $inlinesOf(child)),
      lists,
      body: $bodyBlocksOf(child),
    });
  }
  return items;
}

/** What stands in a paragraph. */
export function $inlinesOf(node: ElementNode): Inline[] {
  return node.getChildren().flatMap($inlineOf);
}

function $inlineOf(node: LexicalNode): Inline[] {
  if ($isTextNode(node)) {
    return [{ kind: 'text', text: node.getTextContent(), marks: node.getFormat() }];
  }
  if ($isLineBreakNode(node)) return [{ kind: 'break' }];
  if ($isInlineAtomNode(node)) {
    const [type, source, marks] = [node.getAtomType(), node.getSource(), node.getMarks()];
    return [{ kind: 'atom', type, source, marks }];
  }
  if ($isLinkNode(node)) {
    const children = node.getChildren().flatMap($inlineOf);
    const parts = children.filter((child): child is LinkPart => child.kind !== 'link');
    const [url, title] = [node.getURL(), node.getTitle() ?? ''];
    const link = { kind: 'link', url, title, children: parts } as const;
    const reference = $getState(node, referenceState);
    return [reference === '' ? link : { ...link, reference }];
  }
  if ($isListNode(node) || $isItemBodyNode(node)) return [];
  if ($isElementNode(node)) return $inlinesOf(node);
  // A node of a kind we don't know: its text, so that nothing is lost.
  return [{ kind: 'text', text: node.getTextContent(), marks: 0 }];
}
