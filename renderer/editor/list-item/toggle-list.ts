import {
  $insertList,
  $isListItemNode,
  $isListNode,
  type ListItemNode,
  type ListNode,
  type ListType,
} from '@lexical/list';
import { $getSelection, $getState, $isRangeSelection, type LexicalNode } from 'lexical';
import { $blocksOf } from '../blocks/blocks-of.ts';
import { isOnlyList } from '../blocks/block-unit.ts';
import { $titleAtCaret } from '../containers/callout-commands.ts';
import { $unlist } from '../blocks/unlist.ts';
import { $blockAtCaret } from '../keys/block-commands.ts';
import { $goOnFrom, $setTask, $taskOf, blockIdState } from '../nodes/node-states.ts';
import { $unparkSelectedLists } from '../windowing/park.ts';
import { $isTask, $selectedItems } from './item-body-commands.ts';

/**
 * Makes the selected blocks a list of the type, or paragraphs again if they are one. Where tasks and plain
 * items stand in one list, only the selected ones become the one or the other.
 */
export function $toggleList(type: ListType): void {
  if ($titleAtCaret() !== null) return;
  $unparkSelectedLists();
  if ($blockAtCaret().type === type) {
    $unlist();
    return;
  }
  const $make = (item: ListItemNode): void =>
    $setTask(item, type === 'check' ? ($taskOf(item) ?? false) : null);
  const lists = new Set($selectedItems().flatMap((item) => $listAround(item)));
  if (type !== 'number' && lists.size > 0 && [...lists].every($isMixed)) {
    for (const item of $selectedItems()) $make(item);
    return;
  }
  const before = [...lists].flatMap((list) => list.getChildren().filter($isListItemNode));
  const written = $writtenBlock();
  $insertList(type === 'check' ? 'bullet' : type);
  const made = $selectedItems()[0]?.getParent() ?? null;
  if (written !== null && made !== null) $goOnFrom(made, written);
  // A line that joined a list beside it leaves that as it is.
  for (const item of [...before, ...$selectedItems()]) if (!isOnlyList(item)) $make(item);
}

/** The first selected block, of which the page holds the source. */
function $writtenBlock(): LexicalNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  return (
    $blocksOf(selection.getNodes()).find((block) => $getState(block, blockIdState) !== '') ?? null
  );
}

function $listAround(item: ListItemNode): ListNode[] {
  const list = item.getParent();
  return $isListNode(list) ? [list] : [];
}

function $isMixed(list: ListNode): boolean {
  const items = list.getChildren().filter($isListItemNode);
  const own = items.filter((item) => !isOnlyList(item));
  return list.getListType() === 'bullet' && own.some($isTask) && !own.every($isTask);
}
