import { mergeRegister } from '@lexical/utils';
import {
  $createNodeSelection,
  $getNearestNodeFromDOMNode,
  $getSelection,
  $isNodeSelection,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { announce } from '../../ui/Announcer.tsx';
import { OPEN_DEFINITION_COMMAND } from './definition-commands.ts';
import { $isDefinitionNode, type DefinitionNode } from './DefinitionNode.ts';
import { $takeTypedDefinition } from './typed-references.ts';

/** Link addresses are reached by the arrows as other blocks are, and opened by Enter or a click. */
export function registerDefinitions(editor: LexicalEditor): () => void {
  let said: NodeKey | null = null;
  return mergeRegister(
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        if (event?.shiftKey === true || event?.isComposing === true) return false;
        const selected = $selectedDefinition();
        if (selected !== null) {
          event?.preventDefault();
          return editor.dispatchCommand(OPEN_DEFINITION_COMMAND, selected.getKey());
        }
        const typed = $takeTypedDefinition();
        if (typed === null) return false;
        event?.preventDefault();
        announce(`Link address ${typed.getAddress().label} added.`);
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      CLICK_COMMAND,
      (event) => {
        if (!(event.target instanceof Node) || event.shiftKey) return false;
        const node = $getNearestNodeFromDOMNode(event.target);
        if (!$isDefinitionNode(node)) return false;
        const selection = $createNodeSelection();
        selection.add(node.getKey());
        $setSelection(selection);
        return editor.dispatchCommand(OPEN_DEFINITION_COMMAND, node.getKey());
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerUpdateListener(({ editorState }) => {
      editorState.read(() => {
        const selected = $selectedDefinition();
        const key = selected?.getKey() ?? null;
        if (selected !== null && key !== said) announce(wordsOf(selected));
        said = key;
      });
    }),
  );
}

function wordsOf(definition: DefinitionNode): string {
  const { label, url } = definition.getAddress();
  return label === '' ? '' : `Link address ${label}: ${url}. Enter changes it.`;
}

function $selectedDefinition(): DefinitionNode | null {
  const selection = $getSelection();
  const nodes = $isNodeSelection(selection) ? selection.getNodes() : [];
  const [node] = nodes;
  return nodes.length === 1 && $isDefinitionNode(node) ? node : null;
}
