/**
 * Folding: what two spellings of a word share, so that `Łódź`, `łódź` and `lodz` meet.
 *
 * Compatibility forms are opened (ﬁ → fi, ２ → 2), case and the diacritics of Latin, Greek, Cyrillic,
 * Hebrew and Arabic are dropped. Marks that spell a different word stay: Thai vowels, Indic signs, kana voicing.
 */

// Letters that Unicode does not decompose, though readers take them for their base letter.
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ẞ', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ð', 'd'],
  ['đ', 'd'],
  ['ħ', 'h'],
  ['ı', 'i'],
  ['ł', 'l'],
  ['ŀ', 'l'],
  ['ŋ', 'ng'],
  ['þ', 'th'],
  ['ŧ', 't'],
  ['ə', 'e'],
  ['ƒ', 'f'],
  ['ɓ', 'b'],
  ['ɗ', 'd'],
  ['ƙ', 'k'],
  ['ς', 'σ'],
  ['ё', 'е'],
  ['ـ', ''],
]);

const droppedMarks =
  /[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g;
const letterToPlain = new RegExp(`[${[...plainLetters.keys()].join('')}]`, 'g');
// eslint-disable-next-line no-control-regex -- the range of ASCII is what this looks for
const onlyAscii = /^[\u0000-\u007f]*$/;
// A character with the marks that belong to it: folding never reaches across two of these.
const cluster = /\P{M}\p{M}*|\p{M}+/gu;

/** The folded text. Two texts that a searcher takes for the same word fold to the same string. */
export function fold(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(droppedMarks, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(letterToPlain, (letter) => plainLetters.get(letter) ?? letter)
    .replace(droppedMarks, '');
}

/** Folded text whose every unit knows where it stood: `starts[i]` to `ends[i]` of the original. */
export interface FoldedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Folds and keeps, for each unit of the result, the range of the original it came from. */
export function foldWithOffsets(original: string): FoldedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (const match of original.matchAll(cluster)) {
    const folded = fold(match[0]);
    for (let unit = 0; unit < folded.length; unit += 1) {
      starts.push(match.index);
      ends.push(match.index + match[0].length);
    }
    text += folded;
  }
  return { text, starts, ends };
}
