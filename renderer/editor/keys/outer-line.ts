/** Whether the caret is on the first or the last line that a block has on the screen. */
export function isOnOuterLine(block: HTMLElement | null, side: 'before' | 'after'): boolean {
  const range = window.getSelection()?.getRangeAt(0);
  const caret = range?.getClientRects()[0];
  // An empty line has no rectangle.
  if (block === null || caret === undefined) return true;
  const outer = block.getBoundingClientRect();
  const gap = side === 'after' ? outer.bottom - caret.bottom : caret.top - outer.top;
  return gap < caret.height * 0.8;
}
