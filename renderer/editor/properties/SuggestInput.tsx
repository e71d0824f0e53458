import '../completion/CaretMenu.css';
import { type ComponentProps, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { announce } from '../../ui/Announcer.tsx';
import { keepPlaced } from '../../ui/floating.ts';
import type { Suggestion } from './known-properties.ts';

const maxShown = 8;

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What fits to what was typed: those that begin with it first. */
function fitting(suggestions: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const query = plain(typed.trim());
  const words = ({ value, label, hint = '' }: Suggestion) => [value, label, hint].map(plain);
  const begins = suggestions.filter((each) => words(each).some((word) => word.startsWith(query)));
  const holds = suggestions.filter(
    (each) => !begins.includes(each) && words(each).some((word) => word.includes(query)),
  );
  return [...begins, ...holds].slice(0, maxShown);
}

/** A text field with a list of what might be meant; anything else can be typed as well. */
export function SuggestInput(
  props: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'list'> & {
    readonly value: string;
    readonly suggestions: readonly Suggestion[];
    /** What the list is called. */
    readonly listName: string;
    readonly onValueChange: (value: string) => void;
    readonly onChoose: (suggestion: Suggestion) => void;
  },
) {
  const { value, suggestions, listName, onValueChange, onChoose, onKeyDown, onBlur, ...rest } =
    props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<{ readonly index: number } | null>(null);
  const shown = open === null ? [] : fitting(suggestions, value);
  const isOpen = shown.length > 0;
  const index = isOpen ? Math.min(open?.index ?? -1, shown.length - 1) : -1;
  const count = shown.length;
  useEffect(() => {
    if (count > 0) announce(`${listName}: ${count === 1 ? 'one choice' : `${count} choices`}`);
  }, [count, listName]);
  useEffect(() => {
    if (!isOpen || input.current === null || list.current === null) return undefined;
    return keepPlaced(list.current, input.current, { placement: 'bottom-start' });
  }, [isOpen]);

  const choose = (suggestion: Suggestion) => {
    setOpen(null);
    onChoose(suggestion);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = shown[index];
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      const all = isOpen ? count : fitting(suggestions, value).length;
      if (all > 0) setOpen({ index: isOpen ? (index + by + all) % all : by > 0 ? 0 : all - 1 });
    } else if (event.key === 'Escape' && isOpen) {
      // Only the list closes, not the form.
      event.preventDefault();
      event.stopPropagation();
      setOpen(null);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) {
      if (event.key === 'Enter') event.preventDefault();
      choose(chosen);
    } else onKeyDown?.(event);
  };
  return (
    <span className="cp-suggest">
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        {...rest}
        ref={input}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
        value={value}
        onChange={(event) => {
          setOpen({ index: -1 });
          onValueChange(event.target.value);
        }}
        onKeyDown={press}
        onBlur={(event) => {
          setOpen(null);
          onBlur?.(event);
        }}
      />
      {isOpen && (
        <ul
          ref={list}
          id={id}
          className="cp-caret-menu"
          role="listbox"
          aria-label={listName}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
        >
          {shown.map((suggestion, at) => (
            <li
              key={suggestion.value}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === index}
              onMouseMove={() => setOpen({ index: at })}
              onClick={() => choose(suggestion)}
            >
              <span>{suggestion.label}</span>
              {suggestion.hint !== undefined && <small>{suggestion.hint}</small>}
            </li>
          ))}
        </ul>
      )}
    </span>
  );
}
