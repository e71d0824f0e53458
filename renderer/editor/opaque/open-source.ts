/** Marks the element that a block's source is written in. */
export const sourceFieldClass = 'cp-source-field';

/** Whether the person is in the source of a block of the text. */
export function isInSource(root: HTMLElement | null): boolean {
  const field = document.activeElement?.closest(`.${sourceFieldClass}`) ?? null;
  return root?.contains(field) === true && field !== null;
}

/** As if the person had gone on in the text. */
export function leaveSource(root: HTMLElement | null): void {
  if (isInSource(root)) root?.focus({ preventScroll: true });
}
