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

type TaskState = '' | 'none' | 'open' | 'done';

/**
 * On a list item, where Lexical has no place for a task: `none` for a plain item of a task list,
 * `open` and `done` for a task of a numbered list.
 */
export const taskState = createState('task', {
  parse: (value): TaskState =>
    value === 'none' || value === 'open' || value === 'done' ? value : '',
});
