import { splitFrontmatter } from '../wiki/frontmatter.ts';
import type { OpenSection } from './conflict-file.ts';
import { keepBoth } from './parts.ts';

/** A text and the blank lines around it. */
export interface Framed {
  readonly lead: string;
  readonly core: string;
  readonly tail: string;
}

/** Parts a text from the line ends and blank lines around it; spaces in its own lines stay with it. */
export function framed(text: string): Framed {
  const first = text.length - text.trimStart().length;
  if (first === text.length) return { lead: '', core: '', tail: text };
  const start = text.lastIndexOf('\n', first) + 1;
  const lineEnd = text.indexOf('\n', text.trimEnd().length);
  const end = lineEnd === -1 ? text.length : lineEnd - (text[lineEnd - 1] === '\r' ? 1 : 0);
  return { lead: text.slice(0, start), core: text.slice(start, end), tail: text.slice(end) };
}

/** What a page holds where a section is open, with LF line ends: all versions, or in a frontmatter one. */
export function shownText({ place, versions }: OpenSection): string {
  const texts = versions.map(({ text }) => text).filter((text) => text !== '');
  if (place === 'frontmatter') return texts[0] ?? '';
  return texts.reduce((upper, lower) => keepBoth(upper, lower), '');
}

export interface Located {
  readonly section: OpenSection;
  readonly start: number;
  readonly end: number;
}

/**
 * Where a page holds what its open sections show, in page order, whatever its line ends; sections it
 * does not hold are left out. No two places touch the same text.
 */
export function locateSections(page: string, sections: readonly OpenSection[]): Located[] {
  const lines = new LfText(page);
  const bodyStart = lines.toLf(splitFrontmatter(page).bodyOffset);
  const located: { section: OpenSection; start: number; end: number }[] = [];
  const shown = sections
    .map((section) => ({ section, text: shownText(section) }))
    .filter(({ text }) => text !== '')
    // What is contained in another section's text is looked for last.
    .sort((left, right) => right.text.length - left.text.length);
  for (const { section, text } of shown) {
    const isFront = section.place === 'frontmatter';
    const limit = isFront ? bodyStart : lines.text.length;
    for (let from = isFront ? 0 : bodyStart; ; from += 1) {
      from = lines.text.indexOf(text, from);
      const end = from + text.length;
      if (from === -1 || end > limit) break;
      if (!lines.areWholeLines(from, end)) continue;
      if (located.some((other) => from < other.end && other.start < end)) continue;
      located.push({ section, start: from, end });
      break;
    }
  }
  return located
    .sort((left, right) => left.start - right.start)
    .map(({ section, start, end }) => ({
      section,
      start: lines.toOriginal(start),
      end: lines.toOriginal(end),
    }));
}

/** A text with LF line ends that knows where its places are in the original. */
class LfText {
  readonly text: string;
  /** Places in `text` before which a CR was left out. */
  readonly #cuts: number[] = [];

  constructor(original: string) {
    if (!original.includes('\r\n')) {
      this.text = original;
      return;
    }
    const pieces = original.split('\r\n');
    let at = 0;
    for (const piece of pieces.slice(0, -1)) {
      at += piece.length;
      this.#cuts.push(at);
      at += 1;
    }
    this.text = pieces.join('\n');
  }

  areWholeLines(start: number, end: number): boolean {
    const before = this.text[start - 1];
    const isStart = before === undefined || before === '\n' || (start === 1 && before === '\ufeff');
    return isStart && (end === this.text.length || this.text[end] === '\n');
  }

  toOriginal(at: number): number {
    return at + this.#countBelow(at);
  }

  toLf(original: number): number {
    let [low, high] = [0, this.text.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.toOriginal(middle) < original) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #countBelow(at: number): number {
    let [low, high] = [0, this.#cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cuts[middle] ?? at) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
