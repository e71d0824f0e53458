import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { announce } from '../../ui/Announcer.tsx';
import { CloseIcon } from '../../ui/icons.ts';
import type { Suggestion } from './known-properties.ts';
import { SuggestInput } from './SuggestInput.tsx';

/**
 * Several short texts. What stands in the field counts as the last of them at once, so that nothing
 * typed is lost, whatever the person does next.
 */
export function ListControl(props: {
  readonly label: string;
  readonly items: readonly string[];
  readonly suggestions: readonly Suggestion[];
  /** What ends an item besides Enter, and never is a part of one. */
  readonly separator: RegExp;
  /** How an item is written that was typed in another way. */
  readonly tidy: (typed: string) => string;
  readonly isNew: boolean;
  /** `isTyping`: more of the last one may follow. */
  readonly onChange: (items: readonly string[], isTyping: boolean) => void;
}) {
  const { label, separator, tidy } = props;
  const [typed, setTyped] = useState('');
  const group = useRef<HTMLDivElement>(null);
  const typing = tidy(typed);
  const isLastTyped = typing !== '' && props.items.at(-1) === typing;
  const items = isLastTyped ? props.items.slice(0, -1) : props.items;
  const isThere = (item: string) => items.some((each) => each.toLowerCase() === item.toLowerCase());

  const focusChip = (index: number) => {
    const chips = group.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? [];
    (chips[index] ?? group.current?.querySelector('input'))?.focus();
  };
  const add = (parts: readonly string[]) => {
    const fresh = parts.map(tidy).filter((part, at, all) => {
      return part !== '' && !isThere(part) && all.indexOf(part) === at;
    });
    setTyped('');
    props.onChange([...items, ...fresh], false);
    const [only] = parts;
    if (fresh.length > 0) announce(`${fresh.join(', ')} added`);
    else if (only !== undefined && only.trim() !== '') announce(`${tidy(only)} is there already`);
  };
  const type = (text: string) => {
    const parts = text.split(separator);
    const last = parts.pop() ?? '';
    const whole = parts.map(tidy).filter((part) => part !== '' && !isThere(part));
    const open = tidy(last);
    setTyped(last);
    const now = open === '' || isThere(open) ? [] : [open];
    props.onChange([...items, ...whole, ...now], whole.length === 0);
  };
  const remove = (index: number) => {
    announce(`${items[index] ?? ''} removed`);
    props.onChange([...items.toSpliced(index, 1), ...(isLastTyped ? [typing] : [])], false);
    requestAnimationFrame(() => focusChip(Math.min(index, items.length - 2)));
  };
  const pressInField = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      add([typed]);
    } else if (event.key === 'Backspace' && typed === '' && items.length > 0) {
      event.preventDefault();
      focusChip(items.length - 1);
    } else if (event.key === 'ArrowLeft' && typed === '') focusChip(items.length - 1);
  };
  const pressOnChip = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    if (event.key === 'Backspace' || event.key === 'Delete') {
      event.preventDefault();
      remove(index);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      focusChip(Math.max(0, index + steps[event.key]));
    }
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\n,;]/.test(text)) return;
    event.preventDefault();
    add([typed + text].flatMap((all) => all.split(/[\n,;]+/)));
  };
  return (
    <div ref={group} className="cp-chips">
      {items.map((item, index) => (
        <span key={`${index} ${item}`} className="cp-chip">
          <bdi data-part={`item ${index}`}>{item}</bdi>
          <button
            type="button"
            data-chip
            aria-label={`Remove ${item}`}
            onKeyDown={(event) => pressOnChip(event, index)}
            onClick={() => remove(index)}
          >
            <CloseIcon aria-hidden size={12} />
          </button>
        </span>
      ))}
      <SuggestInput
        aria-label={`Add to ${label.toLowerCase()}`}
        placeholder={items.length === 0 ? 'Add one' : ''}
        listName={label}
        autoFocus={props.isNew}
        value={typed}
        suggestions={props.suggestions.filter(({ value }) => !isThere(value))}
        onValueChange={type}
        onChoose={({ value }) => add([value])}
        onKeyDown={pressInField}
        onPaste={paste}
        onBlur={() => {
          if (typed !== '') add([typed]);
        }}
      />
    </div>
  );
}
