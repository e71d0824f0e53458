import { $getRoot, $getSelection, $setSelection, type LexicalEditor } from 'lexical';

/** What reads the caret's place and acts on it. */
const acts = ['keydown', 'beforeinput', 'copy', 'cut', 'paste'] as const;

/**
 * Lets every key act where the browser's caret stands.
 *
 * Lexical learns of a moved caret by the event `selectionchange`, which a browser sends after the
 * move, and after the next key where the page was busy meanwhile: that key would then act at the
 * caret's old place. So what would act first brings the event forward. And a key that leads the caret
 * out of the text, as Page Up does above a first block that is one piece, leaves it where it was: what
 * is typed next would be lost.
 */
export function registerCaret(editor: LexicalEditor): () => void {
  return editor.registerRootListener((root) => {
    if (root === null) return undefined;
    const page = root.ownerDocument;
    let known = caretOf(page);
    const learn = () => {
      known = caretOf(page);
      const [anchor] = known;
      const hasLeft = anchor !== null && !root.contains(anchor) && page.activeElement === root;
      if (hasLeft) editor.update($goBack);
    };
    const catchUp = () => {
      if (editor.isComposing()) return;
      const now = caretOf(page);
      if (now.every((part, index) => part === known[index])) return;
      page.dispatchEvent(new Event('selectionchange'));
    };
    // Back from a field outside the text a browser may have forgotten where its caret stood.
    const comeBack = () => {
      const anchor = page.getSelection()?.anchorNode ?? null;
      if (!root.contains(anchor)) editor.update($goBack);
    };
    page.addEventListener('selectionchange', learn, true);
    root.addEventListener('focus', comeBack);
    for (const act of acts) root.addEventListener(act, catchUp, true);
    return () => {
      page.removeEventListener('selectionchange', learn, true);
      root.removeEventListener('focus', comeBack);
      for (const act of acts) root.removeEventListener(act, catchUp, true);
    };
  });
}

function $goBack(): void {
  const selection = $getSelection();
  if (selection === null) $getRoot().selectStart();
  else $setSelection(selection.clone());
}

function caretOf(page: Document): readonly [Node | null, number, Node | null, number] {
  const selection = page.getSelection();
  return [
    selection?.anchorNode ?? null,
    selection?.anchorOffset ?? 0,
    selection?.focusNode ?? null,
    selection?.focusOffset ?? 0,
  ];
}
