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
} from 'lexical';
import { isOnlyList } from '../blocks/block-unit.ts';
import { $setTask, $taskOf } from '../nodes/node-states.ts';
import { $itemOfText } from './item-body-commands.ts';

// A finger is wider than a box.
const touchMarginPx = 12;

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
        const task = event.shiftKey || focusedTask(editor) !== null ? null : $taskAtCaret();
        const element = task === null ? null : editor.getElementByKey(task.getKey());
        if (element === null) return false;
        element.focus();
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const task = focusedTask(editor);
        if (task === null || !$actOnBox(editor, task, event)) return false;
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

function isTask(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.classList.contains('cp-editor-task');
}

function focusedTask(editor: LexicalEditor): HTMLElement | null {
  const root = editor.getRootElement();
  const active = root?.ownerDocument.activeElement ?? null;
  return root !== null && isTask(active) && root.contains(active) ? active : null;
}

const modifiers: ReadonlySet<string> = new Set(['Alt', 'CapsLock', 'Control', 'Meta', 'Shift']);

function $actOnBox(editor: LexicalEditor, element: HTMLElement, event: KeyboardEvent): boolean {
  const { key } = event;
  if (modifiers.has(key)) return false;
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const item = $itemOf(element);
  if (key === ' ' && isPlain && item !== null) {
    $toggle(item);
    return true;
  }
  if ((key === 'ArrowUp' || key === 'ArrowDown') && isPlain) {
    goToTask(editor, element, key === 'ArrowUp' ? -1 : 1);
    return true;
  }
  editor.getRootElement()?.focus({ preventScroll: true });
  return key === 'Escape';
}

function $itemOf(element: HTMLElement): ListItemNode | null {
  const node = $getNearestNodeFromDOMNode(element);
  return $isListItemNode(node) ? node : null;
}

/** The caret goes along: what is typed next goes where the focus is. */
function goToTask(editor: LexicalEditor, from: HTMLElement, step: 1 | -1): void {
  const tasks = [...(editor.getRootElement()?.querySelectorAll('.cp-editor-task') ?? [])];
  const next = tasks[tasks.indexOf(from) + step];
  if (!isTask(next ?? null) || next === undefined) return;
  const key = editor.read(() => $getNearestNodeFromDOMNode(next)?.getKey());
  if (key === undefined) return;
  editor.update(
    () => {
      const item = $getNodeByKey(key);
      if ($isListItemNode(item)) item.selectStart();
    },
    { onUpdate: () => editor.getElementByKey(key)?.focus() },
  );
}

/** Whether a press is on the box of the task that it is told of. */
function isOnBox(task: HTMLElement, { clientX, clientY, pointerType }: PointerEvent): boolean {
  const box = task.getBoundingClientRect();
  const drawn = getComputedStyle(task, '::before');
  const [left, top] = [box.left + parseFloat(drawn.left), box.top + parseFloat(drawn.top)];
  const margin = pointerType === 'touch' ? touchMarginPx : 2;
  const isWithin = (at: number, from: number, size: string) =>
    at >= from - margin && at <= from + parseFloat(size) + margin;
  return isWithin(clientX, left, drawn.width) && isWithin(clientY, top, drawn.height);
}

function listenForPresses(editor: LexicalEditor, root: HTMLElement, signal: AbortSignal): void {
  let pressed: HTMLElement | null = null;
  root.addEventListener(
    'pointerdown',
    (event) => {
      const { target } = event;
      pressed = event.button === 0 && isTask(target) && isOnBox(target, event) ? target : null;
    },
    { capture: true, signal },
  );
  // The caret stays where it is, and a screen's keyboard away.
  for (const type of ['mousedown', 'touchstart'] as const) {
    root.addEventListener(
      type,
      (event) => {
        if (pressed === null) return;
        event.preventDefault();
        event.stopPropagation();
      },
      { capture: true, passive: false, signal },
    );
  }
  root.addEventListener(
    'pointerup',
    (event) => {
      const task = pressed;
      pressed = null;
      if (task === null || event.target !== task || !editor.isEditable()) return;
      editor.update(() => {
        const item = $itemOf(task);
        if (item !== null) $toggle(item);
      });
      task.focus({ preventScroll: true });
    },
    { signal },
  );
  root.addEventListener('pointercancel', () => (pressed = null), { signal });
  // What is typed goes to the text.
  root.addEventListener(
    'beforeinput',
    () => {
      if (focusedTask(editor) !== null) root.focus({ preventScroll: true });
    },
    { capture: true, signal },
  );
}
