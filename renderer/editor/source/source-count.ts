import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { countText, readerText, type WordCount } from '../count/count-words.ts';
import type { Countable } from '../editor-handle.ts';
import { watchSource } from './source-find.ts';

const counts = new WeakMap<Text, WordCount>();

/** Counts the source as a reader of the page does; once as long as it stays as it is. */
export function createSourceCount(view: EditorView): Countable {
  return {
    count() {
      const { doc } = view.state;
      const count = counts.get(doc) ?? countText(readerText(doc.toString()));
      counts.set(doc, count);
      return count;
    },
    selected() {
      const { from, to } = view.state.selection.main;
      return readerText(view.state.sliceDoc(from, to));
    },
    onChange: (listener) => watchSource(view, listener),
  };
}
