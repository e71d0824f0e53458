import { splitBlocks } from '../merge/blocks.ts';
import { matchWords } from './blame-match.ts';
import { BlameCutter, type BlameText } from './blame-words.ts';

export interface BlameRevision {
  /** The revisions it was made from, by place in the list; each comes after this one. */
  readonly parents: readonly number[];
  /** Equal keys mean equal texts. Null where the page was not there. */
  readonly key: string | null;
  /** Whether it was made from older ones that are not in the list. */
  readonly isCut: boolean;
}

/** Words of the page that are still to be found in a revision: where there, and which of the page. */
interface Wanted {
  readonly places: number[];
  readonly words: number[];
}

export interface BlamedBlock {
  readonly by: number;
  readonly pieces: readonly { readonly text: string; readonly by: number }[];
}

const hasLetter = /[\p{L}\p{N}]/u;
// How far back text that someone took out and another put back is looked for.
const maxLookedBack = 8;
const leastLettersInLine = 4;
const maxKeptTexts = 64;

/**
 * Finds who wrote each word of a page, from the newest revision back.
 *
 * A word belongs to the revision that first had it: merges, moves within the page and putting back
 * what was taken out write nothing. It reads no text itself, so that whoever drives it can pause and
 * stop: pass `steps().next(text)` the text of the revision it yielded, null where that is no text.
 */
export class PageBlame {
  readonly #revisions: readonly BlameRevision[];
  readonly #text: string;
  readonly #cutter = new BlameCutter();
  readonly #page: BlameText;
  readonly #owners: Int32Array;
  readonly #wanted = new Map<number, Wanted>();
  readonly #texts = new Map<number, BlameText | null>();
  readonly #oldestByKey = new Map<string, number>();
  #isComplete = true;

  /** @param revisions each before those it was made from; the first has `text` */
  constructor(revisions: readonly BlameRevision[], text: string) {
    this.#revisions = revisions;
    this.#text = text;
    this.#page = this.#cutter.cut(text);
    this.#owners = new Int32Array(this.#page.words.length);
    const all = this.#page.words.map((_, index) => index);
    this.#wanted.set(0, { places: all, words: all });
    this.#texts.set(0, this.#page);
    for (const [place, { key }] of revisions.entries()) {
      if (key !== null) this.#oldestByKey.set(key, place);
    }
  }

  /** Whether every word was followed to its origin, as far as the steps went. */
  get isComplete(): boolean {
    return this.#isComplete && this.#wanted.size === 0;
  }

  *steps(): Generator<number, void, string | null> {
    for (const place of this.#revisions.keys()) {
      const wanted = this.#wanted.get(place);
      if (wanted === undefined) continue;
      yield* this.#follow(place, wanted);
      this.#wanted.delete(place);
      this.#texts.delete(place);
    }
  }

  /** The page block by block. Words not followed to the end name the oldest revision that had them. */
  blocks(): BlamedBlock[] {
    for (const [place, { words }] of this.#wanted) {
      for (const word of words) this.#owners[word] = place;
    }
    const { lead, blocks } = splitBlocks(this.#text);
    const texts = blocks.map(({ text, gap }) => text + gap);
    if (lead !== '' || texts.length === 0) texts[0] = lead + (texts[0] ?? '');
    const found: BlamedBlock[] = [];
    let word = 0;
    let offset = 0;
    for (const text of texts) {
      const end = offset + text.length;
      const pieces: { text: string; by: number }[] = [];
      while (offset < end) {
        while ((this.#page.ends[word] ?? end) <= offset) word += 1;
        const by = this.#owners[word] ?? 0;
        const pieceEnd = Math.min(end, this.#page.ends[word] ?? end);
        const piece = this.#text.slice(offset, pieceEnd);
        const last = pieces.at(-1);
        if (last?.by === by) last.text += piece;
        else pieces.push({ text: piece, by });
        offset = pieceEnd;
      }
      if (pieces.length === 0) continue;
      found.push({ by: Math.min(...pieces.map((piece) => piece.by)), pieces });
    }
    return found;
  }

  *#follow(place: number, wanted: Wanted): Generator<number, void, string | null> {
    const revision = this.#revisions[place];
    const text = yield* this.#textOf(place);
    if (revision === undefined || text === null) {
      this.#settle(place, wanted);
      return;
    }
    const equal = this.#earlierEqual(place);
    if (equal !== null) {
      this.#pass(equal, wanted.places, wanted.words);
      return;
    }
    let left = wanted;
    for (const parent of revision.parents) {
      if (left.places.length === 0) return;
      const older = yield* this.#textOf(parent);
      if (older === null) {
        this.#isComplete = false;
        continue;
      }
      left = this.#passMatches(parent, left, matchWords(older, text));
    }
    left = yield* this.#lookBack(place, text, left);
    if (left.places.length > 0 && revision.isCut) this.#isComplete = false;
    this.#settle(place, left);
  }

  /** Passes on the words that have a match; the others are left. */
  #passMatches(to: number, wanted: Wanted, matches: Int32Array): Wanted {
    const left: Wanted = { places: [], words: [] };
    const found: Wanted = { places: [], words: [] };
    for (const [index, at] of wanted.places.entries()) {
      const match = matches[at] ?? -1;
      const group = match === -1 ? left : found;
      group.places.push(match === -1 ? at : match);
      group.words.push(wanted.words[index] ?? 0);
    }
    this.#pass(to, found.places, found.words);
    return left;
  }

  #pass(to: number, places: readonly number[], words: readonly number[]): void {
    if (places.length === 0) return;
    const there = this.#wanted.get(to);
    if (there === undefined) {
      this.#wanted.set(to, { places: [...places], words: [...words] });
      return;
    }
    for (const place of places) there.places.push(place);
    for (const word of words) there.words.push(word);
  }

  #settle(place: number, { words }: Wanted): void {
    for (const word of words) this.#owners[word] = place;
  }

