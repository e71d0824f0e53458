import { $isCodeNode } from '@lexical/code';
import { $findMatchingParent, mergeRegister } from '@lexical/utils';
import {
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  type BaseSelection,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  CONTROLLED_TEXT_INSERTION_COMMAND,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
  PASTE_COMMAND,
  type RangeSelection,
  SELECTION_INSERT_CLIPBOARD_NODES_COMMAND,
} from 'lexical';
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { parseBlocks, type Scope } from '../../../shared/markdown/model/read-page.ts';
import { $nodesOfBlocks, $nodesOfInlines } from '../bridge/import-page.ts';
import { blocksOfHtml, isPlainAtHeart } from '../clipboard/blocks-of-html.ts';
import { $renameCopies } from '../containers/footnote-copies.ts';
import { $linkSelection, $withoutRunningLinks, plainBlocks } from '../clipboard/paste-text.ts';
import { $selectedPlace } from '../table/grid.ts';
import { $pasteInCell, $pasteSpreadsheet } from '../table/table-paste.ts';

// Beyond this a paste is text: parsing it would hold the editor up.
const maxMarkdownLength = 200_000;
const maxHtmlLength = 3_000_000;

/**
 * Text from a web page or a word processor is pasted as what a page can hold of it, plain text as the
 * markdown it is, with Shift as it stands; an address makes a link of the selected words. What is dropped
 * is pasted where it falls.
 */
export function registerPaste(editor: LexicalEditor, scope: Scope): () => void {
  let isPlainWanted = false;
  return mergeRegister(
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const isMod = event.ctrlKey || event.metaKey;
        isPlainWanted = isMod && event.shiftKey && event.key.toLowerCase() === 'v';
        return false;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      PASTE_COMMAND,
      (event) => {
        const isPlain = isPlainWanted;
        isPlainWanted = false;
        if (!(event instanceof ClipboardEvent) || event.clipboardData === null) return false;
        if (!$paste(event.clipboardData, $getSelection(), scope, isPlain)) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    // Dropped into the text by the browser, or put there by a phone's keyboard.
    editor.registerCommand(
      CONTROLLED_TEXT_INSERTION_COMMAND,
      (input) => {
        if (typeof input === 'string' || input.dataTransfer === null) return false;
        return $paste(input.dataTransfer, $getSelection(), scope, false);
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      SELECTION_INSERT_CLIPBOARD_NODES_COMMAND,
      ({ nodes }) => {
        $withoutRunningLinks(nodes);
        $renameCopies(nodes);
        return false;
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );
}

/** False: it goes Lexical's way. */
function $paste(
  copied: DataTransfer,
  selection: BaseSelection | null,
  scope: Scope,
  isPlain: boolean,
): boolean {
  const cell = $selectedPlace(selection);
  if (cell === null && !$isRangeSelection(selection)) return false;
  const text = copied.getData('text/plain').replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
  if (text !== '' && $isRangeSelection(selection)) {
    if ($isInCode(selection)) {
      selection.insertRawText(text);
      return true;
    }
    if (!isPlain && $linkSelection(selection, text)) return true;
  }
  if (isPlain && text !== '') return $insert(plainBlocks(text), text);
  if (copied.getData('application/x-lexical-editor') !== '') return false;
  const rich = blocksOfRich(copied);
  if (rich !== null) return $insert(rich, '');
  if (text === '' || text.length > maxMarkdownLength) return false;
  if ($pasteSpreadsheet(text, cell)) return true;
  const models = (parseBlocks(text, scope) ?? []).map(({ model }) => model);
  return models.length > 0 && $insert(models, text);
}

/** Null where there is no HTML, or only such as was made of a plain text. */
function blocksOfRich(copied: DataTransfer): readonly Block[] | null {
  const html = copied.getData('text/html');
  if (html === '' || html.length > maxHtmlLength || isPlainAtHeart(html, copied.types)) return null;
  const blocks = blocksOfHtml(html, window.location.origin);
  return blocks === null || blocks.length === 0 ? null : blocks;
}

function $insert(models: readonly Block[], text: string): boolean {
  const selection = $getSelection();
  const cell = $selectedPlace(selection);
  const [only] = models;
  // One line goes into the line with the caret.
  if ($isRangeSelection(selection) && models.length === 1 && only?.kind === 'paragraph') {
    const lead = /^[ \t]+/.exec(text)?.[0] ?? '';
    const trail = /[ \t]+$/.exec(text)?.[0] ?? '';
    if (lead !== '') selection.insertText(lead);
    $insertNodes($nodesOfInlines(only.children));
    const after = $getSelection();
    if (trail !== '' && $isRangeSelection(after)) after.insertText(trail);
  } else if (cell !== null) $pasteInCell(cell, models);
  else {
    const nodes = $nodesOfBlocks(models);
    $renameCopies(nodes);
    $insertNodes(nodes);
  }
  return true;
}

function $isInCode(selection: RangeSelection): boolean {
  return $findMatchingParent(selection.anchor.getNode(), $isCodeNode) !== null;
}
