import type { LexicalEditor } from 'lexical';

const own = ['input', 'keypress', 'keyup', 'textInput'] as const;

/**
 * Keeps what follows a pressed key within the text, for which alone it is meant: React would look all the
 * way up the screen for who wants it, four times for each letter. Fields within the text still have it.
 */
export function registerOwnEvents(editor: LexicalEditor): () => void {
  return editor.registerRootListener((root) => {
    if (root === null) return undefined;
    const end = new AbortController();
    const { signal } = end;
    const keep = (event: Event) => {
      if (event.target === root) event.stopPropagation();
    };
    for (const type of own) root.addEventListener(type, keep, { signal });
    return () => end.abort();
  });
}
