import { $getRoot } from 'lexical';
import type { Block, Inline, ListItem } from '../../../shared/markdown/model/blocks.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { $isParkedBlocksNode } from '../windowing/ParkedBlocksNode.ts';
import type { ParkedItemsNode } from '../windowing/ParkedItemsNode.ts';
import type { ParkedBlocksNode } from '../windowing/ParkedBlocksNode.ts';
import { $blocksOfTop } from './export-blocks.ts';

/** What to look for: in words that stand together, such as a paragraph's, and in a block as such. */
interface Wanted<Found> {
  readonly inWords?: (words: readonly Inline[]) => readonly Found[];
  /** In the line of a directive above what it holds. */
  readonly inHead?: (head: string) => readonly Found[];
  /** Null: what is found in the words and blocks that it holds. */
  readonly inBlock?: (block: Block) => readonly Found[] | null;
}

/** Looks through what a page says for something, in its order. */
export interface Look<Found> {
  readonly ofBlock: (block: Block) => readonly Found[];
  readonly ofBlocks: (blocks: readonly BlockNow[]) => readonly Found[];
  readonly ofItems: (items: readonly ListItem[]) => readonly Found[];
}

const nothing: readonly never[] = [];

/** A look that remembers: at each part once as long as it stays as it is. */
export function createLook<Found>(wanted: Wanted<Found>): Look<Found> {
  const look = lookAnew(wanted);
  // What is made anew whenever it changes: a model, or what a parked node holds.
  const known = new WeakMap<object, readonly Found[]>();
  const once =
    <Of extends object>(find: (of: Of) => readonly Found[]) =>
    (of: Of) => {
      const before = known.get(of);
      if (before !== undefined) return before;
      const found = find(of);
      known.set(of, found.length === 0 ? nothing : found);
      return found;
    };
  return {
    ofBlock: once(look.ofBlock),
    ofBlocks: once(look.ofBlocks),
    ofItems: once(look.ofItems),
  };
}

/** A look that holds nothing of what it found. */
export function lookAnew<Found>({ inBlock, inHead, inWords }: Wanted<Found>): Look<Found> {
  const words = (inlines: readonly Inline[]): readonly Found[] => inWords?.(inlines) ?? [];
  const within = (block: Block): readonly Found[] => inBlock?.(block) ?? inside(block);
  const item = ({ body, children, lists }: ListItem): Found[] => [
    ...words(children),
    ...body.flatMap(within),
    ...lists.flatMap(within),
  ];
  const inside = (block: Block): readonly Found[] => {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        return words(block.children);
      case 'list':
        return block.items.flatMap(item);
      case 'callout':
        return [...words(block.title), ...block.children.flatMap(within)];
      case 'quote':
      case 'footnote':
        return block.children.flatMap(within);
      case 'directive':
        return [...(inHead?.(block.head) ?? []), ...block.children.flatMap(within)];
      case 'table':
        return block.rows.flatMap((row) => row.flatMap(words));
      default:
        return [];
    }
  };
  return {
    ofBlock: within,
    ofBlocks: (blocks) => blocks.flatMap(({ model }) => within(model)),
    ofItems: (items) => items.flatMap(item),
  };
}

/** All that is found on the page, also in what is parked. */
export function $foundOnPage<Found>(look: Look<Found>): Found[] {
  return $getRoot()
    .getChildren()
    .flatMap((top) => look.ofBlocks($blocksOfTop(top)));
}

/** What is found in what a parked node stands for. */
export function $foundInParked<Found>(
  look: Look<Found>,
  node: ParkedBlocksNode | ParkedItemsNode,
): readonly Found[] {
  return $isParkedBlocksNode(node)
    ? look.ofBlocks(node.getBlocks())
    : look.ofItems(node.getItems());
}
