import type { QueryWord } from '../../shared/search/query.ts';
import type { PageRecord } from './page-record.ts';
import type { SegmentBuilder, SegmentBytes } from './segment-builder.ts';
import { TermDictionary } from './term-dictionary.ts';
import {
  compareHits,
  fieldBoosts,
  fields,
  fuzzyWeight,
  inverseFrequency,
  prefixWeight,
  termScore,
  type Corpus,
  type Hit,
  type Segment,
  type SegmentAnswer,
  type SegmentQuery,
} from './segment.ts';

/** A beginning shared by more terms than this counts for the terms that most pages hold. */
const maxExpansions = 128;
const fieldCount = fields.length;
const noCounts: readonly number[] = fields.map(() => 0);

/** An immutable part of the index over typed arrays. Its pages can only be taken out. */
export class FrozenSegment implements Segment {
  readonly pages: readonly PageRecord[];
  readonly bytes: SegmentBytes;
  readonly fieldLengths: readonly number[];
  readonly #dictionary: TermDictionary;
  readonly #documents = new Map<PageRecord, number>();
  readonly #isRemoved: Uint8Array;
  readonly #scores: Float64Array;
  /** Scratch of a search, zero between two: how many words a page matched, and the last of them. */
  readonly #matchCounts: Uint8Array;
  readonly #lastMatches: Uint8Array;
  #removedCount = 0;

