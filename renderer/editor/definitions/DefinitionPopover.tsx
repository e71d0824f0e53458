import './definitions.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getNodeByKey,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  type NodeKey,
} from 'lexical';
import { type KeyboardEvent, useEffect } from 'react';
import { cleanDefinition } from '../../../shared/markdown/model/clean-definition.ts';
import { judgeUrl } from '../../../shared/markdown/url-policy.ts';
import { announce } from '../../ui/Announcer.tsx';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { $selectWhole } from '../keys/register-opaque-keys.ts';
import {
  $changeDefinition,
  $countUsers,
  $isFirst,
  OPEN_DEFINITION_COMMAND,
} from './definition-commands.ts';
import { $isDefinitionNode, type Address } from './DefinitionNode.ts';
import { useOpened } from '../use-opened.ts';

interface Open {
  readonly key: NodeKey;
  readonly anchor: HTMLElement;
  readonly before: Address;
  readonly draft: Address;
  readonly users: number;
  /** Another definition above has its label, so this one counts for nothing. */
  readonly isSecond: boolean;
  /** Whether what is wrong is said: not while somebody is still writing. */
  readonly isAsked: boolean;
}

/** The label, the address and the title of a definition. */
export function DefinitionPopover() {
  const [editor] = useLexicalComposerContext();
  const { open, show, change: setOpen, finish } = useOpened<Open>();
  useEffect(
    () =>
      editor.registerCommand(
        OPEN_DEFINITION_COMMAND,
        (key) => {
          const node = $getNodeByKey(key);
          const anchor = editor.getElementByKey(key);
          if (!$isDefinitionNode(node) || anchor === null) return false;
          const before = node.getAddress();
          const isFirst = $isFirst(node);
          const isSecond = before.label !== '' && !isFirst;
          const users = isFirst ? $countUsers(before) : 0;
          show({ key, anchor, before, draft: before, users, isSecond, isAsked: false });
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor, show],
  );
  if (open === null) return null;

  const { before, draft } = open;
  const isEmpty = draft.label.trim() === '' && draft.url.trim() === '';
  const errors = errorsOf(draft);
  const isWrong = !isEmpty && (errors.label ?? errors.url) !== null;
  const change = (part: Partial<Address>) =>
    setOpen({ ...open, draft: { ...draft, ...part }, isAsked: false });
  const close = (what: 'keep' | 'cancel' | 'remove') => {
    if (!finish()) return;
    // Before anything is selected in the text: with the focus comes a caret of the browser's.
    editor.getRootElement()?.focus({ preventScroll: true });
    editor.update(() => {
      const node = $getNodeByKey(open.key);
      if (!$isDefinitionNode(node)) return;
      const isNone = (what === 'keep' ? draft : before).label.trim() === '';
      if (what === 'remove' || isNone) {
        $addUpdateTag(HISTORY_PUSH_TAG);
        const paragraph = $createParagraphNode();
        node.replace(paragraph);
        paragraph.select();
        return;
      }
      $selectWhole(node);
      const address = cleanDefinition({ ...draft, url: draft.url.trim() });
      if (what === 'cancel' || isSame(address, before)) return;
      const count = $changeDefinition(node, address);
      announce(
        count === 0 ? 'Link address changed.' : `Link address changed for ${linksOf(count)}.`,
      );
    });
  };
  const keep = () => {
    if (isWrong) setOpen({ ...open, isAsked: true });
    else close('keep');
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter') return;
    event.preventDefault();
    keep();
  };
  const isRefused = draft.url.trim() !== '' && judgeUrl(draft.url).kind === 'refused';
  return (
    <AnchoredPopover
      label="Link address"
      anchor={open.anchor}
      onClose={() => close(isWrong ? 'cancel' : 'keep')}
      onEscape={() => close('cancel')}
    >
      <div className="cp-definition-fields">
        <TextField
          label="Label"
          hint={open.isSecond ? 'An address above has this label too. That one counts.' : undefined}
          error={open.isAsked ? errors.label : null}
          autoFocus={before.label === ''}
          spellCheck={false}
          value={draft.label}
          onValueChange={(label) => change({ label })}
          onKeyDown={keys}
        />
        <TextField
          label="Address"
          hint={isRefused ? 'Readers can’t open this address.' : usedBy(open.users)}
          error={open.isAsked ? errors.url : null}
          autoFocus={before.label !== ''}
          spellCheck={false}
          value={draft.url}
          onValueChange={(url) => change({ url })}
          onKeyDown={keys}
        />
        <TextField
          label="Title"
          value={draft.title}
          onValueChange={(title) => change({ title })}
          onKeyDown={keys}
        />
      </div>
      <footer>
        <Button variant="quiet" onClick={() => close('remove')}>
          Remove
        </Button>
        <Button variant="quiet" onClick={() => close('cancel')}>
          Cancel
        </Button>
        <Button onClick={keep}>Done</Button>
      </footer>
    </AnchoredPopover>
  );
}

function errorsOf({ label, url }: Address): { label: string | null; url: string | null } {
  const written = label.replace(/\s+/g, ' ').trim();
  const isLabel = cleanDefinition({ label, url, title: '' }).label === written;
  return {
    label: isLabel ? null : 'Write a short name without square brackets.',
    url: url.trim() === '' ? 'Write where the links lead.' : null,
  };
}

function isSame(one: Address, other: Address): boolean {
  return one.label === other.label && one.url === other.url && one.title === other.title;
}

const linksOf = (count: number): string => (count === 1 ? 'one link' : `${count} links`);

function usedBy(count: number): string {
  return count === 0 ? 'No link on this page uses it.' : `For ${linksOf(count)} on this page.`;
}
