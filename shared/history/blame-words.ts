import { splitWords } from '../merge/words.ts';

/** A page cut for blame: every word with the marks of space that belong to it. */
export interface BlameText {
  readonly lines: readonly string[];
  /** By line: its first word; one more at the end. */
  readonly lineStarts: readonly number[];
  /** Words and marks without their space: what is compared. */
  readonly words: readonly string[];
  /** By word: where it ends in the text; the first begins at 0. */
  readonly ends: readonly number[];
}

interface CutLine {
  readonly words: readonly string[];
  /** Within the line; space belongs to the word before it, at a line's start to the word after it. */
  readonly ends: readonly number[];
}

/** Cuts texts that share most of their lines, such as the versions of a page. */
export class BlameCutter {
  readonly #cutLines = new Map<string, CutLine>();

  cut(text: string): BlameText {
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    const lineStarts: number[] = [];
    const words: string[] = [];
    const ends: number[] = [];
    let offset = 0;
    for (const line of lines) {
      const cut = this.#lineOf(line);
      lineStarts.push(words.length);
      for (const word of cut.words) words.push(word);
      for (const end of cut.ends) ends.push(offset + end);
      offset += line.length;
      // A blank line has no word of its own: it belongs to the last one before it.
      if (cut.words.length === 0 && ends.length > 0) ends[ends.length - 1] = offset;
    }
    lineStarts.push(words.length);
    return { lines, lineStarts, words, ends };
  }

  #lineOf(line: string): CutLine {
    const known = this.#cutLines.get(line);
    if (known !== undefined) return known;
    const words: string[] = [];
    const ends: number[] = [];
    let end = 0;
    for (const piece of splitWords(line)) {
      end += piece.length;
      if (piece.trim() !== '') {
        words.push(piece);
        ends.push(end);
      } else if (ends.length > 0) {
        ends[ends.length - 1] = end;
      }
    }
    const cut = { words, ends };
    this.#cutLines.set(line, cut);
    return cut;
  }
}
