import {
  $createParagraphNode,
  $getSelection,
  $isNodeSelection,
  COMMAND_PRIORITY_CRITICAL,
  type LexicalEditor,
  PASTE_COMMAND,
} from 'lexical';
import { mergeRegister } from '@lexical/utils';

// What a key that writes is called while an input method or a phone's keyboard makes the words.
const composedKeys = new Set(['Process', 'Dead', 'Unidentified']);

/**
 * What is written or pasted while a link, a picture or a whole block is selected stands behind it.
 *
 * The browser has no caret then, and would write at the beginning of the page.
 */
export function registerBeside(editor: LexicalEditor): () => void {
  const step = (event: KeyboardEvent) => {
    if (event.target !== editor.getRootElement() || !doesWrite(event)) return;
    if (!editor.read(() => $isNodeSelection($getSelection()))) return;
    // The browser writes at its own caret, which must be there before the key is over.
    editor.update($goBehind, { discrete: true });
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

function $goBehind(): void {
  const selection = $getSelection();
  const node = $isNodeSelection(selection) ? selection.getNodes().at(-1) : undefined;
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
