import type { HistoryState } from '@lexical/history';
import { mergeRegister } from '@lexical/utils';
import {
  COMMAND_PRIORITY_LOW,
  type EditorState,
  type LexicalEditor,
  REDO_COMMAND,
  UNDO_COMMAND,
} from 'lexical';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import { $exportBlocks } from '../bridge/export-blocks.ts';
import type { HeldPage } from '../bridge/held-page.ts';
import type { Start } from '../editor-handle.ts';
import { $frontmatter } from '../properties/frontmatter-state.ts';
import { once, type Step, type Steps } from './steps.ts';

/** The formatted editor's own history as texts; nothing is written before it is asked for. */
export function richSteps(editor: LexicalEditor, history: HistoryState, held: HeldPage): Steps {
  const stepOf = ({ editorState }: { readonly editorState: EditorState }): Step =>
    once(() => {
      const blocks = editorState.read(() => $exportBlocks(), { editor }).map(held.asRead);
      const frontmatter = editorState.read($frontmatter, { editor });
      return writePage(held.page(), blocks, { frontmatter, isChecked: false }).text;
    });
  return {
    past: history.undoStack.map(stepOf),
    future: history.redoStack.map(stepOf).reverse(),
  };
}

/** Where the editor's own history ends, undo and redo go on beyond it. */
export function registerBeyond(
  editor: LexicalEditor,
  history: HistoryState,
  { canUndoBeyond, canRedoBeyond, onUndoBeyond, onRedoBeyond }: Start,
): () => void {
  return mergeRegister(
    editor.registerCommand(
      UNDO_COMMAND,
      () => {
        if (!canUndoBeyond || history.undoStack.length > 0) return false;
        onUndoBeyond();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      REDO_COMMAND,
      () => {
        if (!canRedoBeyond || history.redoStack.length > 0) return false;
        onRedoBeyond();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
  );
}

/** Begins the editor's own history anew with what it holds now. */
export function beginHistory(editor: LexicalEditor, history: HistoryState): void {
  history.undoStack = [];
  history.redoStack = [];
  // Without it the first step after would have nothing to lead back to.
  history.current = { editor, editorState: editor.getEditorState() };
}
