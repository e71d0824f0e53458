import './Dialog.css';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { Button, IconButton } from './Button.tsx';
import { CloseIcon } from './icons.ts';

/** What asks for it, else the first thing to fill in or to press; not the button that closes, which comes first in the document. */
function focusBody(event: Event): void {
  const content = event.target;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const wanted = content.querySelector<HTMLElement>('[data-first-focus]');
  // Of radio buttons the chosen one is the stop: Space on another would choose it.
  const first =
    wanted ??
    content.querySelector<HTMLElement>(
      ".cp-dialog-body :is(input:not([type='radio']:not(:checked)), textarea, select, button), .cp-dialog > footer button",
    );
  // What is taller than the window would come into sight by its middle, and the title go.
  (first ?? content).focus({ preventScroll: true });
}

/** A modal dialog. Give it a `form` as its child for Enter to submit; `footer` holds the buttons. */
export function Dialog(props: {
  readonly title: string;
  readonly description?: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** `content`: as wide as what is in it, up to the window. */
  readonly width?: 'narrow' | 'wide' | 'content';
}) {
  const cameFrom = useRef<Element | null>(null);
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="cp-dialog-scrim">
          <Radix.Content
            className={`cp-dialog cp-dialog-${props.width ?? 'narrow'}`}
            {...(props.description === undefined ? { 'aria-describedby': undefined } : {})}
            onOpenAutoFocus={(event) => {
              cameFrom.current = document.activeElement;
              focusBody(event);
            }}
            onCloseAutoFocus={() => {
              const from = cameFrom.current;
              // Where what closed it put the focus, it stays.
              if (document.activeElement === document.body && from instanceof HTMLElement)
                from.focus({ preventScroll: true });
            }}
          >
            <header>
              <Radix.Title>{props.title}</Radix.Title>
              <Radix.Close asChild>
                <IconButton icon={CloseIcon} label="Close" />
              </Radix.Close>
            </header>
            {props.description !== undefined && (
              <Radix.Description>{props.description}</Radix.Description>
            )}
            <div className="cp-dialog-body">{props.children}</div>
            {props.footer !== undefined && <footer>{props.footer}</footer>}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * Asks before something that is hard to take back. Stays open, busy, until `onConfirm` has settled,
 * and open after it when it answers false (with the reason shown among the children).
 */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly confirmLabel: string;
  readonly isDangerous?: boolean;
  readonly onConfirm: () => Promise<boolean>;
  readonly children: ReactNode;
}) {
  const [isBusy, setIsBusy] = useState(false);
  const confirm = async () => {
    setIsBusy(true);
    try {
      if (await props.onConfirm()) props.onOpenChange(false);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Dialog
      title={props.title}
      open={props.open}
      onOpenChange={props.onOpenChange}
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)}>Cancel</Button>
          <Button
            variant={props.isDangerous === true ? 'danger' : 'primary'}
            isBusy={isBusy}
            onClick={() => void confirm()}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
