import './CommandDialog.css';
import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Icon, SearchIcon } from './icons.ts';
import { Kbd } from './Kbd.tsx';

interface CommandDialogProps {
  readonly title: string;
  readonly placeholder: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly query: string;
  readonly onQueryChange: (query: string) => void;
  /** Shown when there is no item. */
  readonly empty: ReactNode;
  /** The items are not yet those of `query`: Enter waits for them. */
  readonly isWaiting?: boolean;
  readonly children: ReactNode;
}

/** A dialog to pick from a list by typing. The caller filters: it gives the items that fit `query`. */
export function CommandDialog(props: CommandDialogProps) {
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="cp-dialog-scrim" />
        <Radix.Content className="cp-command-dialog" aria-describedby={undefined}>
          <Radix.Title className="cp-visually-hidden">{props.title}</Radix.Title>
          <CommandBody {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function CommandBody(props: CommandDialogProps) {
  const [chosen, setChosen] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const hasMoved = useRef(false);
  // Items may come after the query that brings them. The first is chosen, unless the person moved on.
  useEffect(() => {
    const values = [...(list.current?.querySelectorAll('[cmdk-item]') ?? [])].map(
      (item) => item.getAttribute('data-value') ?? '',
    );
    const isThere = values.includes(chosen);
    if (!hasMoved.current || !isThere) setChosen(values[0] ?? '');
  }, [chosen, props.children]);
  const isEntered = useRef(false);
  const isWaiting = props.isWaiting === true;
  useEffect(() => {
    if (isWaiting || !isEntered.current) return;
    isEntered.current = false;
    list.current?.querySelector<HTMLElement>('[cmdk-item]')?.click();
  }, [isWaiting, props.children]);
  return (
    <Command
      shouldFilter={false}
      loop
      label={props.title}
      value={chosen}
      onValueChange={(value) => {
        if (hasMoved.current) setChosen(value);
      }}
      onKeyDownCapture={(event) => {
        if (/^(Arrow|Home|End)/.test(event.key)) hasMoved.current = true;
        // Who types fast and presses Enter means the best match of what they typed.
        if (event.key === 'Enter' && isWaiting && !hasMoved.current) {
          event.preventDefault();
          event.stopPropagation();
          isEntered.current = true;
        }
      }}
      onPointerMoveCapture={() => {
        hasMoved.current = true;
      }}
    >
      <div className="cp-command-query">
        <SearchIcon aria-hidden size={18} />
        <Command.Input
          value={props.query}
          onValueChange={(query) => {
            hasMoved.current = false;
            isEntered.current = false;
            props.onQueryChange(query);
          }}
          placeholder={props.placeholder}
        />
      </div>
      <Command.List ref={list} label={props.title}>
        <Command.Empty>{props.empty}</Command.Empty>
        {props.children}
      </Command.List>
    </Command>
  );
}

/** One item of a `CommandDialog`; `value` is unique in its list. */
export function CommandItem(props: {
  readonly value: string;
  readonly icon?: Icon;
  readonly note?: string | undefined;
  readonly shortcut?: string | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  const { icon: IconShape } = props;
  return (
    <Command.Item className="cp-command-item" value={props.value} onSelect={props.onSelect}>
      {IconShape && <IconShape aria-hidden size={16} />}
      <span className="cp-command-words">
        <span>{props.children}</span>
        {props.note !== undefined && <small>{props.note}</small>}
      </span>
      {props.shortcut !== undefined && <Kbd shortcut={props.shortcut} />}
    </Command.Item>
  );
}
