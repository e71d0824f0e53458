import type { LexicalNode } from 'lexical';
import { $createParagraphNode, $getRoot, $setState } from 'lexical';
import type { Block, List, ListItem } from '../../../shared/markdown/model/blocks.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { $listWith, $nodesOfBlocks, $nodesOfItems, $partLists } from '../bridge/import-page.ts';
import { blockIdState } from '../nodes/node-states.ts';
import { $setFrontmatter } from '../properties/frontmatter-state.ts';
import { heightOfBlocks, heightOfItems, sizeOfBlock, sizeOfItem } from './heights.ts';
import { $createParkedBlocksNode, type ParkedBlocksNode } from './ParkedBlocksNode.ts';
import { $createParkedItemsNode, type ParkedItemsNode } from './ParkedItemsNode.ts';

// About what two screens show.
const nearLength = 6_000;
/** About as much as one parked node stands for. */
export const runLength = 2_000;
const minLongPage = 24_000;
const minLongList = 8_000;

/** Whether a page is held in part as parked nodes. */
export function isLongPage(page: PageModel): boolean {
  return page.text.length > minLongPage;
}

/** Which blocks of a page come in as real nodes. */
export interface Near {
  readonly from: number;
  readonly to: number;
  /** Its long lists too, with all their items. */
  readonly isWhole: boolean;
}

/** What is seen of a page at first; all of one that is not long. */
export function nearTop(page: PageModel): Near {
  const all = page.blocks.length;
  return { from: 0, to: isLongPage(page) ? endAfter(page, 0) : all, isWhole: !isLongPage(page) };
}

/** Some blocks of a page, and what stands around them. */
export function nearBlocks(page: PageModel, first: number, last: number): Near {
  if (!isLongPage(page)) return nearTop(page);
  let from = first;
  for (let size = 0; from > 0 && size < nearLength; from -= 1) {
    size += page.blocks[from - 1]?.source.length ?? 0;
  }
  return { from, to: endAfter(page, last), isWhole: true };
}

function endAfter(page: PageModel, from: number): number {
  let to = from;
  for (let size = 0; to < page.blocks.length && size < nearLength; to += 1) {
    size += page.blocks[to]?.source.length ?? 0;
  }
  return to;
}

/** Fills the root with a page; each node remembers which block it is. */
export function $importNear(page: PageModel, { from, to, isWhole }: Near): void {
  $getRoot().clear();
  $setFrontmatter(page.frontmatter);
  $appendParked(page, 0, from);
  const near = page.blocks
    .slice(from, to)
    .map(({ id, model }) => (isWhole ? $realNode(model, id) : $nearNode(model, id, nearLength)));
  $getRoot().append(...near);
  $partLists(near);
  $appendParked(page, to, page.blocks.length);
  $endPage();
}

/** The rest of a page whose beginning the root holds. */
export function $importRest(page: PageModel, from: number): void {
  $appendParked(page, from, page.blocks.length);
  $endPage();
}

/** Below a table at the end there is a place to click and write; empty, it is never written. */
function $endPage(): void {
  const root = $getRoot();
  if (root.isEmpty() || root.getLastChild()?.getType() === 'table') {
    root.append($createParagraphNode());
  }
}

function $appendParked(page: PageModel, from: number, to: number): void {
  const blocks = page.blocks.slice(from, to).map(({ id, model }) => ({ id, model }));
  const runs = inRuns(blocks, ({ model }) => sizeOfBlock(model));
  $getRoot().append(...runs.map((run) => $createParkedBlocksNode(run, heightOfBlocks(run))));
}

/** The nodes of what was parked; of a long list the items stay parked. */
export function $nodesOfParked(node: ParkedBlocksNode): LexicalNode[] {
  return node.getBlocks().map(({ id, model }) => $nearNode(model, id, 0));
}

function $realNode(model: Block, id: string | null): LexicalNode {
  const [node] = $nodesOfBlocks([model], [id]);
  return node ?? $createParagraphNode();
}

/** @param length how much of a long list becomes real items */
function $nearNode(model: Block, id: string | null, length: number): LexicalNode {
  if (model.kind !== 'list' || !isLongList(model)) return $realNode(model, id);
  let count = 0;
  for (let size = 0; size < length && count < model.items.length; count += 1) {
    const item = model.items[count];
    if (item !== undefined) size += sizeOfItem(item);
  }
  const list = $listWith(model, [
    ...$nodesOfItems(model.items.slice(0, count)),
    ...$parkedRuns(model.items.slice(count)),
  ]);
  if (id !== null) $setState(list, blockIdState, id);
  return list;
}

function $parkedRuns(items: readonly ListItem[]): ParkedItemsNode[] {
  return inRuns(items, sizeOfItem).map((run) => $createParkedItemsNode(run, heightOfItems(run)));
}

/** The numbers of a numbered list are Lexical's, which counts a parked node as one. */
function isLongList(list: List): boolean {
  return !list.isOrdered && sizeOfBlock(list) > minLongList;
}

/** Cut into pieces that each can be parked as one. */
function inRuns<Value>(values: readonly Value[], sizeOf: (value: Value) => number): Value[][] {
  const runs: Value[][] = [];
  let left = 0;
  for (const value of values) {
    if (left <= 0) {
      runs.push([]);
      left = runLength;
    }
    runs.at(-1)?.push(value);
    left -= sizeOf(value);
  }
  return runs;
}
