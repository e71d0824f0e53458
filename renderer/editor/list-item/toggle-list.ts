import {
  $insertList,
  $isListItemNode,
  $isListNode,
  type ListItemNode,
  type ListNode,
  type ListType,
} from '@lexical/list';
import { isOnlyList } from '../blocks/block-unit.ts';
import { $titleAtCaret } from '../containers/callout-commands.ts';
import { $unlist } from '../blocks/unlist.ts';
import { $blockAtCaret } from '../keys/block-commands.ts';
import { $setTask, $taskOf } from '../nodes/node-states.ts';
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
  $insertList(type === 'check' ? 'bullet' : type);
  // A line that joined a list beside it leaves that as it is.
  for (const item of [...before, ...$selectedItems()]) if (!isOnlyList(item)) $make(item);
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
