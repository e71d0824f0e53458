import './CaretMenu.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $getNodeByKey,
  $isTextNode,
  COMMAND_PRIORITY_CRITICAL,
  HISTORY_PUSH_TAG,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
} from 'lexical';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { announce } from '../../ui/Announcer.tsx';
import { type FloatingPlace, keepPlaced } from '../../ui/floating.ts';
import type { Icon } from '../../ui/icons.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import type { Typed } from './use-typed.ts';

export interface CaretOption {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon: Icon;
  readonly shortcut?: string;
}

/**
 * A list of choices at the caret for what is being typed. The caret stays in the text: arrows choose,
 * Enter and Tab take, Escape closes.
 */
export function CaretMenu<Option extends CaretOption>(props: {
  readonly label: string;
  readonly typed: Typed;
  readonly options: readonly Option[];
  readonly onDismiss: () => void;
  /** Runs in an update; what was typed is gone, and the caret stands in its place. */
  readonly onChoose: (option: Option, written: string) => void;
}) {
  const { label, typed, options, onDismiss } = props;
  const [editor] = useLexicalComposerContext();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  // A new list begins with its first choice again.
  const [chosen, setChosen] = useState({ query: typed.query, index: 0 });
  const index = chosen.query === typed.query ? Math.min(chosen.index, options.length - 1) : 0;
  const count = options.length;

  const choose = (option: Option) => {
    onDismiss();
    editor.update(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const written = $takeTyped(typed);
      if (written !== null) props.onChoose(option, written);
    });
  };

  const latest = useRef({ choose, index, options });
  useLayoutEffect(() => {
    latest.current = { choose, index, options };
  });
  useEffect(() => {
    const step = (by: number) => (event: KeyboardEvent) => {
      event.preventDefault();
      const { index: at, options: all } = latest.current;
      setChosen({ query: typed.query, index: (at + by + all.length) % all.length });
      return true;
    };
    const take = (event: KeyboardEvent | null) => {
      const { choose: run, index: at, options: all } = latest.current;
      const option = all[at];
      if (option === undefined || event?.shiftKey === true) return false;
      event?.preventDefault();
      run(option);
      return true;
    };
    const close = (event: KeyboardEvent) => {
      event.preventDefault();
      onDismiss();
      return true;
    };
    const first = COMMAND_PRIORITY_CRITICAL;
    return mergeRegister(
      editor.registerCommand(KEY_ARROW_DOWN_COMMAND, step(1), first),
      editor.registerCommand(KEY_ARROW_UP_COMMAND, step(-1), first),
      editor.registerCommand(KEY_ENTER_COMMAND, take, first),
      editor.registerCommand(KEY_TAB_COMMAND, take, first),
      editor.registerCommand(KEY_ESCAPE_COMMAND, close, first),
    );
  }, [editor, onDismiss, typed.query]);

  // The text has the focus all the while, so it says what the list is at.
  useEffect(() => {
    const root = editor.getRootElement();
    if (root === null) return undefined;
    const attributes = {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': id,
      'aria-activedescendant': `${id}-${index}`,
    };
    for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(attributes)) root.removeAttribute(name);
    };
  }, [editor, id, index]);
  useEffect(() => {
    announce(`${label}: ${count === 1 ? 'one choice' : `${count} choices`}`);
  }, [label, count]);

  const { key, start } = typed;
  useLayoutEffect(
    () =>
      list.current === null
        ? undefined
        : keepPlaced(list.current, placeOfText(editor, key, start), { placement: 'bottom-start' }),
    [editor, key, start],
  );
  useLayoutEffect(() => {
    if (list.current !== null) showChild(list.current, index);
  }, [index]);

  return (
    <ul
      ref={list}
      id={id}
      className="cp-caret-menu"
      role="listbox"
      aria-label={label}
      // It may scroll, and then a key must reach it; the text keeps the focus.
      tabIndex={0}
      onMouseDown={(event) => event.preventDefault()}
    >
      {options.map((option, at) => (
        <li
          key={option.key}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === index}
          onMouseMove={() => {
            if (at !== index) setChosen({ query: typed.query, index: at });
          }}
          onClick={() => choose(option)}
        >
          <option.icon aria-hidden size={16} />
          <span>{option.label}</span>
          {option.hint !== undefined && option.hint !== '' && <small>{option.hint}</small>}
          {option.shortcut !== undefined && <Kbd shortcut={option.shortcut} />}
        </li>
      ))}
    </ul>
  );
}

// `scrollIntoView` would scroll the page as well.
function showChild(list: HTMLElement, index: number): void {
  const child = list.children[index];
  if (!(child instanceof HTMLElement)) return;
  const { offsetTop: top, offsetHeight: height } = child;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + height > list.scrollTop + list.clientHeight)
    list.scrollTop = top + height - list.clientHeight;
}

/** Takes what was typed out of the text; null when the text is another by now. */
function $takeTyped({ key, start, length }: Typed): string | null {
  const node = $getNodeByKey(key);
  if (!$isTextNode(node) || node.getTextContentSize() < start + length) return null;
  const written = node.getTextContent().slice(start, start + length);
  node.select(start, start + length).removeText();
  return written;
}

function placeOfText(editor: LexicalEditor, key: string, start: number): FloatingPlace {
  const root = editor.getRootElement();
  return {
    ...(root !== null && { contextElement: root }),
    getBoundingClientRect() {
      const element = editor.getElementByKey(key);
      const text = element === null ? null : firstText(element);
      const range = document.createRange();
      if (text === null) return (element ?? document.body).getBoundingClientRect();
      range.setStart(text, Math.min(start, text.length));
      range.setEnd(text, Math.min(start + 1, text.length));
      return range.getBoundingClientRect();
    },
  };
}

function firstText(element: HTMLElement): Text | null {
  const found = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  return found instanceof Text ? found : null;
}
