import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getNearestNodeFromDOMNode,
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  KEY_BACKSPACE_COMMAND,
  type LexicalEditor,
} from 'lexical';
import { $directiveOf, $unwrapAtStart, OPEN_DIRECTIVE_COMMAND } from './directive-commands.ts';
import { DirectiveNode } from './DirectiveNode.ts';

/** A directive always holds something, its label opens its name, and Backspace at its start takes it away. */
export function registerDirectives(editor: LexicalEditor): () => void {
  return mergeRegister(
    editor.registerNodeTransform(DirectiveNode, (directive) => {
      if (directive.isEmpty()) directive.append($createParagraphNode());
    }),
    editor.registerCommand(
      KEY_BACKSPACE_COMMAND,
      (event) => {
        if (!$unwrapAtStart()) return false;
        event.preventDefault();
        $addUpdateTag(HISTORY_PUSH_TAG);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      CLICK_COMMAND,
      ({ target }) => {
        const label = target instanceof Element ? target.closest('[data-directive-head]') : null;
        const node = label === null ? null : $getNearestNodeFromDOMNode(label);
        const directive = node === null ? null : $directiveOf(node);
        if (directive === null) return false;
        return editor.dispatchCommand(OPEN_DIRECTIVE_COMMAND, directive.getKey());
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );
}
