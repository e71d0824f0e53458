import { fold } from './fold.ts';
import { tokenize, type Token } from './tokens.ts';

/** One word of a query, as the index is asked for it. */
export interface QueryWord {
  readonly term: string;
  /** The word may be unfinished: every term that begins with it counts. */
  readonly isPrefix: boolean;
  /** How many letters may differ in a term that still counts. */
  readonly maxDistance: number;
}

/** What pages must or must not have. `words` are wanted all; phrases are terms in a row. */
export interface SearchQuery {
  readonly words: readonly QueryWord[];
  readonly phrases: readonly (readonly string[])[];
  readonly excludedPhrases: readonly (readonly string[])[];
  readonly tags: readonly string[];
  readonly excludedTags: readonly string[];
  /** Folded words of which the page's title must hold each, at the start of a word. */
  readonly titleWords: readonly string[];
  readonly excludedTitleWords: readonly string[];
  /** Folded folder paths without slashes at their ends. */
  readonly folders: readonly string[];
  readonly excludedFolders: readonly string[];
}

const maxWords = 24;
const part =
  /(-?)(?:(tag|title|folder|path):|(#)(?=[\p{L}\p{N}]))?(?:"([^"]*)(?:"|$)|([^\s"]+))/giu;

/** Letters that may differ: none in short words, where every typing error is another word. */
function distanceFor(term: string): number {
  if (/\d/.test(term)) return 0;
  if (term.length <= 3) return 0;
  return term.length <= 7 ? 1 : 2;
}

/** A tag as it is compared: without `#`, folded; `a/b` keeps its slash. */
export function foldTag(tag: string): string {
  return fold(tag.replace(/^#/, '')).trim();
}

function foldFolder(folder: string): string {
  return fold(folder.normalize('NFC'))
    .replaceAll('_', ' ')
    .replace(/^\/+|\/+$/g, '');
}

/** Reads what a person typed. Nothing is a syntax error: what makes no sense as an operator is a word. */
export function parseQuery(input: string): SearchQuery {
  const words: QueryWord[] = [];
  const phrases: string[][] = [];
  const excludedPhrases: string[][] = [];
  const tags: string[] = [];
  const excludedTags: string[] = [];
  const titleWords: string[] = [];
  const excludedTitleWords: string[] = [];
  const folders: string[] = [];
  const excludedFolders: string[] = [];
  let isLastUnfinished = false;

  for (const match of input.matchAll(part)) {
    const isExcluded = match[1] === '-';
    const operator = match[3] === '#' ? 'tag' : match[2]?.toLowerCase();
    const quoted = match[4];
    const value = quoted ?? match[5] ?? '';
    const terms = tokenize(value, true).map((token: Token) => token.term);
    isLastUnfinished = false;
    if (terms.length === 0 && operator === undefined) continue;
    if (operator === 'tag') (isExcluded ? excludedTags : tags).push(foldTag(value));
    else if (operator === 'title') (isExcluded ? excludedTitleWords : titleWords).push(...terms);
    else if (operator !== undefined)
      (isExcluded ? excludedFolders : folders).push(foldFolder(value));
    else if (isExcluded) excludedPhrases.push(terms);
    else if (quoted !== undefined) phrases.push(terms);
    else {
      const isAtEnd = match.index + match[0].length === input.length;
      // Joined words (`well-being`, `a/b`) are wanted as typed, not scattered over the page.
      for (const term of terms) {
        words.push({ term, isPrefix: false, maxDistance: distanceFor(term) });
      }
      isLastUnfinished = isAtEnd;
    }
  }
  const last = words.at(-1);
  if (last && isLastUnfinished)
    words[words.length - 1] = { ...last, isPrefix: canBePrefix(last.term) };
  return {
    words: uniqueWords(words).slice(0, maxWords),
    phrases: phrases.filter((phrase) => phrase.length > 0).slice(0, maxWords),
    excludedPhrases: excludedPhrases.filter((phrase) => phrase.length > 0).slice(0, maxWords),
    tags: tags.filter((tag) => tag !== ''),
    excludedTags: excludedTags.filter((tag) => tag !== ''),
    titleWords: titleWords.slice(0, maxWords),
    excludedTitleWords: excludedTitleWords.slice(0, maxWords),
    folders: folders.filter((folder) => folder !== ''),
    excludedFolders: excludedFolders.filter((folder) => folder !== ''),
  };
}

/** One Latin letter begins a tenth of all terms: it is asked for as the word it is. */
function canBePrefix(term: string): boolean {
  return term.length > 1 || term.charCodeAt(0) > 0x2e80;
}

function uniqueWords(words: readonly QueryWord[]): QueryWord[] {
  const byTerm = new Map<string, QueryWord>();
  for (const word of words) {
    const known = byTerm.get(word.term);
    byTerm.set(word.term, known ? { ...word, isPrefix: known.isPrefix || word.isPrefix } : word);
  }
  return [...byTerm.values()];
}

/** Whether the query asks for nothing at all. */
export function isEmptyQuery(query: SearchQuery): boolean {
  return (
    query.words.length === 0 &&
    query.phrases.length === 0 &&
    query.tags.length === 0 &&
    query.titleWords.length === 0 &&
    query.folders.length === 0
  );
}

/** Whether a term of a page is one that the word asks for. */
export function wordMatches(word: QueryWord, term: string): boolean {
  if (term === word.term) return true;
  if (word.isPrefix && term.startsWith(word.term)) return true;
  return word.maxDistance > 0 && isWithinDistance(word.term, term, word.maxDistance);
}

let row = new Uint16Array(64);

/** Whether at most `max` letters must be inserted, removed or replaced to turn one into the other. */
export function isWithinDistance(a: string, b: string, max: number): boolean {
  if (Math.abs(a.length - b.length) > max) return false;
  if (row.length <= b.length) row = new Uint16Array(b.length * 2);
  for (let column = 0; column <= b.length; column += 1) row[column] = column;
  for (let line = 1; line <= a.length; line += 1) {
    const unit = a.charCodeAt(line - 1);
    let diagonal = line - 1;
    let left = line;
    let best = line;
    row[0] = line;
    for (let column = 1; column <= b.length; column += 1) {
      const above = row[column] ?? 0;
      const replaced = diagonal + (b.charCodeAt(column - 1) === unit ? 0 : 1);
      left = Math.min(above + 1, left + 1, replaced);
      diagonal = above;
      row[column] = left;
      if (left < best) best = left;
    }
    if (best > max) return false;
  }
  return (row[b.length] ?? max + 1) <= max;
}

/** Whether the terms stand in a row somewhere in the page. */
export function hasPhrase(terms: readonly string[], phrase: readonly string[]): boolean {
  const first = phrase[0];
  if (first === undefined) return true;
  let at = terms.indexOf(first);
  while (at !== -1) {
    if (phrase.every((term, index) => terms[at + index] === term)) return true;
    at = terms.indexOf(first, at + 1);
  }
  return false;
}
