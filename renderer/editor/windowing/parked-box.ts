/** What stands on the screen for what is parked: room, and lines without words. */
export function parkedBox(tag: 'div' | 'li', heightPx: number): HTMLElement {
  const box = document.createElement(tag);
  box.className = 'cp-parked';
  box.contentEditable = 'false';
  box.setAttribute('aria-hidden', 'true');
  box.style.height = `${String(Math.round(heightPx))}px`;
  return box;
}
