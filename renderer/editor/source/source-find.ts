import { isolateHistory } from '@codemirror/commands';
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { FindTarget } from '../../find/find-target.ts';
import { sightOf } from '../place/place.ts';
import { drawnAround, type Match } from '../../find/matches.ts';

interface Drawn {
  readonly matches: readonly Match[];
  readonly current: Match | null;
}

const drawMatches = StateEffect.define<Drawn>();
const found = Decoration.mark({ class: 'cp-source-found' });
const current = Decoration.mark({ class: 'cp-source-found cp-source-found-current' });

/** The marks of what was found; they move along with the text until it is searched again. */
export const foundMarks: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const drawn = transaction.effects.find((effect) => effect.is(drawMatches));
    if (drawn === undefined) return marks.map(transaction.changes);
    const { matches, current: here } = drawn.value;
    const at = here === null ? 0 : matches.indexOf(here);
    return Decoration.set(
      drawnAround(matches, at).map((match) =>
        (match === here ? current : found).range(match.from, match.to),
      ),
    );
  },
  provide: (field) => EditorView.decorations.from(field),
});

const listeners = new WeakMap<EditorView, Set<() => void>>();

/** Tells whoever searches the view that its text is another now. */
export const foundChanges: Extension = EditorView.updateListener.of(({ docChanged, view }) => {
  if (docChanged) for (const listener of listeners.get(view) ?? []) listener();
});

/**
 * The source as something to search: one part. CodeMirror's own search runs patterns where the screen
 * is drawn, and a bad one would stop it for good, so that only its marks and changes are used.
 */
export function createSourceFind(view: EditorView): FindTarget {
  let known: { readonly doc: unknown; readonly parts: readonly string[] } | null = null;
  return {
    parts() {
      const { doc } = view.state;
      if (known?.doc !== doc) known = { doc, parts: [doc.toString()] };
      return known.parts;
    },
    start: () => ({ part: 0, from: view.state.selection.main.from }),
    selectedText() {
      const { from, to } = view.state.selection.main;
      const text = to - from > 200 ? '' : view.state.sliceDoc(from, to);
      return text.includes('\n') ? '' : text;
    },
    draw(matches, here) {
      // A search that was overtaken by an edit may know places that are gone.
      const { length } = view.state.doc;
      const still = matches.filter(({ to }) => to <= length);
      view.dispatch({ effects: drawMatches.of({ matches: still, current: here }) });
    },
    reveal({ from, to }) {
      if (to > view.state.doc.length) return;
      const seen = view.coordsAtPos(from);
      const { topPx, bottomPx } = sightOf(view.dom);
      const isSeen = seen !== null && seen.top >= topPx && seen.bottom <= bottomPx;
      if (isSeen) return;
      view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    },
    select(match) {
      if (match !== null && match.to <= view.state.doc.length) {
        view.dispatch({ selection: { anchor: match.from, head: match.to } });
      }
      view.focus();
    },
    replace(changes) {
      view.dispatch({
        changes: changes.map(({ match, text }) => ({
          from: match.from,
          to: match.to,
          insert: text,
        })),
        annotations: isolateHistory.of('full'),
        userEvent: 'input.replace',
      });
      return 0;
    },
    onChange: (listener) => watchSource(view, listener),
  };
}

/** Told of each change of the text. @returns ends it */
export function watchSource(view: EditorView, listener: () => void): () => void {
  const all = listeners.get(view) ?? new Set();
  listeners.set(view, all.add(listener));
  return () => {
    all.delete(listener);
  };
}
