import { fold, foldWithOffsets } from '../../shared/search/fold.ts';
import type { TextPiece } from '../../shared/search/snippet.ts';
import { NameWords } from './name-words.ts';
import type { PageRecord } from './page-record.ts';

/** A page found by a name. `alias` is the name that matched when it is not the title. */
export interface TitleHit {
  readonly page: PageRecord;
  readonly alias: string | null;
  readonly pieces: readonly TextPiece[];
}

interface Name {
  readonly page: PageRecord;
  readonly text: string;
  readonly folded: string;
  readonly isAlias: boolean;
}

interface Ranked {
  readonly name: Name;
  readonly score: number;
}

const scores = { exact: 1200, prefix: 800, words: 600, inside: 400, letters: 200, typing: 150 };
/** With fewer names than these found, typing errors are allowed for. */
const enoughNames = 3;
/** A page may match by several aliases, and is shown once. */
const namesPerHit = 4;
const aliasMalus = 15;
const recencyBonus = 250;
const lengthMalus = 0.5;

/** Finds pages by what people type into a switcher. Over 41,000 names an answer takes some milliseconds. */
export class TitleIndex {
  readonly #names: Name[] = [];
  /** Each name's letters, apart from the names: most are passed over by this alone. */
  readonly #letters: Int32Array;
  #words: NameWords | null = null;

  constructor(pages: Iterable<PageRecord>) {
    for (const page of pages) {
      this.#names.push(nameOf(page, page.title, false));
      for (const alias of page.aliases) this.#names.push(nameOf(page, alias, true));
    }
    this.#letters = Int32Array.from(this.#names, ({ folded }) => lettersOf(folded));
  }

