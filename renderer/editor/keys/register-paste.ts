import { $isCodeNode } from '@lexical/code';
import { $findMatchingParent } from '@lexical/utils';
import {
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  COMMAND_PRIORITY_LOW,
  type LexicalEditor,
  PASTE_COMMAND,
} from 'lexical';
import { parseBlocks, type Scope } from '../../../shared/markdown/model/read-page.ts';
import { $nodesOfBlocks, $nodesOfInlines } from '../bridge/import-page.ts';

// Beyond this a paste is text: parsing it would hold the editor up.
const maxMarkdownLength = 200_000;

/** Plain text is pasted as the markdown it is; text from a web page goes Lexical's way. */
export function registerPaste(editor: LexicalEditor, scope: Scope): () => void {
  return editor.registerCommand(
    PASTE_COMMAND,
    (event) => {
      if (!(event instanceof ClipboardEvent)) return false;
      const { clipboardData } = event;
      const selection = $getSelection();
      if (clipboardData === null || !$isRangeSelection(selection)) return false;
      const text = clipboardData.getData('text/plain');
      if (text === '') return false;
      if ($findMatchingParent(selection.anchor.getNode(), $isCodeNode) !== null) {
        event.preventDefault();
        selection.insertRawText(text.replace(/\r\n?/g, '\n'));
        return true;
      }
      const isRich = ['text/html', 'application/x-lexical-editor'].some(
        (type) => clipboardData.getData(type) !== '',
      );
      if (isRich || text.length > maxMarkdownLength) return false;
      const parsed = parseBlocks(text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd'), scope);
      const models = (parsed ?? []).map(({ model }) => model);
      const [only] = models;
      if (only === undefined) return false;
      event.preventDefault();
      // One line goes into the line with the caret.
      if (models.length === 1 && only.kind === 'paragraph') {
        const lead = /^[ \t]+/.exec(text)?.[0] ?? '';
        const trail = /[ \t]+$/.exec(text)?.[0] ?? '';
        if (lead !== '') selection.insertText(lead);
        $insertNodes($nodesOfInlines(only.children));
        const after = $getSelection();
        if (trail !== '' && $isRangeSelection(after)) after.insertText(trail);
      } else $insertNodes($nodesOfBlocks(models));
      return true;
    },
    COMMAND_PRIORITY_LOW,
  );
}
