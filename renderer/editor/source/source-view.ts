import './source.css';
import {
  defaultKeymap,
  history,
  historyKeymap,
  redo,
  redoDepth,
  undo,
  undoDepth,
} from '@codemirror/commands';
import { deleteMarkupBackward, insertNewlineContinueMarkup } from '@codemirror/lang-markdown';
import { Annotation, EditorState, type Extension, Prec, Transaction } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { once, type Step, type Steps } from '../past/steps.ts';
import { changesBetween } from '../together/map-offset.ts';
import { highlighting } from './highlighting.ts';
import { sightOf } from '../place/place.ts';
import { createSourceFind, foundChanges, foundMarks } from './source-find.ts';
import { sourceTheme } from './source-look.ts';
import { textDirections } from './text-directions.ts';

export interface SourceOptions {
  /** With `\n` as line ends. */
  readonly text: string;
  readonly anchor: number;
  readonly head: number;
  readonly onEdit: () => void;
  /** Asked where this editor's own history ends. */
  readonly onUndoBeyond: () => void;
  readonly onRedoBeyond: () => void;
}

/** Puts a CodeMirror with a page's source on the screen. */
export function createSourceView(parent: Element, options: SourceOptions): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      selection: { anchor: options.anchor, head: options.head },
      extensions: extensionsOf(options),
    }),
  });
  return view;
}

function extensionsOf(options: SourceOptions): Extension[] {
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
    highlighting(options.text),
    sourceTheme,
    textDirections,
    EditorView.lineWrapping,
    EditorState.tabSize.of(4),
    EditorView.contentAttributes.of({
      'aria-label': 'Markdown source',
      spellcheck: 'true',
      autocorrect: 'on',
      autocapitalize: 'sentences',
    }),
    // Nothing goes under the bars at the top and the bottom.
    EditorView.scrollMargins.of(({ dom }) => ({
      top: 64,
      bottom: window.innerHeight - sightOf(dom).bottomPx + 16,
    })),
    foundMarks,
    foundChanges,
    keymap.of([
      { key: 'Enter', run: insertNewlineContinueMarkup },
      { key: 'Backspace', run: deleteMarkupBackward },
      ...defaultKeymap,
      ...historyKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      const isOwn = update.transactions.some(
        (made) => made.docChanged && made.annotation(received) !== true,
      );
      if (isOwn) options.onEdit();
    }),
  ];
}

const received = Annotation.define<boolean>();

/**
 * Puts another text in place of the view's, word by word: the caret stays, and undo leaves it alone.
 *
 * @returns where a place of the text before is now
 */
export function receiveSource(view: EditorView, text: string): (offset: number) => number {
  const changes = view.state.changes(changesBetween(view.state.doc.toString(), text));
  view.dispatch({
    changes,
    annotations: [received.of(true), Transaction.addToHistory.of(false)],
  });
  return (offset) => changes.mapPos(offset);
}

/** The texts that undo and redo lead to, worked out only when they are asked for. */
export function stepsOf(state: EditorState): Steps {
  return {
    past: chain(state, undoDepth(state), undo).reverse(),
    future: chain(state, redoDepth(state), redo),
  };
}

type Move = (target: { state: EditorState; dispatch: (spec: Transaction) => void }) => boolean;

function chain(state: EditorState, depth: number, move: Move): Step[] {
  const states: EditorState[] = [state];
  const stateAt = (index: number): EditorState => {
    for (let last = states.length - 1; last < index; last += 1) {
      let next = states[last] ?? state;
      move({
        state: next,
        dispatch: (transaction) => {
          next = transaction.state;
        },
      });
      states.push(next);
    }
    return states[index] ?? state;
  };
  return Array.from({ length: depth }, (_, index) => once(() => stateAt(index + 1).doc.toString()));
}

export { createSourceFind };
