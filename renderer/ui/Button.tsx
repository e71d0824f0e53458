import './Button.css';
import type { ComponentProps, ReactNode } from 'react';
import type { Icon } from './icons.ts';
import { Spinner } from './Spinner.tsx';
import { Tooltip } from './Tooltip.tsx';

type Variant = 'primary' | 'plain' | 'danger' | 'quiet';

interface Look {
  readonly variant?: Variant;
  readonly icon?: Icon;
}

const className = (variant: Variant, extra: string | undefined) =>
  `cp-button cp-button-${variant}${extra === undefined ? '' : ` ${extra}`}`;

/** A button with words. While `isBusy` it keeps its place and focus but does nothing when pressed. */
export function Button({
  variant = 'plain',
  icon: IconShape,
  isBusy = false,
  className: extra,
  children,
  onClick,
  ...rest
}: ComponentProps<'button'> & Look & { readonly isBusy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={className(variant, extra)}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isBusy ? <Spinner /> : IconShape && <IconShape aria-hidden size={16} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: for going somewhere, where `Button` is for doing something. */
export function ButtonLink({
  variant = 'plain',
  icon: IconShape,
  className: extra,
  children,
  ...rest
}: ComponentProps<'a'> & Look & { readonly href: string; readonly children: ReactNode }) {
  return (
    <a {...rest} className={className(variant, extra)}>
      {IconShape && <IconShape aria-hidden size={16} />}
      {children}
    </a>
  );
}

/** A button with an icon only; `label` is its name for screen readers and its tooltip. */
export function IconButton({
  icon: IconShape,
  label,
  shortcut,
  isPressed,
  className: extra,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & {
  readonly icon: Icon;
  readonly label: string;
  readonly shortcut?: string;
  /** Set for a toggle. */
  readonly isPressed?: boolean;
}) {
  return (
    <Tooltip label={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        type="button"
        {...rest}
        className={`cp-icon-button${extra === undefined ? '' : ` ${extra}`}`}
        aria-label={label}
        aria-pressed={isPressed}
      >
        <IconShape aria-hidden size={18} />
      </button>
    </Tooltip>
  );
}
