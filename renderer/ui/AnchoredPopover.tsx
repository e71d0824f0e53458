import './AnchoredPopover.css';
import { Popover as Radix } from 'radix-ui';
import { type ReactNode, useMemo } from 'react';

const roomPx = 340;

/** Where the box goes: beside the anchor, or over one so tall that it leaves no room above and below. */
function placeOf(anchor: HTMLElement): DOMRect {
  const box = anchor.getBoundingClientRect();
  const free = Math.max(box.top, window.innerHeight - box.bottom);
  if (box.height < roomPx / 2 || free >= roomPx) return box;
  const top = Math.max(0, Math.min(box.top, window.innerHeight - roomPx));
  return new DOMRect(box.x, top, box.width, 0);
}

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
  const virtualRef = useMemo(() => {
    let last = placeOf(anchor);
    const current = {
      contextElement: anchor,
      // What it stands at may be drawn anew by what is typed in it: then it stays.
      getBoundingClientRect: () => (last = anchor.isConnected ? placeOf(anchor) : last),
    };
    return { current };
  }, [anchor]);
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
