import { mergeRegister } from '@lexical/utils';
import {
  $createNodeSelection,
  $getAdjacentNode,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getSelection,
  $isNodeSelection,
  $isRangeSelection,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_LEFT_COMMAND,
  KEY_ARROW_RIGHT_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  FORMAT_TEXT_COMMAND,
  type LexicalCommand,
  type LexicalEditor,
} from 'lexical';
import { OPEN_ATOM_COMMAND } from '../keys/open-commands.ts';
import { $insertFormula, $isFormula, OPEN_FORMULA_COMMAND } from './formula-commands.ts';
import { $isFormulaNode } from './FormulaNode.ts';

/** Formulas are opened by a click, by Enter, and by the arrow keys that lead into them. */
export function registerFormulas(editor: LexicalEditor): () => void {
  const arrow = (
    command: LexicalCommand<KeyboardEvent>,
    side: 'start' | 'end',
    isVertical: boolean,
  ) =>
    editor.registerCommand(
      command,
      (event) => {
        if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
        const selection = $getSelection();
        if ($isNodeSelection(selection) && isVertical) {
          // From the block beside it the arrow selected it; the next one goes in.
          const [node] = selection.getNodes();
          if (!$isFormulaNode(node) || selection.getNodes().length !== 1) return false;
          if (side === 'end') return false;
          event.preventDefault();
          return editor.dispatchCommand(OPEN_FORMULA_COMMAND, { key: node.getKey(), side });
        }
        if (isVertical || !$isRangeSelection(selection) || !selection.isCollapsed()) return false;
        const node = $getAdjacentNode(selection.focus, side === 'end');
        if (!$isFormula(node) || $isFormulaNode(node)) return false;
        event.preventDefault();
        return editor.dispatchCommand(OPEN_FORMULA_COMMAND, { key: node.getKey(), side });
      },
      COMMAND_PRIORITY_HIGH,
    );
  return mergeRegister(
    arrow(KEY_ARROW_RIGHT_COMMAND, 'start', false),
    arrow(KEY_ARROW_LEFT_COMMAND, 'end', false),
    arrow(KEY_ARROW_DOWN_COMMAND, 'start', true),
    arrow(KEY_ARROW_UP_COMMAND, 'end', true),
    editor.registerCommand(
      OPEN_ATOM_COMMAND,
      (key) =>
        $isFormula($getNodeByKey(key)) &&
        editor.dispatchCommand(OPEN_FORMULA_COMMAND, { key, side: 'end' }),
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const selection = $getSelection();
        if (!$isNodeSelection(selection)) return false;
        const [node] = selection.getNodes();
        if (!$isFormulaNode(node)) return false;
        event?.preventDefault();
        return editor.dispatchCommand(OPEN_FORMULA_COMMAND, { key: node.getKey(), side: 'end' });
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      CLICK_COMMAND,
      (event) => {
        if (!(event.target instanceof Node)) return false;
        const node = $getNearestNodeFromDOMNode(event.target);
        if (!$isFormula(node) || event.shiftKey) return false;
        const selection = $createNodeSelection();
        selection.add(node.getKey());
        $setSelection(selection);
        return editor.dispatchCommand(OPEN_FORMULA_COMMAND, { key: node.getKey(), side: 'end' });
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const isMod = event.ctrlKey || event.metaKey;
        if (!isMod || event.getModifierState('AltGraph')) return false;
        if (event.altKey && !event.shiftKey && event.code === 'KeyE') {
          event.preventDefault();
          $insertFormula(editor);
          return true;
        }
        if (event.shiftKey && !event.altKey && event.key.toLowerCase() === 'h') {
          event.preventDefault();
          return editor.dispatchCommand(FORMAT_TEXT_COMMAND, 'highlight');
        }
        return false;
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );
}