  /**
   * Best first: the name itself, names that begin so, names with words that begin so, names that hold it,
   * names that hold its letters in order, names a typing error away. Shorter and recent ones first.
   *
   * @param recency how recently a path was used, from 0 (or absent) to 1 (just now)
   */
  search(query: string, limit: number, recency: ReadonlyMap<string, number>): TitleHit[] {
    const wanted = foldName(query);
    if (wanted === '') return this.#recent(limit, recency);
    const words = wanted.split(' ');
    const letters = lettersOf(wanted);
    const best = new BestNames(limit * namesPerHit);
    for (let index = 0; index < this.#letters.length; index += 1) {
      if (((this.#letters[index] ?? 0) & letters) !== letters) continue;
      const name = this.#names[index];
      const score = name ? scoreName(name, wanted, words) : 0;
      if (name && score > 0) best.add({ name, score: score + bonus(name, recency) });
    }
    if (best.count < enoughNames && wanted.length > 3) {
      this.#words ??= new NameWords(this.#names.map(({ folded }) => folded));
      for (const index of this.#words.near(words)) {
        const name = this.#names[index];
        if (name) best.add({ name, score: scores.typing + bonus(name, recency) });
      }
    }
    const hits: TitleHit[] = [];
    const seen = new Set<PageRecord>();
    for (const { name } of best.sorted()) {
      if (seen.has(name.page)) continue;
      seen.add(name.page);
      hits.push({
        page: name.page,
        alias: name.isAlias ? name.text : null,
        pieces: markName(name.text, wanted, words),
      });
      if (hits.length === limit) break;
    }
    return hits;
  }

  #recent(limit: number, recency: ReadonlyMap<string, number>): TitleHit[] {
    return this.#names
      .filter((name) => !name.isAlias && recency.has(name.page.path))
      .map((name) => ({ name, score: recency.get(name.page.path) ?? 0 }))
      .sort(compareRanked)
      .slice(0, limit)
      .map(({ name }) => ({
        page: name.page,
        alias: null,
        pieces: [{ text: name.text, isHit: false }],
      }));
  }
}

function nameOf(page: PageRecord, text: string, isAlias: boolean): Name {
  return { page, text, folded: foldName(text), isAlias };
}

/** Folded, with every run of signs and spaces as one space. */
function foldName(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** A bit for each letter of a name, some sharing one: a name without a wanted bit cannot match. */
function lettersOf(folded: string): number {
  let bits = 0;
  for (let index = 0; index < folded.length; index += 1) {
    const unit = folded.charCodeAt(index);
    if (unit !== 32) bits |= 1 << (unit % 31);
  }
  return bits;
}

function bonus(name: Name, recency: ReadonlyMap<string, number>): number {
  const recent = (recency.get(name.page.path) ?? 0) * recencyBonus;
  return recent - (name.isAlias ? aliasMalus : 0) - Math.min(name.folded.length, 100) * lengthMalus;
}

function scoreName(name: Name, wanted: string, words: readonly string[]): number {
  const { folded } = name;
  const at = folded.indexOf(wanted);
  if (at === 0) return folded.length === wanted.length ? scores.exact : scores.prefix;
  // One word that is not there at all need not be looked for again.
  if (at > 0 || (words.length > 1 && words.every((word) => folded.includes(word)))) {
    if (!words.every((word) => beginsWord(folded, word))) return scores.inside;
    return scores.words + (at > 0 && folded[at - 1] === ' ' ? 40 : 0);
  }
  if (wanted.length < 3) return 0;
  const gaps = subsequenceGaps(folded, wanted.replaceAll(' ', ''));
  return gaps === null ? 0 : Math.max(scores.letters - gaps * 4, scores.letters / 2);
}

function beginsWord(folded: string, word: string): boolean {
  let at = folded.indexOf(word);
  while (at !== -1) {
    if (at === 0 || folded[at - 1] === ' ') return true;
    at = folded.indexOf(word, at + 1);
  }
  return false;
}

/**
 * In how many pieces the letters stand in the name, in order; null when they don't.
 * Each piece but the first must begin a word, or `to` would be found in half of all names.
 */
function subsequenceGaps(folded: string, letters: string): number | null {
  let at = -1;
  let gaps = 0;
  for (const letter of letters) {
    if (at !== -1 && folded[at + 1] === letter) {
      at += 1;
      continue;
    }
    let next = folded.indexOf(letter, at + 1);
    while (next > 0 && folded[next - 1] !== ' ') next = folded.indexOf(letter, next + 1);
    if (next === -1) return null;
    gaps += 1;
    at = next;
  }
  return gaps;
}

/** Keeps the best names without sorting all that match. */
class BestNames {
  count = 0;
  readonly #limit: number;
  #names: Ranked[] = [];
  #lowest = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(ranked: Ranked): void {
    this.count += 1;
    if (ranked.score < this.#lowest) return;
    this.#names.push(ranked);
    if (this.#names.length < this.#limit * 4) return;
    this.#names = this.sorted();
    this.#lowest = this.#names.at(-1)?.score ?? -Infinity;
  }

  sorted(): Ranked[] {
    return this.#names.sort(compareRanked).slice(0, this.#limit);
  }
}

function compareRanked(a: Ranked, b: Ranked): number {
  return b.score - a.score || (a.name.page.path < b.name.page.path ? -1 : 1);
}

/** Marks the query, or its words, where they stand in a name. */
function markName(text: string, wanted: string, words: readonly string[]): TextPiece[] {
  const folded = foldWithOffsets(text);
  const isHit = new Uint8Array(text.length);
  for (const part of folded.text.includes(wanted) ? [wanted] : words) {
    const at = folded.text.indexOf(part);
    if (at === -1) continue;
    isHit.fill(1, folded.starts[at] ?? 0, folded.ends[at + part.length - 1] ?? text.length);
  }
  const pieces: TextPiece[] = [];
  let from = 0;
  for (let index = 1; index <= text.length; index += 1) {
    if (index < text.length && isHit[index] === isHit[from]) continue;
    pieces.push({ text: text.slice(from, index), isHit: isHit[from] === 1 });
    from = index;
  }
  return pieces;
}
