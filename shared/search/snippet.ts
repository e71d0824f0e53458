import { wordMatches, type QueryWord, type SearchQuery } from './query.ts';
import { visitTokens } from './tokens.ts';
import { plainText } from '../wiki/plain-text.ts';

export interface TextPiece {
  readonly text: string;
  /** The query matched this. */
  readonly isHit: boolean;
}

interface Hit {
  readonly start: number;
  readonly end: number;
  /** Which word of the query, so that a window with several different ones wins. */
  readonly word: number;
}

const snippetLength = 200;
/** Of a longer page only so much is read closely: around the place where most of the words stand. */
const excerptLength = 6000;
const maxHits = 2000;

/** All that a query wants to see marked: its words, and the words of its phrases. */
export function markedWords(query: SearchQuery): QueryWord[] {
  const exact = [...query.phrases.flat()].map((term) => ({
    term,
    isPrefix: false,
    maxDistance: 0,
  }));
  const titles = query.titleWords.map((term) => ({ term, isPrefix: true, maxDistance: 0 }));
  return [...query.words, ...exact, ...titles];
}

/** Cuts a short text into what was matched and the rest. */
export function markHits(text: string, words: readonly QueryWord[]): TextPiece[] {
  return cut(text, 0, text.length, findHits(text, words));
}

/**
 * About 200 characters of a page's source around the best hits, in reading form.
 * Without a hit: the beginning. Empty for a page with no text.
 */
export function makeSnippet(source: string, words: readonly QueryWord[]): TextPiece[] {
  const excerpt = excerptOf(source, words);
  const text = plainText(excerpt.text).replace(/\s+/g, ' ').trim();
  const hits = findHits(text, words);
  const { from, to } = bestWindow(text, hits);
  const pieces = cut(text, from, to, hits);
  if (from > 0 || (excerpt.hasMoreBefore && text !== '')) {
    pieces.unshift({ text: '… ', isHit: false });
  }
  if (to < text.length || excerpt.hasMoreAfter) pieces.push({ text: ' …', isHit: false });
  return joined(pieces);
}

interface Excerpt {
  readonly text: string;
  readonly hasMoreBefore: boolean;
  readonly hasMoreAfter: boolean;
}

/**
 * The part of a long page worth reading closely, found without reading it so: the words as they are,
 * no accents folded. What is found by other spellings only is looked for in the beginning.
 */
function excerptOf(source: string, words: readonly QueryWord[]): Excerpt {
  if (source.length <= excerptLength) {
    return { text: source, hasMoreBefore: false, hasMoreAfter: false };
  }
  const near = densestPlace(source, words);
  const lineStart = source.lastIndexOf('\n', Math.max(0, near - excerptLength / 3)) + 1;
  const from = near === 0 || near - lineStart > excerptLength ? whole(source, near) : lineStart;
  const to = whole(source, Math.min(source.length, Math.max(from, near) + excerptLength));
  return {
    text: source.slice(near === 0 ? 0 : from, to),
    hasMoreBefore: near !== 0 && from > 0,
    hasMoreAfter: to < source.length,
  };
}

/** Where the first of the most different words within some lines of each other stands; 0 if none is found. */
function densestPlace(source: string, words: readonly QueryWord[]): number {
  const terms = words.map(({ term }) => term.replace(/[^\p{L}\p{N}\p{M}]/gu, '.')).slice(0, 12);
  if (terms.length === 0) return 0;
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${terms.map((term) => `(${term})`).join('|')})`,
    'giu',
  );
  const places: { at: number; word: number }[] = [];
  let best = { at: 0, count: 0 };
  for (const match of source.matchAll(pattern)) {
    // Groups that did not take part are undefined, whatever the type says.
    const groups: readonly (string | undefined)[] = match;
    const word = groups.findIndex((group, index) => index > 0 && group !== undefined);
    places.push({ at: match.index, word });
    if (places.length > 200) break;
    const near = places.filter(({ at }) => match.index - at < snippetLength * 3);
    const count = new Set(near.map((place) => place.word)).size;
    if (count > best.count) best = { at: near[0]?.at ?? match.index, count };
    if (count === terms.length) break;
  }
  return best.at;
}

function findHits(text: string, words: readonly QueryWord[]): Hit[] {
  const hits: Hit[] = [];
  const known = new Map<string, number>();
  visitTokens(text, (term, start, end) => {
    if (hits.length >= maxHits) return;
    let word = known.get(term);
    if (word === undefined) {
      word = words.findIndex((candidate) => wordMatches(candidate, term));
      known.set(term, word);
    }
    if (word !== -1) hits.push({ start, end, word });
  });
  return hits;
}

function bestWindow(text: string, hits: readonly Hit[]): { from: number; to: number } {
  const first = hits[0];
  if (!first) return { from: 0, to: wordEnd(text, Math.min(snippetLength, text.length)) };
  let best = { score: -1, start: first.start, end: first.end };
  let left = 0;
  const counts = new Map<number, number>();
  for (let right = 0; right < hits.length; right += 1) {
    const hit = hits[right];
    if (!hit) break;
    counts.set(hit.word, (counts.get(hit.word) ?? 0) + 1);
    for (
      let first = hits[left];
      first && hit.end - first.start > snippetLength * 0.8;
      first = hits[left]
    ) {
      if (left === right) break;
      const rest = (counts.get(first.word) ?? 1) - 1;
      if (rest === 0) counts.delete(first.word);
      else counts.set(first.word, rest);
      left += 1;
    }
    const score = counts.size * 10 + Math.min(right - left + 1, 9);
    if (score > best.score) best = { score, start: hits[left]?.start ?? hit.start, end: hit.end };
  }
  const spare = Math.max(0, snippetLength - (best.end - best.start));
  const from = wordStart(text, Math.max(0, best.start - Math.floor(spare * 0.4)), best.start);
  const to = wordEnd(text, Math.min(text.length, Math.max(from + snippetLength, best.end)));
  return { from, to: Math.max(to, Math.min(best.end, from + snippetLength * 2)) };
}

/** The next start of a word at or after `at`, not past `limit`. */
function wordStart(text: string, at: number, limit: number): number {
  if (at === 0) return 0;
  const space = text.indexOf(' ', at - 1);
  return space === -1 || space >= limit || space - at > 30 ? whole(text, at) : space + 1;
}

/** The last end of a word at or before `at`. */
function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return space <= 0 || at - space > 30 ? whole(text, at) : space;
}

/** Steps off the middle of a surrogate pair. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

function cut(text: string, from: number, to: number, hits: readonly Hit[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = from;
  for (const hit of hits) {
    if (hit.end <= at || hit.start >= to) continue;
    const start = Math.max(hit.start, at);
    const end = Math.min(hit.end, to);
    if (start > at) pieces.push({ text: text.slice(at, start), isHit: false });
    pieces.push({ text: text.slice(start, end), isHit: true });
    at = end;
  }
  if (at < to) pieces.push({ text: text.slice(at, to), isHit: false });
  return joined(pieces);
}

/** Neighbours of one kind become one piece (the overlapping pairs of unspaced scripts are many). */
function joined(pieces: readonly TextPiece[]): TextPiece[] {
  const result: TextPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.isHit === piece.isHit)
      result[result.length - 1] = { ...last, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
