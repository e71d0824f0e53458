import { changesBetween } from './map-offset.ts';

const shownMs = 5000;
// Beyond this it takes longer to tell what is new than the eye needs to see it.
const maxLength = 60_000;
let ending: ReturnType<typeof setTimeout> | undefined;

/** Marks stretches that came in from others for a moment, over the text: the document has none of it. */
export function showCame(ranges: readonly Range[]): void {
  clearTimeout(ending);
  if (ranges.length === 0) return;
  CSS.highlights.set('cp-came', new Highlight(...ranges));
  ending = setTimeout(() => CSS.highlights.delete('cp-came'), shownMs);
}

/** What elements on the screen say now and did not say before. */
export function newIn(elements: readonly Element[], before: string): Range[] {
  const texts = elements.flatMap(textsIn);
  const now = texts.map(({ data }) => data).join('');
  if (before.length + now.length > maxLength) return [];
  let shift = 0;
  return changesBetween(before, now).flatMap(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return insert.trim() === '' ? [] : (rangeAt(texts, start, start + insert.length) ?? []);
  });
}

function textsIn(element: Element): Text[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) {
    if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  }
  return texts;
}

function rangeAt(texts: readonly Text[], start: number, end: number): Range | null {
  const range = document.createRange();
  let at = 0;
  let isBegun = false;
  for (const text of texts) {
    const until = at + text.length;
    if (!isBegun && start < until) {
      range.setStart(text, start - at);
      isBegun = true;
    }
    if (isBegun && end <= until) {
      range.setEnd(text, end - at);
      return range;
    }
    at = until;
  }
  return null;
}
