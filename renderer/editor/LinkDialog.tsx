import { $isLinkNode, type LinkNode } from '@lexical/link';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $findMatchingParent } from '@lexical/utils';
import {
  $createTextNode,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  COMMAND_PRIORITY_LOW,
  type RangeSelection,
} from 'lexical';
import { useEffect, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import {
  $countUsers,
  $definitionOf,
  $openDefinition,
  $sharedAddressOf,
} from './definitions/definition-commands.ts';
import { isDefinitionOf, referenceParts } from './definitions/definition-models.ts';
import { unparkWhere } from './windowing/unpark-where.ts';
import { OPEN_LINK_COMMAND } from './keys/open-commands.ts';
import { $linkTo, $unlink } from './keys/links.ts';

/** The definition that a link has its address from, with others. */
interface Shared {
  readonly label: string;
  readonly others: number;
}

interface Asked {
  readonly url: string;
  readonly text: string;
  readonly isLink: boolean;
  readonly needsText: boolean;
  readonly shared: Shared | null;
  readonly selection: RangeSelection;
}

function $sharedBy(link: LinkNode): Shared | null {
  const address = $sharedAddressOf(link);
  return address === null ? null : { label: address.label, others: $countUsers(address) - 1 };
}

function sharedWords({ label, others }: Shared): string {
  if (others < 1)
    return `The page keeps this address as “${label}”. A change here is for this link only.`;
  const rest = others === 1 ? 'one more link' : `${others} more links`;
  return `The page keeps this address as “${label}”, for ${rest} too. A change here is for this link only.`;
}

/** Asks where a link leads: at a selection, in a link, or with text of its own. */
export function LinkDialog() {
  const [editor] = useLexicalComposerContext();
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(
    () =>
      editor.registerCommand(
        OPEN_LINK_COMMAND,
        () => {
          const selection = $getSelection();
          if (!$isRangeSelection(selection)) return true;
          const link = $findMatchingParent(selection.anchor.getNode(), $isLinkNode);
          setAsked({
            url: link?.getURL() ?? '',
            text: '',
            isLink: link !== null,
            needsText: link === null && selection.isCollapsed(),
            shared: link === null ? null : $sharedBy(link),
            // The dialog takes the focus, and with it the selection.
            selection: selection.clone(),
          });
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor],
  );
  if (asked === null) return null;

  const close = () => {
    setAsked(null);
    editor.focus();
  };
  const apply = (url: string) => {
    editor.update(() => {
      $setSelection(asked.selection.clone());
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) return;
      if (asked.needsText) {
        const node = $createTextNode(asked.text.trim() === '' ? url : asked.text);
        selection.insertNodes([node]);
        node.select(0);
      } else if (selection.isCollapsed()) {
        const link = $findMatchingParent(selection.anchor.getNode(), $isLinkNode);
        link?.select(0);
      }
      if (url === '') $unlink();
      else $linkTo(url);
      const after = $getSelection();
      if ($isRangeSelection(after))
        after.anchor.set(after.focus.key, after.focus.offset, after.focus.type);
    });
    close();
  };
  const changeForAll = () => {
    const { shared } = asked;
    close();
    if (shared === null) return;
    unparkWhere(editor, referenceParts, (part) => isDefinitionOf(part, shared.label));
    editor.update(() => {
      const definition = $definitionOf(shared.label);
      if (definition !== null) $openDefinition(editor, definition.getKey());
    });
  };
  return (
    <Dialog
      title={asked.isLink ? 'Change the link' : 'Add a link'}
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // The dialog is drawn inside the page's form tree: keep its submit to itself.
          event.stopPropagation();
          if (asked.url.trim() !== '') apply(asked.url.trim());
        }}
      >
        <TextField
          label="Address"
          hint={
            asked.shared === null
              ? 'A web address, or a page of this wiki such as Folder/Page.md'
              : sharedWords(asked.shared)
          }
          autoFocus
          value={asked.url}
          onValueChange={(url) => setAsked({ ...asked, url })}
        />
        {asked.shared !== null && (
          <div>
            <Button onClick={changeForAll}>Change for all</Button>
          </div>
        )}
        {asked.needsText && (
          <TextField
            label="Text"
            value={asked.text}
            onValueChange={(text) => setAsked({ ...asked, text })}
          />
        )}
        <footer>
          {asked.isLink && (
            <Button aria-label="Remove the link" onClick={() => apply('')}>
              Remove
            </Button>
          )}
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary">
            {asked.isLink ? 'Change' : 'Add'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
