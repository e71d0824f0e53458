import type { HistoryState } from '@lexical/history';
import {
  type EditorState,
  HISTORIC_TAG,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type UpdateListenerPayload,
} from 'lexical';

/**
 * Makes a step of each change that brings or takes elements. To Lexical's history one that leaves the only
 * text it looked at as it was is none: undo would take back what was done before along with it.
 *
 * Register it after the history, and before what looks at its stacks.
 */
export function registerStructureSteps(editor: LexicalEditor, history: HistoryState): () => void {
  let last = history.undoStack.at(-1);
  return editor.registerUpdateListener((update) => {
    const before = last;
    last = history.undoStack.at(-1);
    const { editorState, prevEditorState } = update;
    const isTaken = last !== before || history.current?.editorState !== editorState;
    if (isTaken || isMeantToMerge(update.tags) || !changesStructure(update)) return;
    last = { editor, editorState: prevEditorState };
    history.undoStack.push(last);
    history.redoStack = [];
  });
}

function isMeantToMerge(tags: ReadonlySet<string>): boolean {
  return tags.has(HISTORIC_TAG) || (tags.has(HISTORY_MERGE_TAG) && !tags.has(HISTORY_PUSH_TAG));
}

function changesStructure({
  dirtyElements,
  dirtyLeaves,
  editorState,
  prevEditorState,
}: UpdateListenerPayload): boolean {
  const isIn = (state: EditorState, key: string): boolean => state._nodeMap.has(key);
  return (
    dirtyLeaves.size === 1 &&
    [...dirtyElements.keys()].some((key) => isIn(editorState, key) !== isIn(prevEditorState, key))
  );
}
