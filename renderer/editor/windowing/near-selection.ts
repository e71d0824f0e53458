import { $isListNode } from '@lexical/list';
import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
  type BaseSelection,
  type LexicalEditor,
  type LexicalNode,
  type PointType,
} from 'lexical';
import { $isParked, $parkedWithin, $unpark } from './park.ts';
import { windowUpdate } from './window-update.ts';

// An empty line may stand between a block and the one that a key takes it to.
const nearBy = 2;

/** Where a node or a place stands: among the root's children, and among a list's. Halves lie between. */
interface Position {
  readonly top: number;
  readonly item: number;
}

/**
 * Keeps real what is selected, all that lies between its ends, and what stands next to them: whatever
 * a key does there, it does to real nodes.
 */
export function registerNearSelection(editor: LexicalEditor): () => void {
  return editor.registerUpdateListener(() => {
    // What comes out of a parked node may be a list that holds more of them.
    for (let round = 0; round < 3 && keepSelectionReal(editor); round += 1);
  });
}

function keepSelectionReal(editor: LexicalEditor): boolean {
  const state = editor.getEditorState();
  if (state.read(() => $parkedNearSelection().length === 0)) return false;
  const isBetween = state.read(() =>
    $selectedPositions().some(({ top, item }) => top % 1 !== 0 || item % 1 !== 0),
  );
  const $change = () => {
    const made = new Set(
      $parkedNearSelection()
        .flatMap($unpark)
        .map((node) => node.getKey()),
    );
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return;
    for (const point of [selection.anchor, selection.focus]) $placeInText(point, made);
  };
  windowUpdate(editor, $change, isBetween);
  return true;
}

// A selection of whole nodes may still name one that is gone.
function $selectedNodes(selection: BaseSelection | null): LexicalNode[] {
  return (selection?.getNodes() ?? []).filter((node) => node.isAttached());
}

/** What is parked at, between and next to the ends of the selection. */
function $parkedNearSelection(): ParkedNode[] {
  const selection = $getSelection();
  const ends = $isRangeSelection(selection)
    ? [selection.anchor, selection.focus].map((point) => $endOf(point.getNode(), point.offset))
    : $selectedNodes(selection).map((node) => $endOf(node, 0));
  const parked = new Set(ends.flatMap($parkedBeside));
  const [first, last] = [ends[0], ends.at(-1)];
  if (first !== undefined && last !== undefined && !$isSamePlace(first, last)) {
    const isBackward = $isRangeSelection(selection) && selection.isBackward();
    const between = isBackward ? $parkedBetween(last, first) : $parkedBetween(first, last);
    for (const node of between) parked.add(node);
  }
  return [...parked].filter((node) => node.isAttached());
}

type ParkedNode = ReturnType<typeof $parkedWithin>[number];

/** A child of the root, and the item of it, in or at which an end of the selection stands. */
interface End {
  readonly top: LexicalNode | null;
  readonly item: LexicalNode | null;
}

function $endOf(node: LexicalNode, offset: number): End {
  const [, top = null, item = null] = [node, ...node.getParents()].toReversed();
  if (top === null) {
    const root = $getRoot();
    return { top: root.getChildAtIndex(Math.min(offset, root.getChildrenSize() - 1)), item: null };
  }
  if (!$isListNode(top)) return { top, item: null };
  const at = Math.min(offset, top.getChildrenSize() - 1);
  return { top, item: item ?? top.getChildAtIndex(at) };
}

function $isSamePlace(first: End, last: End): boolean {
  return first.top?.is(last.top) === true && (first.item?.is(last.item) ?? true);
}

function $parkedBeside({ top, item }: End): ParkedNode[] {
  if (top === null) return [];
  const above = top.getPreviousSibling();
  const below = top.getNextSibling();
  return [
    ...$around(top),
    ...(item === null ? [] : $around(item)),
    // A key that joins blocks reaches the near end of a list.
    $isListNode(above) ? above.getLastChild() : null,
    $isListNode(below) ? below.getFirstChild() : null,
  ].filter($isParked);
}

function $around(node: LexicalNode): LexicalNode[] {
  return [...$beside(node, 'before'), node, ...$beside(node, 'after')];
}

function $beside(node: LexicalNode, side: 'before' | 'after'): LexicalNode[] {
  const found: LexicalNode[] = [];
  for (let at: LexicalNode | null = node; found.length < nearBy;) {
    at = side === 'before' ? at.getPreviousSibling() : at.getNextSibling();
    if (at === null) break;
    found.push(at);
  }
  return found;
}

function $parkedBetween(first: End, last: End): ParkedNode[] {
  if (first.top === null || last.top === null) return [];
  if (first.top.is(last.top)) return $rowFrom(first.item, last.item).filter($isParked);
  const firstOf = (top: LexicalNode) => ($isListNode(top) ? top.getFirstChild() : null);
  const after = $rowFrom(first.item ?? firstOf(first.top), null).filter($isParked);
  const tops = $rowFrom(first.top.getNextSibling(), last.top).filter((top) => !top.is(last.top));
  const before = $rowFrom(firstOf(last.top), last.item).filter($isParked);
  return [...after, ...tops.flatMap($parkedWithin), ...before];
}

/** A node and its siblings up to another one, with it; to the last where that is null. */
function $rowFrom(first: LexicalNode | null, last: LexicalNode | null): LexicalNode[] {
  const row: LexicalNode[] = [];
  for (let node = first; node !== null; node = node.getNextSibling()) {
    row.push(node);
    if (node.is(last)) break;
  }
  return row;
}

/** The ends of the selection, in the page's order; none where nothing is selected. */
export function $selectedPositions(): Position[] {
  const selection = $getSelection();
  const points = selection?.getStartEndPoints() ?? null;
  const places =
    points === null
      ? (selection?.getNodes() ?? []).map((node) => $positionOf(node, null))
      : points.map((point) => $positionOf(point.getNode(), point));
  return places.sort((left, right) => left.top - right.top || left.item - right.item);
}

function $positionOf(node: LexicalNode, point: PointType | null): Position {
  const [root, top, item] = [node, ...node.getParents()].toReversed();
  const between = (point?.offset ?? 0) - 0.5;
  if (root === undefined || top === undefined) return { top: between, item: 0 };
  const place = top.getIndexWithinParent();
  if (!$isListNode(top)) return { top: place, item: 0 };
  return { top: place, item: item === undefined ? between : item.getIndexWithinParent() };
}

/** A place between blocks that were parked goes into the text of the next one. */
function $placeInText(point: PointType, made: ReadonlySet<string>): void {
  const parent = point.getNode();
  if (point.type !== 'element' || !$isElementNode(parent)) return;
  if (!parent.is($getRoot()) && !$isListNode(parent)) return;
  const isAtEnd = point.offset >= parent.getChildrenSize();
  let child = parent.getChildAtIndex(isAtEnd ? point.offset - 1 : point.offset);
  if (child === null || !made.has(child.getKey())) return;
  while ($isElementNode(child) && !child.isEmpty()) {
    const inner: LexicalNode | null = isAtEnd ? child.getLastChild() : child.getFirstChild();
    if (inner === null) break;
    child = inner;
  }
  if ($isTextNode(child))
    point.set(child.getKey(), isAtEnd ? child.getTextContentSize() : 0, 'text');
  else if ($isElementNode(child)) point.set(child.getKey(), 0, 'element');
}
