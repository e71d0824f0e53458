import { $isListItemNode, type ListItemNode } from '@lexical/list';
import { type LexicalEditor, type LexicalNode, setDOMUnmanaged } from 'lexical';
import { isOnlyList } from '../blocks/block-unit.ts';
import { $taskOf } from '../nodes/node-states.ts';
import { $isItemBodyNode } from './ItemBodyNode.ts';

const className = 'cp-task-box';

export function isTaskBox(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.classList.contains(className);
}

/** The box in the element of an item; null: it is no task. */
export function taskBoxOf(element: Element): HTMLElement | null {
  const first = element.firstElementChild;
  return isTaskBox(first) ? first : null;
}

/** The boxes of all tasks that are drawn, from the first one on. */
export function taskBoxesIn(root: HTMLElement): readonly HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(`.${className}`)];
}

/** Gives the element of an item its box, before its text and no part of it, or takes it away. */
export function $drawTask(node: ListItemNode, element: HTMLElement): void {
  const task = isOnlyList(node) ? null : $taskOf(node);
  element.classList.toggle('cp-editor-task', task !== null);
  element.classList.toggle('cp-editor-task-done', task === true);
  const before = taskBoxOf(element);
  if (task === null) {
    before?.remove();
    return;
  }
  const box = before ?? createBox();
  if (before === null) element.prepend(box);
  setAttribute(box, 'aria-checked', String(task));
}

/** Names the box by the item's own text, without what the item holds below that. */
export function $nameBox(node: LexicalNode, element: HTMLElement, editor: LexicalEditor): void {
  const box = $isListItemNode(node) ? taskBoxOf(element) : null;
  if (!$isListItemNode(node) || box === null) return;
  const own = node.getChildren().filter((child) => !$isItemBodyNode(child));
  const hasWords = own.some((child) => child.getTextContent().trim() !== '');
  const isNamedByItem = hasWords && own.length === node.getChildrenSize();
  const words = own.map((child) => editor.getElementByKey(child.getKey())?.textContent ?? '');
  setAttribute(box, 'aria-labelledby', isNamedByItem ? idOf(element) : null);
  const label = hasWords ? words.join('') : 'Task without words';
  setAttribute(box, 'aria-label', isNamedByItem ? null : label);
}

function createBox(): HTMLElement {
  const box = document.createElement('span');
  box.className = className;
  box.tabIndex = -1;
  box.role = 'checkbox';
  setDOMUnmanaged(box);
  return box;
}

let named = 0;

function idOf(element: HTMLElement): string {
  if (element.id === '') {
    named += 1;
    element.id = `task-text-${String(named)}`;
  }
  return element.id;
}

function setAttribute(element: HTMLElement, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
