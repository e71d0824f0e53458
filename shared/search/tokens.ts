import { fold } from './fold.ts';

/** A term as the index holds it, and the range of the text it came from. */
export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** Longer runs are keys, hashes and encoded files; their beginning is enough to find them. */
const maxTermLength = 48;

// Scripts written without spaces between words: their runs are indexed as overlapping pairs.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]/u;
const wordParts = new RegExp(
  `(?:${unspaced.source}\\p{M}*)+|(?:(?!${unspaced.source})[\\p{L}\\p{N}\\p{M}\\u00ad])+`,
  'gu',
);
// A Korean syllable may be written as its two or three letters, as macOS writes names: it is one character.
const decomposedSyllable = '[\\u1100-\\u1112][\\u1161-\\u1175][\\u11a8-\\u11c2]?';
const unspacedCharacter = new RegExp(`(?:${decomposedSyllable}|${unspaced.source})\\p{M}*`, 'gu');

const apostrophe = 0x27;
const typographicApostrophe = 0x2019;

function isAsciiWord(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
}

interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Visit = (term: string, start: number, end: number) => void;

/**
 * Visits every token in reading order. Case, diacritics and apostrophes are folded away
 * (`Don’t` → `dont`, `Ostrom's` → `ostrom`); `_` parts words as a space does.
 *
 * @param isQuery a query asks for pairs of an unspaced script only; an index also holds the last character of each run, so that a single character finds it wherever it stands
 */
export function visitTokens(original: string, visit: Visit, isQuery = false): void {
  // Lower case at once is far cheaper than word by word; the few letters that grow with it forbid it.
  const lower = original.toLowerCase();
  const text = lower.length === original.length ? lower : original;
  let index = 0;
  while (index < text.length) {
    const first = text.charCodeAt(index);
    if (first < 128 && !isAsciiWord(first)) {
      index += 1;
      continue;
    }
    let end = index;
    let isPlain = true;
    for (; end < text.length; end += 1) {
      const unit = text.charCodeAt(end);
      if (isAsciiWord(unit)) continue;
      if (unit === apostrophe && end > index && isAsciiWord(text.charCodeAt(end + 1))) {
        isPlain = false;
        continue;
      }
      if (unit < 128) break;
      isPlain = false;
    }
    if (isPlain) {
      visit(text.slice(index, Math.min(end, index + maxTermLength)).toLowerCase(), index, end);
    } else {
      visitRun(text.slice(index, end), index, visit, isQuery);
    }
    index = Math.max(end, index + 1);
  }
}

/** All tokens of a text. For long texts `visitTokens` is cheaper. */
export function tokenize(text: string, isQuery = false): Token[] {
  const tokens: Token[] = [];
  visitTokens(text, (term, start, end) => tokens.push({ term, start, end }), isQuery);
  return tokens;
}

// Opened, a mark that stands alone is a mark on a space.
function termOf(text: string): string {
  return fold(text).replace(/\s+/gu, '').slice(0, maxTermLength);
}

/** A run with apostrophes or letters outside ASCII. */
function visitRun(run: string, offset: number, visit: Visit, isQuery: boolean): void {
  const emit = (word: Part | null): void => {
    const term = word ? termOf(word.text) : '';
    if (word && term !== '') visit(term, offset + word.start, offset + word.end);
  };
  let held: Part | null = null;
  for (const match of run.matchAll(wordParts)) {
    const text = match[0];
    const start = match.index;
    const end = start + text.length;
    if (unspaced.test(text)) {
      emit(held);
      held = null;
      visitPairs(text, offset + start, visit, isQuery);
    } else if (held && start === held.end + 1 && isShortEnding(run, held.end, text)) {
      // A possessive ending says nothing; other short endings belong to the word (don't, we'll).
      const ending = text.toLowerCase() === 's' ? '' : text;
      held = { text: held.text + ending, start: held.start, end };
    } else {
      emit(held);
      held = { text, start, end };
    }
  }
  emit(held);
}

function isShortEnding(run: string, before: number, text: string): boolean {
  return /^[a-z]{1,2}$/i.test(text) && isApostrophe(run.charCodeAt(before));
}

function isApostrophe(unit: number): boolean {
  return unit === apostrophe || unit === typographicApostrophe;
}

function visitPairs(run: string, offset: number, visit: Visit, isQuery: boolean): void {
  let previous: { text: string; start: number } | null = null;
  let count = 0;
  for (const match of run.matchAll(unspacedCharacter)) {
    count += 1;
    const start = offset + match.index;
    const end = start + match[0].length;
    if (previous) visit(termOf(previous.text + match[0]), previous.start, end);
    previous = { text: match[0], start };
  }
  if (previous && (count === 1 || !isQuery)) {
    visit(termOf(previous.text), previous.start, previous.start + previous.text.length);
  }
}
