import './CaretMenu.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import type { LexicalEditor } from 'lexical';
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
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

/** The choices themselves, drawn at the caret, which stays in the text. */
export function CaretList<Option extends CaretOption>(props: {
  readonly label: string;
  readonly typed: Typed;
  readonly options: readonly Option[];
  readonly index: number;
  readonly onPoint: (index: number) => void;
  readonly onChoose: (option: Option) => void;
}) {
  const { index, label, options, typed, onChoose, onPoint } = props;
  const [editor] = useLexicalComposerContext();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const count = options.length;

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
            if (at !== index) onPoint(at);
          }}
          onClick={() => onChoose(option)}
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
