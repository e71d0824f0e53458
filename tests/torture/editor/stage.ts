import { registerHistory, createEmptyHistoryState } from '@lexical/history';
import { createHeadlessEditor } from '@lexical/headless';
import { registerLink } from '@lexical/link';
import { registerList } from '@lexical/list';
import { registerRichText } from '@lexical/rich-text';
import { signal } from '@lexical/extension';
import {
  HISTORY_MERGE_TAG,
  type LexicalCommand,
  type LexicalEditor,
  REDO_COMMAND,
  SKIP_DOM_SELECTION_TAG,
  UNDO_COMMAND,
} from 'lexical';
import { holdPage } from '../../../renderer/editor/bridge/held-page.ts';
import { editorNodes } from '../../../renderer/editor/editor-nodes.ts';
import { registerStructureSteps } from '../../../renderer/editor/past/structure-steps.ts';
import { registerSources } from '../../../renderer/editor/opaque/register-sources.ts';
import { registerEditing } from '../../../renderer/editor/register-editing.ts';
import { $importNear } from '../../../renderer/editor/windowing/import-window.ts';
import { registerNearSelection } from '../../../renderer/editor/windowing/near-selection.ts';
import { type PageModel, readPage } from '../../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';

/** A page open in the editor as the app sets it up, all but its screen. */
export interface Stage {
  readonly editor: LexicalEditor;
  /** What a write starts from. */
  readonly page: PageModel;
  /** Runs a change at once, as one step for undo. */
  readonly change: (run: () => void) => void;
  blocks(): BlockNow[];
  /** False: there is nothing left to take back. */
  undo(): boolean;
  redo(): boolean;
  /** Back to the page as it was opened, whatever was done to it. */
  reset(): void;
  close(): void;
}

// What only a screen can do is left out; nothing the page says depends on it.
function withoutScreen(editor: LexicalEditor): LexicalEditor {
  const nothing = () => () => {};
  return Object.assign(editor, {
    registerRootListener: nothing,
    registerMutationListener: nothing,
    registerDecoratorListener: nothing,
    getRootElement: () => null,
    getElementByKey: () => null,
    focus: () => {},
    blur: () => {},
    // One that measures no text: a key that would need it does nothing.
    _window: window,
  });
}

export function openStage(text: string): Stage {
  const page = readPage(text);
  const editor = withoutScreen(
    createHeadlessEditor({
      nodes: editorNodes,
      onError: (error) => {
        throw error;
      },
    }),
  );
  const history = createEmptyHistoryState();
  const change = (run: () => void, tag?: string) => {
    // In a browser each of them would be an event of its own, later than the one before.
    now += 10_000;
    const tags = tag === undefined ? [] : [tag];
    editor.update(run, { discrete: true, tag: [SKIP_DOM_SELECTION_TAG, ...tags] });
  };
  const step = (command: LexicalCommand<void>) => {
    editor.dispatchCommand(command, undefined);
    // In a browser the step is over before the next key; here the next edit would be taken for its part.
    editor.read(() => undefined);
  };
  let now = 0;
  const off = [
    registerRichText(editor),
    registerList(editor),
    registerLink(editor, { attributes: signal(undefined), validateUrl: signal(undefined) }),
    registerEditing(editor, page.scope),
    registerSources(editor, history, page.scope),
  ];
  const near = { from: 0, to: page.blocks.length, isWhole: true };
  change(() => $importNear(page, near), HISTORY_MERGE_TAG);
  off.push(registerHistory(editor, history, 300, () => now));
  off.push(registerStructureSteps(editor, history));
  // The first state that undo can lead back to.
  history.current = { editor, editorState: editor.getEditorState() };
  const opened = editor.getEditorState();
  const held = holdPage(editor, page);
  off.push(registerNearSelection(editor), held.letGo);
  return {
    editor,
    page,
    change,
    blocks: () => held.blocks(),
    undo: () => {
      if (history.undoStack.length === 0) return false;
      step(UNDO_COMMAND);
      return true;
    },
    redo: () => {
      if (history.redoStack.length === 0) return false;
      step(REDO_COMMAND);
      return true;
    },
    reset: () => {
      history.undoStack = [];
      history.redoStack = [];
      history.current = { editor, editorState: opened };
      editor.setEditorState(opened);
    },
    close: () => {
      for (const end of off) end();
    },
  };
}
