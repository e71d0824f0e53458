import { mergeRegister } from '@lexical/utils';
import {
  $createNodeSelection,
  $getNearestNodeFromDOMNode,
  $getSelection,
  $isNodeSelection,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
  SELECTION_CHANGE_COMMAND,
} from 'lexical';
import { $isDefinitionNode } from '../definitions/DefinitionNode.ts';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $isRuleNode } from '../nodes/RuleNode.ts';
import { OPEN_ATOM_COMMAND } from './open-commands.ts';

/** Click selects an atom or a rule; a second click or Enter shows its source. */
export function registerAtoms(editor: LexicalEditor): () => void {
  let marked: HTMLElement[] = [];
  return mergeRegister(
    editor.registerCommand(
      CLICK_COMMAND,
      (event) => {
        if (!(event.target instanceof Node)) return false;
        const node = $getNearestNodeFromDOMNode(event.target);
        if (!$isInlineAtomNode(node) && !$isRuleNode(node)) return false;
        if (event.detail > 1 && $isInlineAtomNode(node))
          return editor.dispatchCommand(OPEN_ATOM_COMMAND, node.getKey());
        const selection = $createNodeSelection();
        selection.add(node.getKey());
        $setSelection(selection);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const selection = $getSelection();
        if (!$isNodeSelection(selection)) return false;
        const [node] = selection.getNodes();
        if (!$isInlineAtomNode(node)) return false;
        event?.preventDefault();
        return editor.dispatchCommand(OPEN_ATOM_COMMAND, node.getKey());
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      SELECTION_CHANGE_COMMAND,
      () => {
        mark(editor);
        return false;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerUpdateListener(({ editorState }) => {
      editorState.read(() => mark(editor));
    }),
  );

  function mark(from: LexicalEditor): void {
    const selection = $getSelection();
    const nodes = $isNodeSelection(selection) ? selection.getNodes() : [];
    const now = nodes.flatMap((node) => {
      const element =
        $isInlineAtomNode(node) || $isRuleNode(node) || $isDefinitionNode(node)
          ? from.getElementByKey(node.getKey())
          : null;
      return element === null ? [] : [element];
    });
    for (const element of marked) element.classList.remove('cp-editor-selected');
    for (const element of now) element.classList.add('cp-editor-selected');
    marked = now;
  }
}