  *#textOf(place: number): Generator<number, BlameText | null, string | null> {
    const known = this.#texts.get(place);
    if (known !== undefined) return known;
    const isThere = this.#revisions[place]?.key !== null;
    const text = isThere ? yield place : '';
    const cut = text === null ? null : this.#cutter.cut(text);
    this.#texts.set(place, cut);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > maxKeptTexts && oldest !== undefined) this.#texts.delete(oldest);
    return cut;
  }

  /** The nearest earlier revision with the very same text: what lies between was undone. */
  #earlierEqual(place: number): number | null {
    const key = this.#revisions[place]?.key ?? null;
    if (key === null) return null;
    const last = this.#oldestByKey.get(key) ?? place;
    if (last === place) return null;
    // Each revision comes before those it was made from, so one pass meets all ancestors.
    const isAncestor = new Set([place]);
    for (let at = place; at <= last; at += 1) {
      if (!isAncestor.has(at)) continue;
      if (at > place && this.#revisions[at]?.key === key) return at;
      for (const parent of this.#revisions[at]?.parents ?? []) isAncestor.add(parent);
    }
    return null;
  }

  /** Whole lines that an earlier revision had and the one before this had not: they were put back. */
  *#lookBack(
    place: number,
    text: BlameText,
    wanted: Wanted,
  ): Generator<number, Wanted, string | null> {
    let left = wanted;
    let at = this.#revisions[place]?.parents[0];
    for (let step = 0; step < maxLookedBack && at !== undefined; step += 1) {
      at = this.#revisions[at]?.parents[0];
      if (at === undefined) break;
      const newLines = wholeLines(text, left);
      if (newLines.length === 0) break;
      const older = yield* this.#textOf(at);
      if (older === null) break;
      const lineAt = new Map(older.lines.map((line, index) => [line.trim(), index]));
      const matches = new Int32Array(text.words.length).fill(-1);
      for (const line of newLines) {
        const found = lineAt.get(text.lines[line]?.trim() ?? '');
        if (found === undefined) continue;
        const from = older.lineStarts[found] ?? 0;
        const start = text.lineStarts[line] ?? 0;
        const length = (text.lineStarts[line + 1] ?? 0) - start;
        for (let word = 0; word < length; word += 1) matches[start + word] = from + word;
      }
      left = this.#passMatches(at, left, matches);
    }
    return left;
  }
}

/** The lines of which every word is wanted and that are long enough to be known again. */
function wholeLines(text: BlameText, wanted: Wanted): number[] {
  const isWanted = new Set(wanted.places);
  return [...text.lines.keys()].filter((line) => {
    const start = text.lineStarts[line] ?? 0;
    const end = text.lineStarts[line + 1] ?? 0;
    if (end - start < leastLettersInLine) return false;
    for (let word = start; word < end; word += 1) if (!isWanted.has(word)) return false;
    return (
      text.words.slice(start, end).filter((word) => hasLetter.test(word)).length >=
      leastLettersInLine
    );
  });
}
