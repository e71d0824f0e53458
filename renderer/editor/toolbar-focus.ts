import type { KeyboardEvent } from 'react';

/** One tab stop for a whole toolbar; the arrow keys move inside. */
export function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: Number.NEGATIVE_INFINITY, End: Infinity };
  if (!Object.hasOwn(steps, event.key)) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  const step = steps[event.key as keyof typeof steps];
  const target = Number.isFinite(step)
    ? (at + step + buttons.length) % buttons.length
    : step < 0
      ? 0
      : buttons.length - 1;
  buttons.forEach((button, index) => (button.tabIndex = index === target ? 0 : -1));
  buttons[target]?.focus();
}
