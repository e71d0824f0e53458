import { redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { Annotation, EditorState, type Extension, Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { once, type Step, type Steps } from '../past/steps.ts';
import { changesBetween } from '../together/map-offset.ts';
import { sightOf } from '../place/place.ts';
import { pageLanguage } from './page-language.ts';
import { createSourceCount } from './source-count.ts';
import { createSourceFind, foundChanges, foundMarks } from './source-find.ts';
import { sourceSetUp } from './source-set-up.ts';

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
  return [
    sourceSetUp({ ...options, label: 'Markdown source', language: pageLanguage }),
    EditorView.contentAttributes.of({
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
    EditorView.updateListener.of((update) => {
      const isOwn = update.transactions.some((made) => made.docChanged && !isReceived(made));
      if (isOwn) options.onEdit();
    }),
  ];
}

const received = Annotation.define<boolean>();

/** Whether it puts in what is not the person's. */
export function isReceived(made: Transaction): boolean {
  return made.annotation(received) === true;
}

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

export { createSourceCount, createSourceFind };
