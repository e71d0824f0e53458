import './Menu.css';
import { ContextMenu as RadixContext, DropdownMenu as Radix } from 'radix-ui';
import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import { CheckIcon, type Icon } from './icons.ts';
import { Kbd } from './Kbd.tsx';

const IsContextMenu = createContext(false);

/** A menu that opens from `trigger`, one element that takes a ref (a `Button` or `IconButton`). */
export function Menu(props: {
  readonly trigger: ReactElement;
  readonly align?: 'start' | 'end';
  /** Set both to open it by other means too. */
  readonly open?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  /** Called when it closes, before the trigger gets the focus; `preventDefault` leaves it to you. */
  readonly onCloseAutoFocus?: (event: Event) => void;
  readonly children: ReactNode;
}) {
  return (
    <Radix.Root
      modal={false}
      {...(props.open === undefined ? {} : { open: props.open })}
      {...(props.onOpenChange && { onOpenChange: props.onOpenChange })}
    >
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal>
        <OpenMenu>
          <Radix.Content
            className="cp-menu"
            align={props.align ?? 'start'}
            sideOffset={4}
            collisionPadding={8}
            {...(props.onCloseAutoFocus && { onCloseAutoFocus: props.onCloseAutoFocus })}
          >
            {props.children}
          </Radix.Content>
        </OpenMenu>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A menu on right click, long press and the menu key of `target`, one element that takes a ref. */
export function ContextMenu(props: {
  readonly target: ReactElement;
  readonly children: ReactNode;
}) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{props.target}</RadixContext.Trigger>
      <RadixContext.Portal>
        <OpenMenu>
          <RadixContext.Content className="cp-menu" collisionPadding={8}>
            <IsContextMenu value={true}>{props.children}</IsContextMenu>
          </RadixContext.Content>
        </OpenMenu>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

/** A landmark of its own: a menu is drawn at the end of the document, outside of all others. */
function OpenMenu(props: { readonly children: ReactNode }) {
  return (
    <div role="region" aria-label="Menu">
      {props.children}
    </div>
  );
}

/** One thing to do, of a `Menu` or a `ContextMenu`. */
export function MenuItem(props: {
  readonly icon?: Icon;
  readonly shortcut?: string;
  readonly isDangerous?: boolean;
  readonly disabled?: boolean;
  /** Set for one of several choices: marks the current one. */
  readonly isChosen?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  const Item = useContext(IsContextMenu) ? RadixContext.Item : Radix.Item;
  const { icon: IconShape } = props;
  return (
    <Item
      className={`cp-menu-item${props.isDangerous === true ? ' cp-menu-item-danger' : ''}`}
      disabled={props.disabled ?? false}
      aria-current={props.isChosen === true ? 'true' : undefined}
      onSelect={props.onSelect}
    >
      {props.isChosen === true ? (
        <CheckIcon aria-hidden size={16} />
      ) : IconShape ? (
        <IconShape aria-hidden size={16} />
      ) : (
        <span className="cp-menu-gap" />
      )}
      <span className="cp-menu-words">{props.children}</span>
      {props.shortcut !== undefined && <Kbd shortcut={props.shortcut} />}
    </Item>
  );
}

export function MenuSeparator() {
  const Separator = useContext(IsContextMenu) ? RadixContext.Separator : Radix.Separator;
  return <Separator className="cp-menu-separator" />;
}
