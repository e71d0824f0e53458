import type { QueryWord } from '../../shared/search/query.ts';
import { FrozenSegment } from './frozen-segment.ts';
import type { IndexCache } from './index-cache.ts';
import { LiveSegment } from './live-segment.ts';
import type { PageRecord } from './page-record.ts';
import { SegmentBuilder } from './segment-builder.ts';
import { compareHits, fields, type Corpus, type PageTerms } from './segment.ts';
import type { Segment, SegmentAnswer, SegmentQuery } from './segment.ts';

/** Beyond so many pages the live segment is frozen: MiniSearch costs memory and time by its size. */
export const maxLivePages = 400;
const firstFreeze = 250;
const largestFreeze = 8000;
/** Segments with fewer pages than this are merged when there are more than a few. */
const smallSegment = 4000;
const maxSmallSegments = 4;

interface Place {
  readonly page: PageRecord;
  /** Null while the page waits in the builder. */
  segment: Segment | null;
}

/** All pages, and the segments that hold them. Each page is in one place only. */
export class IndexStore {
  readonly #cache: IndexCache;
  readonly #places = new Map<string, Place>();
  #frozen: FrozenSegment[] = [];
  #live = new LiveSegment();
  #builder = new SegmentBuilder();
  #freezeAt = firstFreeze;
  #isDirty = false;

  constructor(cache: IndexCache) {
    this.#cache = cache;
  }

  /** Takes over what the cache holds. */
  load(): void {
    this.#frozen = this.#cache.load();
    for (const segment of this.#frozen) {
      for (const page of segment.livePages()) this.#places.set(page.path, { page, segment });
    }
  }

  get pageCount(): number {
    return this.#places.size;
  }

  get isDirty(): boolean {
    return this.#isDirty;
  }

  pageAt(path: string): PageRecord | null {
    return this.#places.get(path)?.page ?? null;
  }

  *pages(): Iterable<PageRecord> {
    for (const { page } of this.#places.values()) yield page;
  }

  /** Takes one changed page; it is found at once. */
  put(page: PageRecord, terms: PageTerms): void {
    this.remove(page.path);
    this.#live.put(page, terms);
    this.#places.set(page.path, { page, segment: this.#live });
    this.#isDirty = true;
    if (this.#live.documentCount > maxLivePages) this.#freezeLive();
  }

  /** Takes one of many pages; they are found by their words after the next `flush`, which comes by itself too. */
  putInBulk(page: PageRecord, terms: PageTerms): void {
    this.remove(page.path);
    this.#builder.add(page, terms);
    this.#places.set(page.path, { page, segment: null });
    this.#isDirty = true;
    if (this.#builder.documentCount < this.#freezeAt) return;
    this.flush();
    this.#freezeAt = Math.min(this.#freezeAt * 2, largestFreeze);
  }

  remove(path: string): void {
    const place = this.#places.get(path);
    if (!place) return;
    place.segment?.remove(place.page);
    this.#places.delete(path);
    this.#isDirty = true;
  }

  flush(): void {
    this.#freeze(this.#builder);
    this.#builder = new SegmentBuilder();
  }

  /** The end of a bulk: everything is found, small segments are joined. */
  finishBulk(): void {
    this.flush();
    this.#freezeAt = firstFreeze;
    this.#merge();
  }

  /**
   * Writes what changed to the cache. The live segment is frozen for it; pages that still wait
   * in the builder are left out, so that closing in the middle of a bulk is quick.
   *
   * @throws Error of the file system
   */
  save(): void {
    if (!this.#isDirty) return;
    this.#freezeLive();
    this.#cache.save(this.#frozen);
    this.#isDirty = false;
  }

  isCommon(word: QueryWord, enough: number): boolean {
    return this.#segments().some((segment) => segment.isCommon(word, enough));
  }

  pagesWith(term: string): Set<PageRecord> {
    return new Set(this.#segments().flatMap((segment) => segment.pagesWith(term)));
  }

  search(query: SegmentQuery): SegmentAnswer {
    const segments = this.#segments();
    const corpus = corpusOf(segments);
    const answers = segments.map((segment) => segment.search(query, corpus));
    return {
      best: answers
        .flatMap((answer) => answer.best)
        .sort(compareHits)
        .slice(0, query.limit),
      total: answers.reduce((sum, answer) => sum + answer.total, 0),
    };
  }

  #segments(): readonly Segment[] {
    return this.#live.documentCount > 0 ? [...this.#frozen, this.#live] : this.#frozen;
  }

  #freezeLive(): void {
    if (this.#live.documentCount === 0) return;
    const builder = new SegmentBuilder();
    for (const { page, terms } of this.#live.contents()) builder.add(page, terms);
    this.#live = new LiveSegment();
    this.#freeze(builder);
    this.#merge();
  }

  #freeze(builder: SegmentBuilder): void {
    if (builder.documentCount === 0) return;
    const segment = new FrozenSegment(builder.freeze());
    for (const page of segment.pages) {
      const place = this.#places.get(page.path);
      // A page that changed or went while it waited in the builder is in another place now.
      if (place?.page === page) place.segment = segment;
      else segment.remove(page);
    }
    this.#frozen.push(segment);
  }

  #merge(): void {
    const isWorn = (segment: FrozenSegment): boolean =>
      segment.removedCount * 3 > segment.documentCount;
    const isSmall = (segment: FrozenSegment): boolean =>
      segment.documentCount - segment.removedCount < smallSegment;
    const small = this.#frozen.filter(isSmall);
    const chosen = new Set(this.#frozen.filter(isWorn));
    if (small.length > maxSmallSegments) for (const segment of small) chosen.add(segment);
    if (chosen.size === 0) return;
    this.#frozen = this.#frozen.filter((segment) => !chosen.has(segment));
    const builder = new SegmentBuilder();
    for (const segment of chosen) segment.copyTo(builder);
    this.#freeze(builder);
  }
}

function corpusOf(segments: readonly Segment[]): Corpus {
  const known = new Map<string, readonly number[]>();
  const documentCount = segments.reduce((sum, segment) => sum + segment.documentCount, 0);
  const averageLengths = fields.map((_, field) => {
    const total = segments.reduce((sum, segment) => sum + (segment.fieldLengths[field] ?? 0), 0);
    return total / Math.max(1, documentCount);
  });
  return {
    documentCount,
    averageLengths,
    documentCounts(term) {
      let counts = known.get(term);
      if (!counts) {
        const each = segments.map((segment) => segment.documentCounts(term));
        counts = fields.map((_, field) => each.reduce((sum, one) => sum + (one[field] ?? 0), 0));
        known.set(term, counts);
      }
      return counts;
    },
  };
}
