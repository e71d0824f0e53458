import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  REDO_COMMAND,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
  UNDO_COMMAND,
} from 'lexical';
import { useCallback, useEffect, useRef, useState } from 'react';
import { $frontmatter, $setFrontmatter } from './frontmatter-state.ts';

export interface FrontmatterControls {
  readonly frontmatter: string;
  /**
   * Makes a change of what the frontmatter was when the field began to change: so a value that is put
   * back has its bytes back. All changes of one field in a row are one step of undo.
   *
   * @param field a name for the row of changes; null: a step of its own
   * @param make null where it can't be made
   * @returns whether it was made
   */
  readonly change: (field: string | null, make: (before: string) => string | null) => boolean;
  /** The next change is a step of its own. */
  readonly endStep: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly leave: () => void;
}

interface Step {
  readonly field: string;
  readonly before: string;
  readonly now: string;
}

/** The frontmatter in the editor's state, and how a form changes it. */
export function useFrontmatter(): FrontmatterControls {
  const [editor] = useLexicalComposerContext();
  const [frontmatter, setFrontmatter] = useState(() => editor.read($frontmatter));
  const step = useRef<Step | null>(null);
  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        setFrontmatter(editorState.read($frontmatter));
      }),
    [editor],
  );

  const change = useCallback(
    (field: string | null, make: (before: string) => string | null) => {
      const now = editor.read($frontmatter);
      const open = step.current;
      const isSame = field !== null && open?.field === field && open.now === now;
      const before = isSame ? open.before : now;
      const next = make(before);
      if (next === null) return false;
      step.current = field === null ? null : { field, before, now: next };
      if (next === now) return true;
      editor.update(() => $setFrontmatter(next), {
        discrete: true,
        tag: [
          isSame ? HISTORY_MERGE_TAG : HISTORY_PUSH_TAG,
          SKIP_DOM_SELECTION_TAG,
          SKIP_SCROLL_INTO_VIEW_TAG,
        ],
      });
      return true;
    },
    [editor],
  );

  const endStep = useCallback(() => {
    step.current = null;
  }, []);

  // Undo puts the text's selection back, and the focus with it.
  const run = useCallback(
    (command: typeof UNDO_COMMAND) => {
      const focused = document.activeElement;
      step.current = null;
      editor.dispatchCommand(command, undefined);
      requestAnimationFrame(() => {
        if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
      });
    },
    [editor],
  );

  return {
    frontmatter,
    change,
    endStep,
    undo: useCallback(() => run(UNDO_COMMAND), [run]),
    redo: useCallback(() => run(REDO_COMMAND), [run]),
    leave: useCallback(() => editor.focus(), [editor]),
  };
}
