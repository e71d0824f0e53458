import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

// Runs in the browser: CodeMirror 6 as most editors of markdown set it up.

let view: EditorView | null = null;

/** Opens a text. @returns milliseconds until it was drawn */
function open(text: string): Promise<number> {
  view?.destroy();
  const start = performance.now();
  view = new EditorView({
    parent: document.body,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        markdown({ base: markdownLanguage }),
        syntaxHighlighting(defaultHighlightStyle),
      ],
    }),
  });
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  });
}

/** Puts the caret into the line in the middle, in sight. */
function goToMiddle(): void {
  if (view === null) return;
  const { doc } = view.state;
  let line = doc.line(Math.ceil(doc.lines / 2));
  while (line.length < 5 && line.number < doc.lines) line = doc.line(line.number + 1);
  const at = line.from + line.text.lastIndexOf(' ');
  view.dispatch({
    selection: { anchor: at },
    effects: EditorView.scrollIntoView(at, { y: 'center' }),
  });
  view.focus();
}

const benchPeer = { open, goToMiddle };

declare global {
  interface Window {
    /** Only in the page that runs this program. */
    readonly benchPeer: typeof benchPeer;
  }
}

Object.assign(window, { benchPeer });
