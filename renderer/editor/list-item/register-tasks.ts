import { $handleListInsertParagraph, $isListItemNode, ListItemNode } from '@lexical/list';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getSelection,
  $isLineBreakNode,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  INSERT_PARAGRAPH_COMMAND,
  KEY_ARROW_LEFT_COMMAND,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { isOnlyList } from '../blocks/block-unit.ts';
import { $setTask, $taskOf } from '../nodes/node-states.ts';
import { $itemOfText } from './item-body-commands.ts';
import { isTaskBox, taskBoxesIn, taskBoxOf } from './task-box.ts';

/**
 * The boxes of tasks: a press on one or the space bar finishes the task. The left arrow leads to it from
 * the start of the text, the arrows up and down to the next one, every other key back to the text.
 */
export function registerTasks(editor: LexicalEditor): () => void {
  return mergeRegister(
    editor.registerNodeTransform(ListItemNode, (item) => {
      // It is a copy of an item, made for a nested list.
      if ($taskOf(item) !== null && isOnlyList(item)) $setTask(item, null);
    }),
    editor.registerCommand(INSERT_PARAGRAPH_COMMAND, $beginItem, COMMAND_PRIORITY_HIGH),
    editor.registerCommand(
      KEY_ARROW_LEFT_COMMAND,
      (event) => {
        const task = event.shiftKey || focusedBox(editor) !== null ? null : $taskAtCaret();
        const box = task === null ? null : boxOf(editor, task.getKey());
        if (box === null) return false;
        box.focus();
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const box = focusedBox(editor);
        if (box === null || !$actOnBox(editor, box, event)) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerRootListener((root) => {
      if (root === null) return undefined;
      const watch = new AbortController();
      listenForPresses(editor, root, watch.signal);
      return () => watch.abort();
    }),
  );
}

/** Enter in a task: the item without words, above or below, is a task to be done. */
function $beginItem(): boolean {
  const selection = $getSelection();
  const item = $isRangeSelection(selection) ? $itemOfText(selection.anchor.getNode()) : null;
  const task = item === null ? null : $taskOf(item);
  if (!$isRangeSelection(selection) || item === null || task === null) return false;
  const isLeft = $handleListInsertParagraph();
  if (!isLeft) selection.insertParagraph();
  const now = $getSelection();
  const made = $isRangeSelection(now) ? $itemOfText(now.anchor.getNode()) : null;
  if (made === null || made.is(item)) return true;
  if (isLeft || !item.isEmpty()) $setTask(made, false);
  else {
    $setTask(made, task);
    $setTask(item, false);
  }
  return true;
}

function $toggle(item: ListItemNode): void {
  const task = $taskOf(item);
  if (task === null) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  $setTask(item, !task);
}

/** The task whose text begins at the caret. */
function $taskAtCaret(): ListItemNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const { anchor } = selection;
  const item = anchor.offset === 0 ? $itemOfText(anchor.getNode()) : null;
  if (item === null || $taskOf(item) === null) return null;
  for (let node: LexicalNode = anchor.getNode(); !node.is(item); node = node.getParentOrThrow()) {
    if (node.getPreviousSibling() !== null || $isLineBreakNode(node)) return null;
  }
  return item;
}

function focusedBox(editor: LexicalEditor): HTMLElement | null {
  const root = editor.getRootElement();
  const active = root?.ownerDocument.activeElement ?? null;
  return root !== null && isTaskBox(active) && root.contains(active) ? active : null;
}

function boxOf(editor: LexicalEditor, key: NodeKey): HTMLElement | null {
  const element = editor.getElementByKey(key);
  return element === null ? null : taskBoxOf(element);
}

const modifiers: ReadonlySet<string> = new Set(['Alt', 'CapsLock', 'Control', 'Meta', 'Shift']);

function $actOnBox(editor: LexicalEditor, box: HTMLElement, event: KeyboardEvent): boolean {
  const { key } = event;
  if (modifiers.has(key)) return false;
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const item = $itemOf(box);
  if (key === ' ' && isPlain && item !== null) {
    $toggle(item);
    return true;
  }
  if ((key === 'ArrowUp' || key === 'ArrowDown') && isPlain) {
    goToTask(editor, box, key === 'ArrowUp' ? -1 : 1);
    return true;
  }
  editor.getRootElement()?.focus({ preventScroll: true });
  return key === 'Escape';
}

function $itemOf(box: HTMLElement): ListItemNode | null {
  const node = $getNearestNodeFromDOMNode(box);
  return $isListItemNode(node) ? node : null;
}

/** The caret goes along: what is typed next goes where the focus is. */
function goToTask(editor: LexicalEditor, from: HTMLElement, step: 1 | -1): void {
  const root = editor.getRootElement();
  const boxes = root === null ? [] : taskBoxesIn(root);
  const next = boxes[boxes.indexOf(from) + step];
  if (next === undefined) return;
  const key = editor.read(() => $itemOf(next)?.getKey());
  if (key === undefined) return;
  editor.update(
    () => {
      const item = $getNodeByKey(key);
      if ($isListItemNode(item)) item.selectStart();
    },
    { onUpdate: () => boxOf(editor, key)?.focus() },
  );
}

function listenForPresses(editor: LexicalEditor, root: HTMLElement, signal: AbortSignal): void {
  // The caret stays where it is, and a screen's keyboard as it is.
  root.addEventListener(
    'mousedown',
    (event) => {
      if (!isTaskBox(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true, signal },
  );
  // Screen readers have nothing but the click.
  root.addEventListener(
    'click',
    (event) => {
      const { target } = event;
      if (!isTaskBox(target)) return;
      event.stopPropagation();
      if (!editor.isEditable()) return;
      editor.update(() => {
        const item = $itemOf(target);
        if (item !== null) $toggle(item);
      });
      const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
      if (!isTouch) target.focus({ preventScroll: true });
    },
    { capture: true, signal },
  );
  // What is typed goes to the text.
  root.addEventListener(
    'beforeinput',
    () => {
      if (focusedBox(editor) !== null) root.focus({ preventScroll: true });
    },
    { capture: true, signal },
  );
}
