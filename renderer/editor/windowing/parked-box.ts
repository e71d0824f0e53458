/** What stands on the screen for what is parked: room, and lines without words. */
export function parkedBox(tag: 'div' | 'li', heightPx: number): HTMLElement {
  const box = document.createElement(tag);
  box.className = 'cp-parked';
  box.contentEditable = 'false';
  // An item of a list stays one.
  if (tag === 'div') box.setAttribute('role', 'group');
  box.style.height = `${String(Math.round(heightPx))}px`;
  return box;
}
