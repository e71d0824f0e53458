import type { CompileContext, Extension as FromMarkdown, Token } from 'mdast-util-from-markdown';

/** Whether the paragraph that a box was found in begins an item. Below an empty one it is only words. */
function isTask({ stack }: CompileContext): boolean {
  const [item, paragraph] = stack.slice(-2);
  return item?.type === 'listItem' && item.children[0] === paragraph;
}

function exitValue(this: CompileContext, token: Token): undefined {
  const item = this.stack.at(-2);
  if (item?.type === 'listItem' && isTask(this)) {
    item.checked = this.sliceSerialize(token).trim() !== '';
  }
}

function exitCheck(this: CompileContext, token: Token): undefined {
  if (isTask(this)) return;
  this.enter({ type: 'text', value: this.sliceSerialize(token) }, token);
  this.exit(token);
}

/** A task's box, and a box that looks like one kept as words. Goes after the extensions of GFM. */
export const taskCheckFromMarkdown: FromMarkdown = {
  exit: {
    taskListCheck: exitCheck,
    taskListCheckValueChecked: exitValue,
    taskListCheckValueUnchecked: exitValue,
  },
};
