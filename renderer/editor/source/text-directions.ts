import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from '@codemirror/view';

const byItsLetters = Decoration.line({ attributes: { dir: 'auto' } });

function directionsIn(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      builder.add(line.from, line.from, byItsLetters);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** Each line runs the way its letters do, right to left too, and the caret goes with it. */
export const textDirections: Extension = [
  EditorView.perLineTextDirection.of(true),
  ViewPlugin.define(
    (view) => ({
      lines: directionsIn(view),
      update({ view: now, docChanged, viewportChanged }) {
        if (docChanged || viewportChanged) this.lines = directionsIn(now);
      },
    }),
    { decorations: (plugin) => plugin.lines },
  ),
];
