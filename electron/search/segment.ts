import type { QueryWord } from '../../shared/search/query.ts';
import type { PageRecord } from './page-record.ts';

/** The fields of a document, in the order in which every segment stores them, and what a hit there counts. */
export const fields = ['title', 'aliases', 'headings', 'tags', 'body'] as const;
export const fieldBoosts = [6, 5, 2.5, 3, 1] as const;

/** BM25+ as MiniSearch computes it, so that every kind of segment gives a page the same score. */
const bm25 = { k: 1.2, b: 0.7, d: 0.5 };
export const prefixWeight = 0.375;
export const fuzzyWeight = 0.45;

/** Terms of one page, one list a field. */
export type PageTerms = readonly (readonly string[])[];

export interface Hit {
  readonly page: PageRecord;
  readonly score: number;
}

export interface SegmentAnswer {
  /** The best `limit` hits, best first. */
  readonly best: readonly Hit[];
  readonly total: number;
}

export interface SegmentQuery {
  readonly words: readonly QueryWord[];
  /** `all`: a page must match every word. */
  readonly mode: 'all' | 'any';
  readonly limit: number;
  /** Filters beyond the words; null when there are none. */
  readonly accepts: ((page: PageRecord) => boolean) | null;
}

/** What scores depend on beyond the segment itself: the whole index, else small segments would rank oddly. */
export interface Corpus {
  readonly documentCount: number;
  readonly averageLengths: readonly number[];
  /** In how many pages each field holds the term. */
  documentCounts(term: string): readonly number[];
}

/**
 * A part of the index that answers queries by itself. The live segment (MiniSearch) takes changes;
 * frozen ones only lose pages. The law between them: the same pages give the same hits and scores.
 */
export interface Segment {
  readonly documentCount: number;
  /** Sum over all pages of the number of different terms, one a field. */
  readonly fieldLengths: readonly number[];
  /** Whether at least `enough` pages hold the word itself (or a term it begins). */
  isCommon(word: QueryWord, enough: number): boolean;
  documentCounts(term: string): readonly number[];
  /** The pages that hold the term in any field. */
  pagesWith(term: string): PageRecord[];
  search(query: SegmentQuery, corpus: Corpus): SegmentAnswer;
  /** Takes a page out of every later answer. */
  remove(page: PageRecord): void;
}

export function inverseFrequency(documentCount: number, matching: number): number {
  return Math.log(1 + Math.max(0, documentCount - matching + 0.5) / (matching + 0.5));
}

export function termScore(frequency: number, length: number, averageLength: number): number {
  const { k, b, d } = bm25;
  return d + (frequency * (k + 1)) / (frequency + k * (1 - b + (b * length) / averageLength));
}

/** Best first; equal scores in the order of paths, so that an answer is the same every time. */
export function compareHits(a: Hit, b: Hit): number {
  return b.score - a.score || (a.page.path < b.page.path ? -1 : 1);
}
