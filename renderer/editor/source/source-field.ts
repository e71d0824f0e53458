import { isolateHistory } from '@codemirror/commands';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { EditorState, Prec } from '@codemirror/state';
import { Direction, EditorView, keymap } from '@codemirror/view';
import { scrollerOf, sightOf } from '../place/place.ts';
import { type SourceSetUp, sourceSetUp } from './source-set-up.ts';
import { isReceived, receiveSource } from './source-view.ts';

export type FieldSide = 'before' | 'after';

export interface SourceFieldOptions extends Omit<SourceSetUp, 'language'> {
  /** What its undo leads back to; `text` is what a person has made of it since. */
  readonly before: string;
  readonly anchor: number;
  readonly head: number;
  /** The id of what says how to leave. */
  readonly describedBy: string;
  readonly isProse: boolean;
  readonly onChange: (text: string) => void;
  /** A key leads out of it: to what stands beside it, or to the whole; null. */
  readonly onLeave: (side: FieldSide | null) => void;
  /** The focus went elsewhere in the window. */
  readonly onBlur: () => void;
}

// Tags in their colours too: most of what is kept as source is HTML.
const { language } = markdown({
  base: markdownLanguage,
  addKeymap: false,
  completeHTMLTags: false,
  pasteURLAsLink: false,
});

const fieldTheme = EditorView.theme({
  '.cm-scroller': { maxHeight: '60vh', overflow: 'auto' },
  '.cm-content': { padding: 'var(--space-3)' },
});

/** Puts a CodeMirror with a part of a page on the screen. Keys lead out of it at its ends. */
export function createSourceField(parent: Element, options: SourceFieldOptions): EditorView {
  const { before, text, isProse, onLeave } = options;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: before,
      extensions: [
        Prec.highest([
          keymap.of([
            { key: 'Escape', run: () => leave(null) },
            { key: 'Mod-Enter', run: () => leave(null) },
            { key: 'ArrowUp', run: (now) => isOnOuterRow(now, false) && leave('before') },
            { key: 'ArrowDown', run: (now) => isOnOuterRow(now, true) && leave('after') },
            { key: 'ArrowLeft', run: (now) => isAtEnd(now, 'left') && leave(sideOf(now, 'left')) },
            {
              key: 'ArrowRight',
              run: (now) => isAtEnd(now, 'right') && leave(sideOf(now, 'right')),
            },
          ]),
          EditorView.domEventHandlers({
            // Another window may have it now: the person comes back to where they were.
            blur: (_event, now) => {
              if (now.root.activeElement !== now.contentDOM) options.onBlur();
            },
          }),
        ]),
        fieldTheme,
        sourceSetUp({ ...options, text, language }),
        EditorView.contentAttributes.of({
          'aria-describedby': options.describedBy,
          spellcheck: String(isProse),
        }),
        EditorView.updateListener.of((update) => {
          if (update.transactions.some((made) => made.docChanged && !isReceived(made))) {
            options.onChange(update.state.doc.toString());
          }
          if (update.transactions.some(({ scrollIntoView }) => scrollIntoView)) {
            // After CodeMirror has scrolled, which knows nothing of the bars.
            requestAnimationFrame(() => keepInSight(update.view));
          }
        }),
      ],
    }),
  });
  const { anchor, head } = options;
  // What was typed before it was there is a step of its own.
  view.dispatch({
    changes: text === before ? [] : { from: 0, to: before.length, insert: text },
    selection: { anchor: Math.min(anchor, text.length), head: Math.min(head, text.length) },
    annotations: isolateHistory.of('full'),
    scrollIntoView: true,
  });
  return view;

  function leave(side: FieldSide | null): boolean {
    onLeave(side);
    return true;
  }
}

function isOnOuterRow(view: EditorView, isForward: boolean): boolean {
  const { main } = view.state.selection;
  if (!main.empty) return false;
  const { head } = view.moveVertically(main, isForward);
  const [from, to] = [view.coordsAtPos(main.head), view.coordsAtPos(head)];
  return head === main.head || (from !== null && to !== null && Math.abs(from.top - to.top) < 1);
}

function sideOf(view: EditorView, key: 'left' | 'right'): FieldSide {
  const isRightToLeft = view.textDirectionAt(view.state.selection.main.head) === Direction.RTL;
  return (key === 'right') === isRightToLeft ? 'before' : 'after';
}

function isAtEnd(view: EditorView, key: 'left' | 'right'): boolean {
  const { main } = view.state.selection;
  return main.empty && main.head === (sideOf(view, key) === 'after' ? view.state.doc.length : 0);
}

function keepInSight(view: EditorView): void {
  const caret = view.coordsAtPos(view.state.selection.main.head);
  if (caret === null || !view.hasFocus) return;
  const { topPx, bottomPx } = sightOf(view.dom);
  const gapPx = caret.bottom - caret.top;
  if (caret.bottom > bottomPx - gapPx) {
    scrollerOf(view.dom).scrollTop += caret.bottom - bottomPx + gapPx;
  } else if (caret.top < topPx + gapPx) {
    scrollerOf(view.dom).scrollTop -= topPx + gapPx - caret.top;
  }
}

export { receiveSource };
