import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $addUpdateTag, $getNodeByKey, HISTORY_PUSH_TAG, type NodeKey } from 'lexical';
import { useRef } from 'react';
import { titleOfCallout } from '../../../shared/markdown/callouts.ts';
import { lookOfDirective, readDirective } from '../../../shared/markdown/directives.ts';
import { announce } from '../../ui/Announcer.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { CalloutIcon } from '../../ui/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { ContainerBar } from './ContainerBar.tsx';
import {
  $renameDirective,
  $unwrapDirective,
  directiveNames,
  OPEN_DIRECTIVE_COMMAND,
} from './directive-commands.ts';
import { $isDirectiveNode, type DirectiveNode } from './DirectiveNode.ts';

/** What can be done to the directive with the caret. */
export function DirectiveTools(props: { readonly nodeKey: NodeKey; readonly head: string }) {
  const [editor] = useLexicalComposerContext();
  const isOpening = useRef(false);
  const change = (said: string, apply: (directive: DirectiveNode) => void) => () => {
    editor.update(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const directive = $getNodeByKey(props.nodeKey);
      if ($isDirectiveNode(directive)) apply(directive);
    });
    announce(said);
    editor.focus();
  };
  const { label } = lookOfDirective(props.head);
  const name = readDirective(props.head)?.name ?? '';
  return (
    <ContainerBar name="Directive">
      <Menu
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          if (isOpening.current) editor.dispatchCommand(OPEN_DIRECTIVE_COMMAND, props.nodeKey);
          else editor.focus();
          isOpening.current = false;
        }}
        trigger={
          <IconButton
            label={`Directive: ${label}`}
            icon={CalloutIcon}
            onMouseDown={(event) => event.preventDefault()}
          />
        }
      >
        {name !== '' &&
          directiveNames.map((kind) => (
            <MenuItem
              key={kind}
              isChosen={kind === name.toLowerCase()}
              onSelect={change(`Directive: ${titleOfCallout(kind)}`, (directive) =>
                $renameDirective(directive, kind),
              )}
            >
              {titleOfCallout(kind)}
            </MenuItem>
          ))}
        {name !== '' && <MenuSeparator />}
        <MenuItem
          onSelect={() => {
            isOpening.current = true;
          }}
        >
          Name, title and attributes
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={change('No directive', $unwrapDirective)}>
          No directive, only what is in it
        </MenuItem>
      </Menu>
    </ContainerBar>
  );
}
