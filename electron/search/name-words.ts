import { dictionaryOf, type TermDictionary } from './term-dictionary.ts';

/** Which names hold which words, to find names in spite of typing errors. */
export class NameWords {
  readonly #dictionary: TermDictionary;
  /** For each word of the dictionary, the names that hold it. */
  readonly #names: readonly (readonly number[])[];

  /** @param names folded, with single spaces between words */
  constructor(names: readonly string[]) {
    const byWord = new Map<string, number[]>();
    names.forEach((name, index) => {
      for (const word of new Set(name.split(' '))) {
        const known = byWord.get(word);
        if (known) known.push(index);
        else byWord.set(word, [index]);
      }
    });
    const sorted = [...byWord.keys()].sort((a, b) => (a < b ? -1 : 1));
    this.#dictionary = dictionaryOf(sorted);
    this.#names = sorted.map((word) => byWord.get(word) ?? []);
  }

  /** Names that hold every word, each but for a letter or two; short words must begin one as they are. */
  near(words: readonly string[]): number[] {
    const [first, ...others] = words.map((word) => this.#namesWith(word));
    return [...(first ?? [])].filter((index) => others.every((names) => names.has(index)));
  }

  #namesWith(word: string): Set<number> {
    const names = new Set<number>();
    for (const index of this.#alike(word)) {
      for (const name of this.#names[index] ?? []) names.add(name);
    }
    return names;
  }

  #alike(word: string): number[] {
    if (word.length > 48) return [];
    const { from, to } = this.#dictionary.rangeOf(word);
    const begun = Array.from({ length: to - from }, (_, index) => from + index);
    if (word.length <= 3) return begun;
    const near = this.#dictionary.near(word, word.length <= 7 ? 1 : 2);
    return [...begun, ...near.map(({ index }) => index)];
  }
}
