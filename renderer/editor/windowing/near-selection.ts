import { $isListNode } from '@lexical/list';
import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
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
  const { isNeeded, isBetween } = editor.getEditorState().read(() => ({
    isNeeded: $parkedNearSelection().length > 0,
    isBetween: $selectedPositions().some(({ top, item }) => top % 1 !== 0 || item % 1 !== 0),
  }));
  if (!isNeeded) return false;
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

/** What is parked at, between and next to the ends of the selection. */
function $parkedNearSelection(): ReturnType<typeof $parkedWithin> {
  const ends = $selectedPositions();
  const first = ends[0];
  const last = ends.at(-1);
  if (first === undefined || last === undefined) return [];
  const root = $getRoot();
  return root.getChildren().flatMap((child, top) => {
    if (top < first.top - nearBy || top > last.top + nearBy) return [];
    if (!$isListNode(child)) return $parkedWithin(child);
    const size = child.getChildrenSize();
    // Above and below the ends' own blocks it is the near end of a list that a key may reach.
    const from = top < first.top ? size - nearBy : top > first.top ? 0 : first.item - nearBy;
    const to = top > last.top ? nearBy - 1 : top < last.top ? size - 1 : last.item + nearBy;
    return child
      .getChildren()
      .slice(Math.max(0, Math.ceil(from)), Math.max(0, Math.floor(to) + 1))
      .filter($isParked);
  });
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
