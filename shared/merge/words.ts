/**
 * Cuts text into words, spaces and marks for merging; the pieces joined are the text.
 *
 * A URL, an inline code span and a number with its separators are one piece: half of one side's and
 * half of the other's would be neither's. Scripts without spaces are cut by character, from fixed
 * ranges: `Intl.Segmenter` has another dictionary in every release, and two peers must cut alike.
 */
const unspaced =
  '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff';
const letters = `(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}_])+`;
const piece = new RegExp(
  [
    '\\s+',
    'https?:\\/\\/[^\\s<>()\\[\\]"]+',
    '`[^`\\n]+`',
    '\\d+(?:[.,:/-]\\d+)+',
    `[${unspaced}]\\p{M}*`,
    `${letters}(?:['’]${letters})*`,
    '.',
  ].join('|'),
  'gsu',
);
const hasWord = /[\p{L}\p{N}]/u;

export function splitWords(text: string): string[] {
  return text.match(piece) ?? [];
}

/** How often each word occurs; spaces and marks don't count. */
export function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of splitWords(text)) {
    if (hasWord.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Twice the shared words over all words, 0 to 1 (Dice). */
export function similarityOf(
  left: ReadonlyMap<string, number>,
  right: ReadonlyMap<string, number>,
): number {
  let shared = 0;
  let total = 0;
  for (const [word, count] of left) {
    shared += Math.min(count, right.get(word) ?? 0);
    total += count;
  }
  for (const count of right.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}

/**
 * The safety gate: whether each side's added words are in the merged text and its deleted ones gone.
 *
 * `exact` holds inside one block: a word both changed alike may count once or twice, any other
 * change counts in full. Over a page the bounds are loose, as parts of one change can be shared.
 */
export function keepsBothChanges(
  base: string,
  ours: string,
  theirs: string,
  merged: string,
  bounds: 'exact' | 'loose',
): boolean {
  const counts = [base, ours, theirs, merged].map(countWords);
  const words = new Set(counts.flatMap((count) => [...count.keys()]));
  for (const word of words) {
    const [inBase = 0, inOurs = 0, inTheirs = 0, inMerged = 0] = counts.map(
      (count) => count.get(word) ?? 0,
    );
    const our = inOurs - inBase;
    const their = inTheirs - inBase;
    const both = our + their;
    const change = inMerged - inBase;
    let [least, most] = [both, both];
    if (bounds === 'loose') {
      least = Math.min(our, their, both);
      most = Math.max(our, their, both);
    } else if (our > 0 && their > 0) {
      least = Math.max(our, their);
    } else if (our < 0 && their < 0) {
      most = Math.min(our, their);
    }
    if (change < least || change > most) return false;
  }
  return true;
}
