import { hunksBetween } from '../merge/edits.ts';
import type { Hunk } from '../merge/shortest-edit.ts';
import type { BlameText } from './blame-words.ts';

const hasLetter = /[\p{L}\p{N}]/u;
// Past this, words are found again by longer stretches only: comparing them all takes too long.
const maxWordPairs = 16_000_000;
/** So many words in a row, moved elsewhere in the page, are known again. */
const movedWords = 5;
const leastMovedLetters = 4;
const maxSamePlaces = 8;

/**
 * Which word of the older text each word of the newer one is; -1 for new words.
 *
 * Lines first, then words in the lines that changed, then stretches that moved within the page.
 */
export function matchWords(older: BlameText, newer: BlameText): Int32Array {
  const matches = new Int32Array(newer.words.length).fill(-1);
  const hunks = hunksBetween(older.lines, newer.lines);
  let line = 0;
  let shift = 0;
  const matchSame = (end: number) => {
    const from = older.lineStarts[line] ?? 0;
    const to = newer.lineStarts[line + shift] ?? 0;
    const length = (older.lineStarts[end] ?? 0) - from;
    for (let at = 0; at < length; at += 1) matches[to + at] = from + at;
  };
  for (const hunk of hunks) {
    matchSame(hunk.start);
    matchHunk(older, newer, hunk, matches);
    line = hunk.end;
    shift = hunk.to - hunk.end;
  }
  matchSame(older.lines.length);
  matchMoved(older, newer, matches);
  return matches;
}

function matchHunk(older: BlameText, newer: BlameText, hunk: Hunk, matches: Int32Array): void {
  const from = older.lineStarts[hunk.start] ?? 0;
  const to = newer.lineStarts[hunk.from] ?? 0;
  const before = older.words.slice(from, older.lineStarts[hunk.end]);
  const after = newer.words.slice(to, newer.lineStarts[hunk.to]);
  if (before.length * after.length > maxWordPairs) return;
  const counts = countsIn(older);
  const isCommon = (word: string) => (counts.get(word) ?? 0) > 1;
  const wordHunks = hunksBetween(before, after);
  const lettersIn = (words: readonly string[]) =>
    words.filter((word) => hasLetter.test(word)).length;
  let start = 0;
  let image = 0;
  for (const [rank, next] of [...wordHunks, null].entries()) {
    const end = next?.start ?? before.length;
    const kept = after.slice(image, image + end - start);
    const previous = wordHunks[rank - 1];
    // A full stop or a lone "the" that outlasts its rewritten sentence says nothing of who wrote it.
    const newLetters =
      previous === undefined ? 0 : lettersIn(after.slice(previous.from, previous.to));
    const isLeftOver =
      newLetters > 0 &&
      (lettersIn(kept) === 0 ||
        (next !== null &&
          kept.length < 3 &&
          kept.every((word) => !hasLetter.test(word) || isCommon(word)) &&
          newLetters > 2 &&
          lettersIn(after.slice(next.from, next.to)) > 2));
    if (!isLeftOver) {
      for (let at = 0; at < end - start; at += 1) matches[to + image + at] = from + start + at;
    }
    start = next?.end ?? before.length;
    image = next?.to ?? after.length;
  }
}

const countsByText = new WeakMap<BlameText, ReadonlyMap<string, number>>();

function countsIn(text: BlameText): ReadonlyMap<string, number> {
  const known = countsByText.get(text);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const word of text.words) counts.set(word, (counts.get(word) ?? 0) + 1);
  countsByText.set(text, counts);
  return counts;
}

/** Finds stretches of new words among those that went: text that moved keeps its author. */
function matchMoved(older: BlameText, newer: BlameText, matches: Int32Array): void {
  const isFree = new Uint8Array(older.words.length).fill(1);
  for (const match of matches) if (match !== -1) isFree[match] = 0;
  const places = new Map<string, number[]>();
  const keyAt = (words: readonly string[], at: number, isOpen: (at: number) => boolean) => {
    if (at + movedWords > words.length) return null;
    for (let next = at; next < at + movedWords; next += 1) if (!isOpen(next)) return null;
    return words.slice(at, at + movedWords).join(' ');
  };
  for (let at = 0; at < older.words.length; at += 1) {
    const key = keyAt(older.words, at, (next) => isFree[next] === 1);
    if (key === null) continue;
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else if (known.length < maxSamePlaces) known.push(at);
  }
  if (places.size === 0) return;
  for (let at = 0; at < newer.words.length; at += 1) {
    const key = keyAt(newer.words, at, (next) => matches[next] === -1);
    if (key === null) continue;
    let best = { place: -1, length: 0 };
    for (const place of places.get(key) ?? []) {
      let length = 0;
      while (
        at + length < newer.words.length &&
        isFree[place + length] === 1 &&
        matches[at + length] === -1 &&
        older.words[place + length] === newer.words[at + length]
      ) {
        length += 1;
      }
      if (length > best.length) best = { place, length };
    }
    const moved = newer.words.slice(at, at + best.length);
    if (moved.filter((word) => hasLetter.test(word)).length < leastMovedLetters) continue;
    for (let step = 0; step < best.length; step += 1) {
      matches[at + step] = best.place + step;
      isFree[best.place + step] = 0;
    }
    at += best.length - 1;
  }
}