  constructor(bytes: SegmentBytes, removed: readonly number[] = []) {
    this.bytes = bytes;
    this.pages = bytes.pages;
    this.#dictionary = new TermDictionary(bytes.termUnits, bytes.termStarts);
    this.pages.forEach((page, document) => this.#documents.set(page, document));
    const count = this.pages.length;
    this.#isRemoved = new Uint8Array(count);
    this.#scores = new Float64Array(count);
    this.#matchCounts = new Uint8Array(count);
    this.#lastMatches = new Uint8Array(count);
    const totals = fields.map(() => 0);
    bytes.lengths.forEach((length, index) => {
      totals[index % fieldCount] = (totals[index % fieldCount] ?? 0) + length;
    });
    this.fieldLengths = totals;
    for (const document of removed) this.#removeDocument(document);
  }

  get documentCount(): number {
    return this.pages.length;
  }

  get removedCount(): number {
    return this.#removedCount;
  }

  /** Numbers of the pages that were taken out. */
  removedDocuments(): number[] {
    return this.pages.flatMap((_, document) => (this.#isRemoved[document] ? [document] : []));
  }

  /** Pages that are still in. */
  livePages(): PageRecord[] {
    return this.pages.filter((_, document) => !this.#isRemoved[document]);
  }

  remove(page: PageRecord): void {
    const document = this.#documents.get(page);
    if (document !== undefined) this.#removeDocument(document);
  }

  isCommon(word: QueryWord, enough: number): boolean {
    const { from, to } = this.#range(word);
    let count = 0;
    for (let term = from; term < to && count < enough; term += 1) count += this.#countOf(term);
    return count >= enough;
  }

  documentCounts(term: string): readonly number[] {
    const index = this.#dictionary.indexOf(term);
    if (index === -1) return noCounts;
    const reader = this.#readerAt(index);
    return fields.map(() => reader.next());
  }

  pagesWith(term: string): PageRecord[] {
    const index = this.#dictionary.indexOf(term);
    if (index === -1) return [];
    const pages: PageRecord[] = [];
    const frequencies = new Uint32Array(fieldCount);
    const postings = this.#postingsOf(index);
    while (postings.advance(frequencies)) {
      const page = this.pages[postings.document];
      if (page && !this.#isRemoved[postings.document]) pages.push(page);
    }
    return pages;
  }

  search(query: SegmentQuery, corpus: Corpus): SegmentAnswer {
    const touched: number[] = [];
    query.words.forEach((word, group) => {
      const needed = query.mode === 'all' ? group : 0;
      for (const { term, weight } of this.#expand(word)) {
        this.#score(term, weight, corpus, group, needed, touched);
      }
    });
    const needed = query.mode === 'all' ? query.words.length : 1;
    const best = new BestHits(query.limit);
    let total = 0;
    for (const document of touched) {
      const matchCount = this.#matchCounts[document] ?? 0;
      // MiniSearch too counts a page the more, the more of the words it holds.
      const score = (this.#scores[document] ?? 0) * matchCount;
      const isMatch = matchCount >= needed;
      this.#scores[document] = 0;
      this.#matchCounts[document] = 0;
      this.#lastMatches[document] = 0;
      const page = this.pages[document];
      if (!isMatch || !page || this.#isRemoved[document]) continue;
      if (query.accepts && !query.accepts(page)) continue;
      total += 1;
      best.add(page, score);
    }
    return { best: best.sorted(), total };
  }

  /** Adds the pages that are still in to a builder: how segments are merged. */
  copyTo(builder: SegmentBuilder): void {
    const renumbered = new Int32Array(this.pages.length).fill(-1);
    this.pages.forEach((page, document) => {
      if (this.#isRemoved[document]) return;
      const from = document * fieldCount;
      const lengths = [...this.bytes.lengths.subarray(from, from + fieldCount)];
      renumbered[document] = builder.addPage(page, lengths);
    });
    const frequencies = new Uint32Array(fieldCount);
    for (let index = 0; index < this.#dictionary.size; index += 1) {
      const term = this.#dictionary.termAt(index);
      const postings = this.#postingsOf(index);
      while (postings.advance(frequencies)) {
        const document = renumbered[postings.document] ?? -1;
        if (document !== -1) builder.addPosting(term, document, frequencies);
      }
    }
  }

  #removeDocument(document: number): void {
    if (this.#isRemoved[document] !== 0) return;
    this.#isRemoved[document] = 1;
    this.#removedCount += 1;
  }

  #range(word: QueryWord): { from: number; to: number } {
    if (word.isPrefix) return this.#dictionary.rangeOf(word.term);
    const index = this.#dictionary.indexOf(word.term);
    return index === -1 ? { from: 0, to: 0 } : { from: index, to: index + 1 };
  }

  #expand(word: QueryWord): { term: number; weight: number }[] {
    const { from, to } = this.#range(word);
    const weights = new Map<number, number>();
    for (const term of this.#mostCommon(from, to)) {
      const length = this.#termLength(term);
      const extra = length - word.term.length;
      weights.set(term, extra === 0 ? 1 : (prefixWeight * length) / (length + 0.3 * extra));
    }
    if (word.maxDistance > 0) {
      for (const { index, distance } of this.#dictionary.near(word.term, word.maxDistance)) {
        if (weights.has(index) || (index >= from && index < to)) continue;
        const length = this.#termLength(index);
        weights.set(index, distance === 0 ? 1 : (fuzzyWeight * length) / (length + distance));
      }
    }
    return [...weights].map(([term, weight]) => ({ term, weight }));
  }

  #mostCommon(from: number, to: number): number[] {
    const terms = Array.from({ length: to - from }, (_, index) => from + index);
    if (terms.length <= maxExpansions) return terms;
    const counts = new Map(terms.map((term) => [term, this.#countOf(term)]));
    const sorted = terms.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a - b);
    // The first of the range may be the word itself, which is what was asked for.
    return [...new Set([from, ...sorted.slice(0, maxExpansions)])];
  }

  #score(
    term: number,
    weight: number,
    corpus: Corpus,
    group: number,
    needed: number,
    touched: number[],
  ): void {
    const counts = corpus.documentCounts(this.#dictionary.termAt(term));
    const factors = counts.map(
      (count, field) =>
        weight * (fieldBoosts[field] ?? 1) * inverseFrequency(corpus.documentCount, count),
    );
    const frequencies = new Uint32Array(fieldCount);
    const postings = this.#postingsOf(term);
    const matchCounts = this.#matchCounts;
    const last = this.#lastMatches;
    const { lengths } = this.bytes;
    while (postings.advance(frequencies)) {
      const { document } = postings;
      const matchCount = matchCounts[document] ?? 0;
      if (matchCount < needed) continue;
      if (matchCount === 0) touched.push(document);
      let score = 0;
      for (let field = 0; field < fieldCount; field += 1) {
        const frequency = frequencies[field] ?? 0;
        if (frequency === 0) continue;
        const length = lengths[document * fieldCount + field] ?? 0;
        const average = corpus.averageLengths[field] ?? 1;
        score += (factors[field] ?? 0) * termScore(frequency, length, average);
      }
      if (last[document] !== group + 1) {
        last[document] = group + 1;
        matchCounts[document] = matchCount + 1;
      }
      this.#scores[document] = (this.#scores[document] ?? 0) + score;
    }
  }

  #termLength(term: number): number {
    return (this.bytes.termStarts[term + 1] ?? 0) - (this.bytes.termStarts[term] ?? 0);
  }

  #readerAt(term: number): NumberReader {
    return new NumberReader(this.bytes.postings, this.bytes.postingStarts[term] ?? 0);
  }

  /** How many pages hold the term. */
  #countOf(term: number): number {
    const reader = this.#readerAt(term);
    for (let field = 0; field < fieldCount; field += 1) reader.next();
    return reader.next();
  }

  #postingsOf(term: number): Postings {
    const reader = this.#readerAt(term);
    for (let field = 0; field < fieldCount; field += 1) reader.next();
    return new Postings(reader, reader.next());
  }
}

/** Reads numbers of seven bits a byte, least first. */
class NumberReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  next(): number {
    let byte = this.#bytes[this.#at++] ?? 0;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      byte = this.#bytes[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value >>> 0;
  }
}

/** Walks the postings of one term. */
class Postings {
  document = -1;
  readonly #reader: NumberReader;
  #left: number;

  constructor(reader: NumberReader, count: number) {
    this.#reader = reader;
    this.#left = count;
  }

  /** Steps to the next page and fills in how often each of its fields holds the term; false at the end. */
  advance(frequencies: Uint32Array): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    const step = this.#reader.next();
    this.document += step >>> 1;
    frequencies.fill(0);
    if (step & 1) {
      frequencies[fieldCount - 1] = 1;
      return true;
    }
    const mask = this.#reader.next();
    for (let field = 0; field < fieldCount; field += 1) {
      if (mask & (1 << field)) frequencies[field] = this.#reader.next();
    }
    return true;
  }
}

/** Keeps the best so many hits without sorting all of them. */
export class BestHits {
  readonly #limit: number;
  #hits: Hit[] = [];
  #lowest = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(page: PageRecord, score: number): void {
    if (score < this.#lowest) return;
    this.#hits.push({ page, score });
    if (this.#hits.length < this.#limit * 2 + 64) return;
    this.#hits = this.sorted();
    this.#lowest = this.#hits.at(-1)?.score ?? -Infinity;
  }

  sorted(): Hit[] {
    return this.#hits.sort(compareHits).slice(0, this.#limit);
  }
}
