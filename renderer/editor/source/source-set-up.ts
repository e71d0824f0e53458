import './source.css';
import { defaultKeymap, history, historyKeymap, redoDepth, undoDepth } from '@codemirror/commands';
import { deleteMarkupBackward, insertNewlineContinueMarkup } from '@codemirror/lang-markdown';
import type { Language } from '@codemirror/language';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { highlighting } from './highlighting.ts';
import { sourceTheme } from './source-look.ts';
import { textDirections } from './text-directions.ts';

export interface SourceSetUp {
  /** With `\n` as line ends. */
  readonly text: string;
  readonly label: string;
  readonly language: Language;
  /** Asked where this editor's own history ends. */
  readonly onUndoBeyond: () => void;
  readonly onRedoBeyond: () => void;
}

/** What every CodeMirror over markdown has: keys, colours, its history, directions of lines. */
export function sourceSetUp(options: SourceSetUp): Extension[] {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  const undoBeyond = ({ state }: { readonly state: EditorState }) => {
    if (undoDepth(state) > 0) return false;
    options.onUndoBeyond();
    return true;
  };
  const redoBeyond = ({ state }: { readonly state: EditorState }) => {
    if (redoDepth(state) > 0) return false;
    options.onRedoBeyond();
    return true;
  };
  return [
    nonce === undefined ? [] : EditorView.cspNonce.of(nonce),
    Prec.highest([
      keymap.of([
        { key: 'Mod-z', run: undoBeyond },
        { key: 'Mod-y', mac: 'Mod-Shift-z', run: redoBeyond },
        { linux: 'Ctrl-Shift-z', run: redoBeyond },
      ]),
      // The menu's undo, and that of a phone's keyboard.
      EditorView.domEventHandlers({
        beforeinput: (event, view) =>
          (event.inputType === 'historyUndo' && undoBeyond(view)) ||
          (event.inputType === 'historyRedo' && redoBeyond(view)),
      }),
    ]),
    history({ minDepth: 500 }),
    // What can't be seen, such as a sign that turns the direction of text, is shown as what it is.
    highlightSpecialChars(),
    highlighting(options.text, options.language),
    sourceTheme,
    textDirections,
    EditorView.lineWrapping,
    EditorState.tabSize.of(4),
    EditorView.contentAttributes.of({ 'aria-label': options.label }),
    keymap.of([
      { key: 'Enter', run: insertNewlineContinueMarkup },
      { key: 'Backspace', run: deleteMarkupBackward },
      ...defaultKeymap,
      ...historyKeymap,
    ]),
  ];
}
