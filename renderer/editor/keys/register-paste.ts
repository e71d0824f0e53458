import { $isCodeNode } from '@lexical/code';
import { $findMatchingParent } from '@lexical/utils';
import {
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  COMMAND_PRIORITY_LOW,
  type LexicalEditor,
  PASTE_COMMAND,
  type RangeSelection,
} from 'lexical';
import { parseBlocks, type Scope } from '../../../shared/markdown/model/read-page.ts';
import { $nodesOfBlocks, $nodesOfInlines } from '../bridge/import-page.ts';
import { $selectedPlace } from '../table/grid.ts';
import { $pasteInCell, $pasteSpreadsheet } from '../table/table-paste.ts';

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
      const cell = $selectedPlace(selection);
      if (clipboardData === null || (cell === null && !$isRangeSelection(selection))) return false;
      const text = clipboardData.getData('text/plain');
      if (text === '') return false;
      if ($isRangeSelection(selection) && $isInCode(selection)) {
        event.preventDefault();
        selection.insertRawText(text.replace(/\r\n?/g, '\n'));
        return true;
      }
      const isRich = ['text/html', 'application/x-lexical-editor'].some(
        (type) => clipboardData.getData(type) !== '',
      );
      if (isRich || text.length > maxMarkdownLength) return false;
      const plain = text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
      if ($pasteSpreadsheet(plain, cell)) {
        event.preventDefault();
        return true;
      }
      const parsed = parseBlocks(plain, scope);
      const models = (parsed ?? []).map(({ model }) => model);
      const [only] = models;
      if (only === undefined) return false;
      event.preventDefault();
      // One line goes into the line with the caret.
      if ($isRangeSelection(selection) && models.length === 1 && only.kind === 'paragraph') {
        const lead = /^[ \t]+/.exec(text)?.[0] ?? '';
        const trail = /[ \t]+$/.exec(text)?.[0] ?? '';
        if (lead !== '') selection.insertText(lead);
        $insertNodes($nodesOfInlines(only.children));
        const after = $getSelection();
        if (trail !== '' && $isRangeSelection(after)) after.insertText(trail);
      } else if (cell !== null) $pasteInCell(cell, models);
      else $insertNodes($nodesOfBlocks(models));
      return true;
    },
    COMMAND_PRIORITY_LOW,
  );
}

function $isInCode(selection: RangeSelection): boolean {
  return $findMatchingParent(selection.anchor.getNode(), $isCodeNode) !== null;
}
