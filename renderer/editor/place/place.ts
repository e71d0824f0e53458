/** Where a person is in a page's text. Offsets count in the text as it is written to the file. */
export interface Place {
  readonly anchor: number;
  readonly head: number;
  /** Something on the screen that should stay there: an offset, and how far below the top it stands. */
  readonly view: { readonly at: number; readonly topPx: number } | null;
}

/** The end of what differs between two texts, in the newer one: where an undo puts the caret. */
export function endOfChange(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (
    same < most &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  return after.length - same;
}

export function caretAt(offset: number): Place {
  return { anchor: offset, head: offset, view: null };
}

// Where a browser that lays out lazily learns the true heights step by step.
const maxCorrections = 6;

/**
 * Scrolls until something stands at a height again, over some frames: heights of what is out of sight
 * are guesses at first.
 *
 * @param topOf its distance below the window's top now; null while it can't be told
 */
export function holdAt(element: Element, topPx: number, topOf: () => number | null): () => void {
  const scroller = scrollerOf(element);
  let frame = 0;
  let left = maxCorrections;
  const correct = () => {
    const off = (topOf() ?? topPx) - topPx;
    if (Math.abs(off) >= 1) scroller.scrollTop += off;
    left -= 1;
    if (left > 0) frame = requestAnimationFrame(correct);
  };
  correct();
  return () => cancelAnimationFrame(frame);
}

export function scrollerOf(element: Element): Element {
  return element.closest('.cp-shell-main') ?? document.documentElement;
}

/** The part of the window in which text is seen: between the bars above and below it. */
export function sightOf(element: Element): { readonly topPx: number; readonly bottomPx: number } {
  const { top, bottom } = scrollerOf(element).getBoundingClientRect();
  const editor = element.closest('.cp-editor');
  const toolbar = editor?.querySelector('.cp-toolbar')?.getBoundingClientRect();
  const dock = editor?.querySelector('.cp-editor-dock')?.getBoundingClientRect();
  return {
    topPx: Math.max(0, top) + (toolbar?.height ?? 0),
    bottomPx: Math.min(window.innerHeight, bottom) - (dock?.height ?? 0),
  };
}

/** Whether an editor that comes on the screen may take the focus: not from someone who is searching. */
export function mayTakeFocus(): boolean {
  return (document.activeElement?.closest('.cp-find') ?? null) === null;
}
