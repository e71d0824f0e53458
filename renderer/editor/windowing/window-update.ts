import {
  HISTORY_MERGE_TAG,
  type LexicalEditor,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
} from 'lexical';

const quietTag = 'quiet';
/** Of a change that is not the person's: no step of its own, no edit, and nothing moves. */
export const quietTags = [
  HISTORY_MERGE_TAG,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
  quietTag,
];

const windowTag = 'windowing';

export function isQuiet(tags: ReadonlySet<string>): boolean {
  return tags.has(quietTag);
}

/** Whether an update did nothing but park and unpark. */
export function isWindowing(tags: ReadonlySet<string>): boolean {
  return tags.has(windowTag);
}

/**
 * Parks or unparks, and does nothing else. Never call it within an update.
 *
 * @param movesCaret the caret is set on the screen too
 */
export function windowUpdate(editor: LexicalEditor, $change: () => void, movesCaret = false): void {
  // A change that is still to be committed would become a part of this one, and no step for undo.
  editor.read(() => undefined);
  const tags = quietTags.filter((tag) => !movesCaret || tag !== SKIP_DOM_SELECTION_TAG);
  editor.update($change, { discrete: true, tag: [...tags, windowTag] });
}
