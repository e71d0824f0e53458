import MiniSearch from 'minisearch';
import type { QueryWord } from '../../shared/search/query.ts';
import { BestHits } from './frozen-segment.ts';
import type { PageRecord } from './page-record.ts';
import {
  fieldBoosts,
  fields,
  fuzzyWeight,
  inverseFrequency,
  prefixWeight,
  type Corpus,
  type PageTerms,
  type Segment,
  type SegmentAnswer,
  type SegmentQuery,
} from './segment.ts';

type Field = (typeof fields)[number];
/** A page for MiniSearch: each field's terms, parted by spaces (no term holds one). */
type LiveDocument = { readonly id: string } & Readonly<Record<Field, string>>;

interface LivePage {
  readonly page: PageRecord;
  readonly document: LiveDocument;
}

/** The part of the index that takes changes: MiniSearch over the pages since the last freeze. */
export class LiveSegment implements Segment {
  readonly #pages = new Map<string, LivePage>();
  readonly #mini = new MiniSearch<LiveDocument>({
    fields: [...fields],
    tokenize: (text) => (text === '' ? [] : text.split(' ')),
    processTerm: (term) => term,
    searchOptions: {
      boost: Object.fromEntries(fields.map((field, index) => [field, fieldBoosts[index] ?? 1])),
      weights: { prefix: prefixWeight, fuzzy: fuzzyWeight },
    },
  });
  readonly #fieldLengths = fields.map(() => 0);

  get documentCount(): number {
    return this.#pages.size;
  }

  get fieldLengths(): readonly number[] {
    return this.#fieldLengths;
  }

  /** Replaces what the segment held of that path. */
  put(page: PageRecord, terms: PageTerms): void {
    this.#drop(page.path);
    const texts = terms.map((list) => list.join(' '));
    const document: LiveDocument = {
      id: page.path,
      title: texts[0] ?? '',
      aliases: texts[1] ?? '',
      headings: texts[2] ?? '',
      tags: texts[3] ?? '',
      body: texts[4] ?? '',
    };
    this.#pages.set(page.path, { page, document });
    this.#mini.add(document);
    this.#count(document, 1);
  }

  remove(page: PageRecord): void {
    if (this.#pages.get(page.path)?.page === page) this.#drop(page.path);
  }

  /** Every page with its terms, for freezing. */
  *contents(): Iterable<{ page: PageRecord; terms: PageTerms }> {
    for (const { page, document } of this.#pages.values()) {
      yield { page, terms: fields.map((field) => termsOf(document[field])) };
    }
  }

  isCommon(word: QueryWord, enough: number): boolean {
    return this.#mini.search(word.term, { prefix: word.isPrefix, fuzzy: false }).length >= enough;
  }

  documentCounts(term: string): readonly number[] {
    const results = this.#mini.search(term, { prefix: false, fuzzy: false });
    const counts = fields.map(() => 0);
    for (const result of results) {
      for (const names of Object.values(result.match)) {
        for (const name of names) {
          const field = fields.findIndex((candidate) => candidate === name);
          counts[field] = (counts[field] ?? 0) + 1;
        }
      }
    }
    return counts;
  }

  pagesWith(term: string): PageRecord[] {
    const results = this.#mini.search(term, { prefix: false, fuzzy: false });
    return results.flatMap((result) => this.#pages.get(String(result.id))?.page ?? []);
  }

  search(query: SegmentQuery, corpus: Corpus): SegmentAnswer {
    const words = new Map(query.words.map((word) => [word.term, word]));
    if (words.size === 0) return { best: [], total: 0 };
    const boosts = new Map(
      query.words.map((word) => [word.term, this.#boostOf(word.term, corpus)]),
    );
    const results = this.#mini.search([...words.keys()].join(' '), {
      combineWith: query.mode === 'all' ? 'AND' : 'OR',
      prefix: (term) => words.get(term)?.isPrefix ?? false,
      fuzzy: (term) => words.get(term)?.maxDistance ?? 0,
      boostTerm: (term) => boosts.get(term) ?? 1,
    });
    const best = new BestHits(query.limit);
    let total = 0;
    for (const result of results) {
      const page = this.#pages.get(String(result.id))?.page;
      if (!page || (query.accepts && !query.accepts(page))) continue;
      total += 1;
      best.add(page, result.score);
    }
    return { best: best.sorted(), total };
  }

  /** MiniSearch weighs a term by how rare it is among its own few pages; this corrects it to all pages. */
  #boostOf(term: string, corpus: Corpus): number {
    if (corpus.documentCount === this.documentCount) return 1;
    const own = Math.max(...this.documentCounts(term));
    const all = Math.max(...corpus.documentCounts(term));
    return inverseFrequency(corpus.documentCount, all) / inverseFrequency(this.documentCount, own);
  }

  #drop(path: string): void {
    const known = this.#pages.get(path);
    if (!known) return;
    this.#pages.delete(path);
    this.#mini.remove(known.document);
    this.#count(known.document, -1);
  }

  #count(document: LiveDocument, sign: 1 | -1): void {
    fields.forEach((field, index) => {
      const different = new Set(termsOf(document[field])).size;
      this.#fieldLengths[index] = (this.#fieldLengths[index] ?? 0) + sign * different;
    });
  }
}

function termsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
