import {
  $createNodeSelection,
  $createRangeSelection,
  $getRoot,
  $getState,
  $isElementNode,
  $isTextNode,
  $setSelection,
  createEditor,
  type ElementNode,
  type LexicalNode,
  type PointType,
} from 'lexical';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { $nodesOfBlocks } from '../bridge/import-page.ts';
import { editorNodes } from '../editor-nodes.ts';
import { blockIdState } from '../nodes/node-states.ts';
import { $isParkedItemsNode } from '../windowing/ParkedItemsNode.ts';
import { $isParked, $unpark, $unparkBlock } from '../windowing/park.ts';
import { signBlockAt } from './signed-block.ts';

export interface Target {
  /** Which of the page's blocks. */
  readonly index: number;
  readonly id: string;
  /** Down from the block's node, child by child; null: the block as a whole. */
  readonly path: readonly number[] | null;
  readonly offset: number;
}

/** What an offset of a page's text is, to be found in an editor that holds the page. */
export function targetAt(page: PageModel, offset: number): Target | null {
  const signed = signBlockAt(page, offset);
  const id = signed === null ? undefined : page.blocks[signed.index]?.id;
  if (signed === null || id === undefined) return null;
  const found = signed.model === null ? null : pathOfSign(signed.model, signed.sign);
  return {
    index: signed.index,
    id,
    path: found?.path ?? null,
    offset: found?.offset ?? 0,
  };
}

/** The block is made in an editor of its own, as the page's editor makes it, and looked through. */
function pathOfSign(model: Block, sign: string): Pick<Target, 'path' | 'offset'> | null {
  const scratch = createEditor({
    nodes: editorNodes,
    onError: (error) => {
      throw error;
    },
  });
  scratch.update(() => $getRoot().append(...$nodesOfBlocks([model])), { discrete: true });
  return scratch.read(() => {
    for (const node of $getRoot().getAllTextNodes()) {
      const offset = node.getTextContent().indexOf(sign);
      if (offset === -1) continue;
      const path: number[] = [];
      for (let at: LexicalNode = node; ;) {
        const parent = at.getParent();
        if (parent === null || parent.is($getRoot())) return { path, offset };
        path.unshift(at.getIndexWithinParent());
        at = parent;
      }
    }
    return null;
  });
}

/**
 * Selects from one target to another, within an update. Of what is parked only what is selected gets real
 * nodes: where the update is a person's, see that it has them before.
 */
export function $selectTargets(anchor: Target, head: Target): boolean {
  const from = $unparkBlock(anchor.id);
  const to = $unparkBlock(head.id);
  if (from === null || to === null) return false;
  const isWhole = (node: LexicalNode) => !$isElementNode(node);
  if (isWhole(from) && from.is(to)) {
    const selection = $createNodeSelection();
    selection.add(from.getKey());
    $setSelection(selection);
    return true;
  }
  const selection = $createRangeSelection();
  $setPoint(selection.anchor, from, anchor);
  $setPoint(selection.focus, to, head);
  $setSelection(selection);
  return true;
}

/** The node of a block; null: it is parked, or not there. */
export function $nodeOf({ id }: Pick<Target, 'id'>): LexicalNode | null {
  return (
    $getRoot()
      .getChildren()
      .find((node) => $getState(node, blockIdState) === id) ?? null
  );
}

function $firstOf(block: ElementNode): LexicalNode {
  const first = block.getFirstDescendant();
  if ($isParked(first)) $unpark(first);
  return block.getFirstDescendant() ?? block;
}

/** The child that stands at a place among all that a node holds, with those that are parked. */
function $childAt(node: ElementNode, index: number): LexicalNode | null {
  let at = 0;
  for (const child of node.getChildren()) {
    const items = $isParkedItemsNode(child) ? child.getItems() : null;
    // A nested list stands in an item of its own.
    const count = items?.reduce((sum, { lists }) => sum + 1 + lists.length, 0) ?? 1;
    if (index < at + count)
      return $isParkedItemsNode(child) ? ($unpark(child)[index - at] ?? null) : child;
    at += count;
  }
  return null;
}

function $setPoint(point: PointType, block: LexicalNode, { path, offset }: Target): void {
  if (!$isElementNode(block)) {
    point.set('root', block.getIndexWithinParent(), 'element');
    return;
  }
  let node: LexicalNode = path === null ? $firstOf(block) : block;
  for (const index of path ?? []) {
    if (!$isElementNode(node)) break;
    const child: LexicalNode | null = $childAt(node, index);
    if (child === null) {
      // The sign alone made this node: the place is an empty one.
      point.set(node.getKey(), Math.min(index, node.getChildrenSize()), 'element');
      return;
    }
    node = child;
  }
  if ($isTextNode(node)) {
    point.set(node.getKey(), Math.min(offset, node.getTextContentSize()), 'text');
  } else if ($isElementNode(node)) {
    point.set(node.getKey(), 0, 'element');
  } else {
    point.set(node.getParentOrThrow().getKey(), node.getIndexWithinParent(), 'element');
  }
}
