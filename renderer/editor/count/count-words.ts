export interface WordCount {
  readonly words: number;
  /** To read it, rounded up. */
  readonly minutes: number;
  /** Worked out from a part of a very long text. */
  readonly isAbout: boolean;
}

// Chinese and Japanese are counted by the character, as their writers do; these are written without spaces.
const characters = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc';
const unspaced = '\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const letters = `(?:(?![${characters}${unspaced}])[\\p{L}\\p{M}\\p{N}_])+`;
const token = new RegExp(
  `(?<character>[${characters}]\\p{M}*)|(?<run>[${unspaced}]+)|${letters}(?:['’.,:/@-]${letters})*`,
  'gu',
);
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

const wordsInMinute = 230;
const charactersInMinute = 450;
const sampleLength = 400_000;

/** Words by how they are written: between spaces, or each by a character or a run of them. */
export interface Tally {
  readonly spaced: number;
  readonly single: number;
}

/** Counts the words of a text as a reader sees it. */
export function countText(text: string): WordCount {
  const sample = text.slice(0, sampleLength);
  return countOf([tallyOf(sample)], text.length / Math.max(1, sample.length));
}

/** The same for a text of which each part was counted: words don't go on from one to the next. */
export function countTallies(tallies: readonly Tally[]): WordCount {
  return countOf(tallies, 1);
}

export function tallyOf(sample: string): Tally {
  let spaced = 0;
  let single = 0;
  for (const { groups } of sample.matchAll(token)) {
    if (groups?.['character'] !== undefined) single += 1;
    else if (groups?.['run'] === undefined) spaced += 1;
    else {
      for (const { isWordLike } of segmenter.segment(groups['run'])) {
        if (isWordLike === true) spaced += 1;
      }
    }
  }
  return { spaced, single };
}

export function sumOf(tallies: readonly Tally[]): Tally {
  let spaced = 0;
  let single = 0;
  for (const tally of tallies) {
    spaced += tally.spaced;
    single += tally.single;
  }
  return { spaced, single };
}

/** @param scale how much longer the text is than what was counted of it */
function countOf(tallies: readonly Tally[], scale: number): WordCount {
  const { spaced, single } = sumOf(tallies);
  const minutes = (spaced / wordsInMinute + single / charactersInMinute) * scale;
  return {
    words: Math.round((spaced + single) * scale),
    minutes: Math.ceil(minutes),
    isAbout: scale > 1,
  };
}

/** Markdown without what a reader doesn't see: details, addresses, targets, tags. */
export function readerText(markdown: string): string {
  return markdown
    .replace(/^\ufeff?---[ \t]*\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/, '')
    .replace(/\]\([^()\s]*(?:\s+"[^"\n]*")?\)/g, ']')
    .replace(/\[\[[^\][|\n]*\|/g, '[[')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/^[ \t]*(?:`{3,}|~{3,}).*$/gm, '');
}

const counts = new Intl.NumberFormat();

/** “1,234 words, 6 minutes to read”, or “12 of 1,234 words”. */
export function countedWords(whole: WordCount, selected: WordCount | null): string {
  const number = `${whole.isAbout ? 'about ' : ''}${counts.format(whole.words)}`;
  const words = whole.words === 1 ? 'word' : 'words';
  const minutes = ({ minutes: many }: WordCount) =>
    many === 0 ? '' : `, ${counts.format(many)} ${many === 1 ? 'minute' : 'minutes'} to read`;
  if (selected === null) return `${number} ${words}${minutes(whole)}`;
  return `${counts.format(selected.words)} of ${number} ${words} selected${minutes(selected)}`;
}
