import {
  $generateJSONFromSelectedNodes,
  $generateNodesFromSerializedNodes,
  $getLexicalContent,
} from '@lexical/clipboard';
import { $isCodeNode } from '@lexical/code';
import { $findMatchingParent, mergeRegister } from '@lexical/utils';
import {
  $getSelection,
  $isNodeSelection,
  $isRangeSelection,
  type BaseSelection,
  COMMAND_PRIORITY_LOW,
  COPY_COMMAND,
  CUT_COMMAND,
  type LexicalEditor,
} from 'lexical';
import { canonical } from '../../../shared/markdown/model/canonical.ts';
import { targetsOfBlocks } from '../../../shared/markdown/model/new-definitions.ts';
import { isBlank, normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import type { Scope } from '../../../shared/markdown/model/read-page.ts';
import { settled } from '../../../shared/markdown/model/references.ts';
import { defaultStyle } from '../../../shared/markdown/model/style.ts';
import { $blocksOfNodes } from '../bridge/export-blocks.ts';
import { htmlOfBlocks } from './html-of-blocks.ts';

/** What is copied or cut is markdown to programs of plain text, and clean HTML to others. */
export function registerCopy(editor: LexicalEditor, scope: Scope): () => void {
  const copy = (event: ClipboardEvent | KeyboardEvent | null): boolean => {
    if (!(event instanceof ClipboardEvent) || event.clipboardData === null) return false;
    const copied = $copied(editor, scope, $getSelection());
    if (copied === null) return false;
    event.preventDefault();
    for (const [type, text] of Object.entries(copied)) event.clipboardData.setData(type, text);
    return true;
  };
  return mergeRegister(
    editor.registerCommand(COPY_COMMAND, copy, COMMAND_PRIORITY_LOW),
    editor.registerCommand(
      CUT_COMMAND,
      (event) => {
        const selection = $getSelection();
        if (!copy(event)) return false;
        if ($isRangeSelection(selection)) selection.removeText();
        else if ($isNodeSelection(selection)) selection.deleteNodes();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
  );
}

/** Null: nothing is selected, or something that others copy, such as cells of a table. */
function $copied(
  editor: LexicalEditor,
  scope: Scope,
  selection: BaseSelection | null,
): Readonly<Record<string, string>> | null {
  const isWords = $isRangeSelection(selection) && !selection.isCollapsed();
  if (!isWords && !$isNodeSelection(selection)) return null;
  // Code is copied as it stands.
  if ($isRangeSelection(selection) && $isInOneCode(selection)) return null;
  const { nodes } = $generateJSONFromSelectedNodes(editor, selection);
  const copied = $blocksOfNodes($generateNodesFromSerializedNodes(nodes))
    .map(normaliseBlock)
    .filter((block) => !isBlank(block));
  // A link whose definition is not copied too takes its address with it.
  const targets = targetsOfBlocks(copied);
  const blocks = copied.map((block) => settled(block, targets, scope.targets));
  const lexical = $getLexicalContent(editor, selection);
  return {
    'text/plain': canonical(blocks, defaultStyle, scope),
    'text/html': htmlOfBlocks(blocks),
    ...(lexical !== null && { 'application/x-lexical-editor': lexical }),
  };
}

function $isInOneCode(selection: BaseSelection): boolean {
  if (!$isRangeSelection(selection)) return false;
  const code = $findMatchingParent(selection.anchor.getNode(), $isCodeNode);
  return (
    code !== null && $findMatchingParent(selection.focus.getNode(), $isCodeNode)?.is(code) === true
  );
}
