import {
  $createParagraphNode,
  $getSelection,
  $isElementNode,
  $isNodeSelection,
  COMMAND_PRIORITY_CRITICAL,
  type LexicalEditor,
  type LexicalNode,
  PASTE_COMMAND,
} from 'lexical';
import { mergeRegister } from '@lexical/utils';

// What a key that writes is called while an input method or a phone's keyboard makes the words.
const composedKeys = new Set(['Process', 'Dead', 'Unidentified']);
// Those that the browser itself moves its caret by.
const leaps = new Set(['Home', 'End', 'PageUp', 'PageDown']);

/**
 * What is written or pasted while a link, a picture or a whole block is selected stands behind it, and
 * keys that leap do so from there.
 *
 * The browser has no caret then: it would write at the beginning of the page, and leap out of the text.
 */
export function registerBeside(editor: LexicalEditor): () => void {
  const step = (event: KeyboardEvent) => {
    const $go = doesWrite(event) ? $goBehind : leaps.has(event.key) ? $goBeside : null;
    if (event.target !== editor.getRootElement() || $go === null) return;
    if (!editor.read(() => $isNodeSelection($getSelection()))) return;
    // The browser acts at its own caret, which must be there before the key is over.
    editor.update($go, { discrete: true });
  };
  return mergeRegister(
    editor.registerRootListener((root, before) => {
      before?.removeEventListener('keydown', step, true);
      root?.addEventListener('keydown', step, true);
    }),
    editor.registerCommand(
      PASTE_COMMAND,
      () => {
        $goBehind();
        return false;
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
  );
}

function doesWrite(event: KeyboardEvent): boolean {
  if (composedKeys.has(event.key)) return true;
  const isCommand = event.ctrlKey || event.metaKey || event.altKey;
  return event.key.length === 1 && (!isCommand || event.getModifierState('AltGraph'));
}

function $selectedLast(): LexicalNode | undefined {
  const selection = $getSelection();
  return $isNodeSelection(selection) ? selection.getNodes().at(-1) : undefined;
}

/** Into the text next to what is selected. */
function $goBeside(): void {
  const node = $selectedLast();
  const [next, previous] = [node?.getNextSibling(), node?.getPreviousSibling()];
  if (node?.isInline() === false && $isElementNode(next)) next.selectStart();
  else if (node?.isInline() === false && $isElementNode(previous)) previous.selectEnd();
  else $goBehind();
}

function $goBehind(): void {
  const node = $selectedLast();
  if (node === undefined) return;
  if (node.isInline()) {
    const at = node.getIndexWithinParent() + 1;
    node.getParentOrThrow().select(at, at);
    return;
  }
  const paragraph = $createParagraphNode();
  node.insertAfter(paragraph);
  paragraph.select();
}
