import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  $addUpdateTag,
  $getNodeByKey,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  type NodeKey,
} from 'lexical';
import { type KeyboardEvent, useEffect } from 'react';
import {
  type DirectiveHead,
  lookOfDirective,
  readDirective,
  takesOptions,
  withDirective,
} from '../../../shared/markdown/directives.ts';
import { announce } from '../../ui/Announcer.tsx';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { FormText } from '../FormText.tsx';
import { $unwrapDirective, OPEN_DIRECTIVE_COMMAND } from './directive-commands.ts';
import { $isDirectiveNode } from './DirectiveNode.ts';
import { useOpened } from '../use-opened.ts';

interface Open {
  readonly key: NodeKey;
  readonly anchor: HTMLElement;
  /** As it is written now. */
  readonly head: string;
  readonly draft: DirectiveHead;
  /** Whether what is wrong is said: not while somebody is still writing. */
  readonly isAsked: boolean;
}

/** The name, the title and the attributes of a directive. */
export function DirectivePopover() {
  const [editor] = useLexicalComposerContext();
  const { open, show, change: setOpen, finish } = useOpened<Open>();
  useEffect(
    () =>
      editor.registerCommand(
        OPEN_DIRECTIVE_COMMAND,
        (key) => {
          const node = $getNodeByKey(key);
          const head = $isDirectiveNode(node) ? node.getHead() : '';
          const draft = readDirective(head);
          const anchor = editor.getElementByKey(key)?.querySelector<HTMLElement>('button') ?? null;
          if (draft === null || anchor === null) return false;
          show({ key, anchor, head, draft, isAsked: false });
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor, show],
  );
  if (open === null) return null;

  const { draft } = open;
  const name = draft.name.trim();
  const made = withDirective(open.head, {
    name,
    title: draft.title.trim(),
    attributes: draft.attributes.trim(),
  });
  const change = (part: Partial<DirectiveHead>) =>
    setOpen({ ...open, draft: { ...draft, ...part }, isAsked: false });
  const close = (what: 'keep' | 'cancel' | 'remove') => {
    if (!finish()) return;
    // Before anything is selected in the text: with the focus comes a caret of the browser's.
    editor.getRootElement()?.focus({ preventScroll: true });
    editor.update(() => {
      const node = $getNodeByKey(open.key);
      if (!$isDirectiveNode(node)) return;
      if (what === 'remove') {
        $addUpdateTag(HISTORY_PUSH_TAG);
        $unwrapDirective(node);
        return;
      }
      node.selectStart();
      const head = what === 'keep' && made !== null ? made : open.head;
      if (head === node.getHead()) return;
      $addUpdateTag(HISTORY_PUSH_TAG);
      node.setHead(head);
      announce(`Directive: ${lookOfDirective(head).label}`);
    });
  };
  const $write = () => {
    const node = $getNodeByKey(open.key);
    if ($isDirectiveNode(node) && made !== null) node.setHead(made);
  };
  const keep = () => {
    if (made === null) setOpen({ ...open, isAsked: true });
    else close('keep');
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter') return;
    event.preventDefault();
    keep();
  };
  const errors = open.isAsked ? errorsOf(open.head, draft) : noErrors;
  return (
    <AnchoredPopover
      label="Directive"
      anchor={open.anchor}
      onClose={() => close(made === null ? 'cancel' : 'keep')}
      onEscape={() => close('cancel')}
    >
      <FormText key={open.key} text={JSON.stringify(draft)} $write={$write} />
      <div className="cp-directive-fields">
        <TextField
          label="Name"
          error={errors.name}
          autoFocus
          spellCheck={false}
          value={draft.name}
          onValueChange={(value) => change({ name: value })}
          onKeyDown={keys}
        />
        <TextField
          label="Title"
          error={errors.title}
          value={draft.title}
          onValueChange={(title) => change({ title })}
          onKeyDown={keys}
        />
        {!takesOptions(open.head) && (
          <TextField
            label="Attributes"
            hint="For other programs, as in {.class #name}."
            error={errors.attributes}
            spellCheck={false}
            value={draft.attributes}
            onValueChange={(attributes) => change({ attributes })}
            onKeyDown={keys}
          />
        )}
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

type Errors = Readonly<Record<keyof DirectiveHead, string | null>>;

const noErrors: Errors = { name: null, title: null, attributes: null };

/** What of a head can't be written: the first part that can't be without those behind it. */
function errorsOf(head: string, draft: DirectiveHead): Errors {
  const [name, title] = [draft.name.trim(), draft.title.trim()];
  if (withDirective(head, { name, title: '', attributes: '' }) === null && name !== '')
    return { ...noErrors, name: 'Write one word, without brackets or other signs.' };
  if (name === '' && title !== '') return { ...noErrors, name: 'A title needs a name before it.' };
  if (withDirective(head, { name, title, attributes: '' }) === null && title !== '')
    return { ...noErrors, title: 'Write a title without braces at its end.' };
  return { ...noErrors, attributes: 'Write attributes in braces, as in {.class #name}.' };
}
