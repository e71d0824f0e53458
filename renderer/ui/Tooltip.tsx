import './Tooltip.css';
import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { shortcutKeys } from './Kbd.tsx';

/** Once around the app, so that moving along a toolbar shows the next tip at once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return <Radix.Provider delayDuration={500}>{children}</Radix.Provider>;
}

/** Names a control on hover and focus. The control needs its own label too: tips are not read to all. */
export function Tooltip(props: {
  readonly label: ReactNode;
  readonly shortcut?: string;
  /** One element that takes a ref and DOM props. */
  readonly children: ReactElement;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{props.children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="cp-tooltip" sideOffset={6} collisionPadding={8}>
          {props.label}
          {props.shortcut !== undefined && (
            <span className="cp-tooltip-keys">{shortcutKeys(props.shortcut).join('+')}</span>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
