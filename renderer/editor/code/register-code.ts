import { CodeNode } from '@lexical/code';
import { mergeRegister } from '@lexical/utils';
import {
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_CRITICAL,
  COMMAND_PRIORITY_HIGH,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  TextNode,
} from 'lexical';
import { $codeAtCaret, $indentCode, $leaveCode } from './code-commands.ts';
import { $keepPlain, $splitAtTabs } from './keep-plain.ts';
import { registerColours } from './register-colours.ts';
import { registerDiagrams } from './register-diagrams.ts';

/** Keys, colours and diagrams of code blocks. */
export function registerCode(editor: LexicalEditor): () => void {
  return mergeRegister(
    registerColours(editor),
    registerDiagrams(editor),
    editor.registerNodeTransform(CodeNode, $keepPlain),
    editor.registerNodeTransform(TextNode, $splitAtTabs),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        const code = $codeAtCaret();
        const selection = $getSelection();
        if (code === null || !$isRangeSelection(selection)) return false;
        event.preventDefault();
        $indentCode(code, selection, event.shiftKey);
        return true;
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const code = $codeAtCaret();
        if (code === null || event === null || !(event.ctrlKey || event.metaKey)) return false;
        event.preventDefault();
        $leaveCode(code);
        return true;
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
    // At the end of the page no place would follow.
    editor.registerCommand(
      KEY_ARROW_DOWN_COMMAND,
      (event) => {
        const code = $codeAtCaret();
        const selection = $getSelection();
        if (code === null || event.shiftKey || !$isRangeSelection(selection)) return false;
        if (code.getNextSibling() !== null || !selection.isCollapsed()) return false;
        const end = code.getTextContentSize();
        const { anchor } = selection;
        const last = code.getLastDescendant();
        const isAtEnd =
          end === 0 ||
          (last !== null &&
            anchor.key === last.getKey() &&
            anchor.offset === last.getTextContentSize()) ||
          (anchor.key === code.getKey() && anchor.offset === code.getChildrenSize());
        if (!isAtEnd) return false;
        event.preventDefault();
        $leaveCode(code);
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );
}
