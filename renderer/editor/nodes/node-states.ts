import { $getState, $setState, createState, type LexicalNode } from 'lexical';

/** On a top-level node: which block of the page it was. Absent: new. */
export const blockIdState = createState('block', {
  parse: (value) => (typeof value === 'string' ? value : ''),
});

/** Has a block that is made of another one written as a change of it, unless it is one of its own. */
export function $goOnFrom(made: LexicalNode, before: LexicalNode): void {
  if ($getState(made, blockIdState) !== '') return;
  $setState(made, blockIdState, $getState(before, blockIdState));
}

/** On a link: the label of the definition that it is written by. Absent: none. */
export const referenceState = createState('reference', {
  parse: (value) => (typeof value === 'string' ? value : ''),
});

type TaskState = '' | 'open' | 'done';

/**
 * On a list item that is a task, in a list of either kind and beside plain ones. Lexical's check lists
 * are not used: of such a list every item is a task, and none that leaves it stays one.
 */
export const taskState = createState('task', {
  parse: (value): TaskState => (value === 'open' || value === 'done' ? value : ''),
});

/** Whether an item is a task that is done; null: it is no task. */
export function $taskOf(item: LexicalNode): boolean | null {
  const state = $getState(item, taskState);
  return state === '' ? null : state === 'done';
}

/** Makes an item a task that is done or not, or a plain one. */
export function $setTask(item: LexicalNode, task: boolean | null): void {
  if ($taskOf(item) === task) return;
  $setState(item, taskState, task === null ? '' : task ? 'done' : 'open');
}
