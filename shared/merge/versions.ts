import { splitFrontmatter } from '../wiki/frontmatter.ts';
import type { OpenSection } from './conflict-file.ts';
import { keepBoth } from './parts.ts';

// A page of one line repeated has as many places as lines; more sections than this are not shown in it.
const maxTries = 2000;

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
  if (sections.length === 0) return [];
  const lines = new LfText(page);
  const bodyStart = lines.toLf(splitFrontmatter(page).bodyOffset);
  const located: { section: OpenSection; start: number; end: number }[] = [];
  const claimed = new Set<number>();
  const shown = sections
    .map((section) => ({ section, text: shownText(section) }))
    .filter(({ text }) => text !== '')
    // What is contained in another section's text is looked for last.
    .sort((left, right) => right.text.length - left.text.length);
  for (const { section, text } of shown) {
    const [from, to] =
      section.place === 'frontmatter' ? [0, bodyStart] : [bodyStart, lines.text.length];
    const isFree = (start: number) =>
      start >= from &&
      start + text.length <= to &&
      lines.hasLinesAt(start, text) &&
      !lines.startsWithin(start, text).some((line) => claimed.has(line));
    const start = lines.startsOf(text).slice(0, maxTries).find(isFree);
    if (start === undefined) continue;
    for (const line of lines.startsWithin(start, text)) claimed.add(line);
    located.push({ section, start, end: start + text.length });
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
  #starts: Map<string, number[]> | null = null;

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

  /** Where lines begin that are the first line of `text`. */
  startsOf(text: string): readonly number[] {
    this.#starts ??= this.#findStarts();
    return this.#starts.get(text.split('\n', 1)[0] ?? '') ?? [];
  }

  hasLinesAt(start: number, text: string): boolean {
    const end = start + text.length;
    return (
      this.text.startsWith(text, start) && (end === this.text.length || this.text[end] === '\n')
    );
  }

  /** Where the lines of `text` begin when it stands at `start`. */
  startsWithin(start: number, text: string): number[] {
    const starts = [start];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      starts.push(start + at + 1);
    }
    return starts;
  }

  #findStarts(): Map<string, number[]> {
    const starts = new Map<string, number[]>();
    let at = this.text.startsWith('\ufeff') ? 1 : 0;
    for (const line of this.text.slice(at).split('\n')) {
      const known = starts.get(line);
      if (known === undefined) starts.set(line, [at]);
      else known.push(at);
      at += line.length + 1;
    }
    return starts;
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
