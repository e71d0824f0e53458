import './AnchoredPopover.css';
import { Popover as Radix } from 'radix-ui';
import { type ReactNode, useMemo } from 'react';

/** A small box beside something on the page. It takes the focus, and closes with Escape or a click elsewhere. */
export function AnchoredPopover(props: {
  readonly label: string;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
  /** What Escape does; absent: it closes. */
  readonly onEscape?: () => void;
  readonly children: ReactNode;
}) {
  const { anchor } = props;
  const virtualRef = useMemo(() => ({ current: anchor }), [anchor]);
  return (
    <Radix.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
    >
      <Radix.Anchor virtualRef={virtualRef} />
      <Radix.Portal>
        <Radix.Content
          className="cp-popover"
          aria-label={props.label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onEscapeKeyDown={(event) => {
            if (props.onEscape === undefined) return;
            event.preventDefault();
            // It ends a composition first.
            if (event.isComposing) return;
            props.onEscape();
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
