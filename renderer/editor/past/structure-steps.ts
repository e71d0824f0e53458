import type { HistoryState } from '@lexical/history';
import {
  type EditorState,
  HISTORIC_TAG,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type NodeKey,
  type UpdateListenerPayload,
} from 'lexical';

/**
 * Makes a step of each change of the elements, as one of where a link leads. To Lexical's history one that
 * leaves the only text it looked at as it was is none: undo would take back what was done before with it.
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
  if (dirtyLeaves.size !== 1) return false;
  return [...dirtyElements.keys()].some(
    (key) => saidOf(key, editorState) !== saidOf(key, prevEditorState),
  );
}

/** An element as it is apart from what is in it; empty: there is none. */
function saidOf(key: NodeKey, state: EditorState): string {
  const node = state._nodeMap.get(key);
  if (node === undefined) return '';
  return state.read(() => JSON.stringify([node.__parent, node.__next, node.exportJSON()]));
}
