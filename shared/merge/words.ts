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
  for (const [inBase, inOurs, inTheirs, inMerged] of wordCounts([base, ours, theirs, merged])) {
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

type Counts = [number, number, number, number];

/**
 * How often each word occurs in each of four texts. Lines that all of them have as often are left out:
 * a word never spans lines, and of a large page most lines are the same in all versions.
 */
function wordCounts(texts: readonly string[]): Iterable<Counts> {
  const lines = new Map<string, Counts>();
  texts.forEach((text, version) => {
    for (const line of text.split('\n')) countIn(lines, line, version, 1);
  });
  const words = new Map<string, Counts>();
  for (const [line, counts] of lines) {
    if (counts.every((count) => count === counts[0])) continue;
    for (const word of splitWords(line)) {
      if (!hasWord.test(word)) continue;
      counts.forEach((count, version) => {
        if (count > 0) countIn(words, word, version, count);
      });
    }
  }
  return words.values();
}

function countIn(counts: Map<string, Counts>, key: string, version: number, times: number): void {
  const known = counts.get(key);
  if (known !== undefined) {
    known[version] = (known[version] ?? 0) + times;
    return;
  }
  const made: Counts = [0, 0, 0, 0];
  made[version] = times;
  counts.set(key, made);
}
