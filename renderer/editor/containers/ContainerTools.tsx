import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $getNodeByKey,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  type NodeKey,
  SELECTION_CHANGE_COMMAND,
} from 'lexical';
import { useEffect, useState } from 'react';
import { titleOfCallout } from '../../../shared/markdown/callouts.ts';
import type { Fold } from '../../../shared/markdown/model/blocks.ts';
import { announce } from '../../ui/Announcer.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { BackIcon, CalloutIcon } from '../../ui/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { keepSame } from '../keep-same.ts';
import { $calloutAtCaret, $setKind, $unwrapToQuote, calloutKinds } from './callout-commands.ts';
import { $isCalloutNode, type CalloutNode } from './CalloutNode.ts';
import { ContainerBar } from './ContainerBar.tsx';
import { $directiveAtCaret } from './directive-commands.ts';
import { DirectiveTools } from './DirectiveTools.tsx';
import { FOOTNOTE_COMMAND, OPEN_KINDS_COMMAND } from './container-events.ts';
import { $footnoteAtCaret } from './footnote-commands.ts';

interface AtCaret {
  readonly callout: { readonly key: NodeKey; readonly type: string; readonly fold: Fold } | null;
  readonly directive: { readonly key: NodeKey; readonly head: string } | null;
  readonly isFootnote: boolean;
}

function $readCaret(): AtCaret {
  const callout = $calloutAtCaret();
  const directive = $directiveAtCaret();
  return {
    callout: callout && {
      key: callout.getKey(),
      type: callout.getCalloutType(),
      fold: callout.getFold(),
    },
    directive: directive && { key: directive.getKey(), head: directive.getHead() },
    isFootnote: $footnoteAtCaret() !== null,
  };
}

/** What can be done to the callout, the directive and the footnote with the caret. */
export function ContainerTools() {
  const [editor] = useLexicalComposerContext();
  const [{ callout, directive, isFootnote }, setCaret] = useState<AtCaret>({
    callout: null,
    directive: null,
    isFootnote: false,
  });
  const [isOpen, setOpen] = useState(false);
  useEffect(
    () =>
      mergeRegister(
        editor.registerCommand(
          OPEN_KINDS_COMMAND,
          () => {
            setOpen(true);
            return true;
          },
          COMMAND_PRIORITY_LOW,
        ),
        editor.registerUpdateListener(({ editorState }) =>
          setCaret(keepSame(editorState.read($readCaret))),
        ),
        editor.registerCommand(
          SELECTION_CHANGE_COMMAND,
          () => {
            setCaret(keepSame($readCaret()));
            return false;
          },
          COMMAND_PRIORITY_LOW,
        ),
      ),
    [editor],
  );
  return (
    <>
      {callout !== null && (
        <CalloutTools
          nodeKey={callout.key}
          type={callout.type}
          fold={callout.fold}
          isOpen={isOpen}
          onOpenChange={setOpen}
        />
      )}
      {directive !== null && <DirectiveTools nodeKey={directive.key} head={directive.head} />}
      {isFootnote && (
        <ContainerBar name="Footnote">
          <IconButton
            label="Back to the text"
            icon={BackIcon}
            shortcut="Mod+Alt+F"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              editor.dispatchCommand(FOOTNOTE_COMMAND, undefined);
              editor.focus();
            }}
          />
        </ContainerBar>
      )}
    </>
  );
}

const folds = [
  { fold: null, name: 'Always open' },
  { fold: '+', name: 'Folds, open at first' },
  { fold: '-', name: 'Folds, closed at first' },
] as const;

function CalloutTools(props: {
  readonly nodeKey: NodeKey;
  readonly type: string;
  readonly fold: Fold;
  /** Its kinds are shown to choose from. */
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}) {
  const [editor] = useLexicalComposerContext();
  const change = (said: string, apply: (callout: CalloutNode) => void) => () => {
    editor.update(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const callout = $getNodeByKey(props.nodeKey);
      if ($isCalloutNode(callout)) apply(callout);
    });
    announce(said);
    editor.focus();
  };
  const name = titleOfCallout(props.type);
  return (
    <ContainerBar name="Callout">
      <Menu
        open={props.isOpen}
        onOpenChange={props.onOpenChange}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          editor.focus();
        }}
        trigger={
          <IconButton
            label={`Callout: ${name}`}
            icon={CalloutIcon}
            onMouseDown={(event) => event.preventDefault()}
          />
        }
      >
        {calloutKinds.map((kind) => (
          <MenuItem
            key={kind}
            isChosen={titleOfCallout(kind) === name}
            onSelect={change(`Callout: ${titleOfCallout(kind)}`, (callout) =>
              $setKind(callout, kind),
            )}
          >
            {titleOfCallout(kind)}
          </MenuItem>
        ))}
        <MenuSeparator />
        {folds.map(({ fold, name: words }) => (
          <MenuItem
            key={words}
            isChosen={fold === props.fold}
            onSelect={change(words, (callout) => callout.setFold(fold))}
          >
            {words}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={change('Quote', $unwrapToQuote)}>No callout, a plain quote</MenuItem>
      </Menu>
    </ContainerBar>
  );
}
