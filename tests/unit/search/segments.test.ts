import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrozenSegment } from '../../../electron/search/frozen-segment.ts';
import { LiveSegment } from '../../../electron/search/live-segment.ts';
import type { PageRecord } from '../../../electron/search/page-record.ts';
import { SegmentBuilder } from '../../../electron/search/segment-builder.ts';
import type { Corpus, PageTerms, Segment } from '../../../electron/search/segment.ts';
import { isWithinDistance, type QueryWord } from '../../../shared/search/query.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';

const letters = fc.constantFrom('a', 'b', 'c', 'é', '漢');
const term = fc.string({ unit: letters, minLength: 1, maxLength: 6 });
const hostileTerm = fc.oneof(
  { weight: 9, arbitrary: term },
  fc.constantFrom('__proto__', 'constructor', 'toString', 'valueOf', 'a'.repeat(48)),
);
const terms = fc.array(hostileTerm, { maxLength: 12 });
const page = fc.tuple(terms, terms, terms, terms, terms);
const word = fc.record({
  term: hostileTerm,
  isPrefix: fc.boolean(),
  maxDistance: fc.constantFrom(0, 1, 2),
});

function recordOf(index: number): PageRecord {
  const path = toPagePath(`Page ${String(index).padStart(3, '0')}.md`);
  if (path === null) throw new Error('unreachable');
  return { path, stamp: '1', title: path, aliases: [], tags: [], links: [] };
}

function bothOf(pages: readonly PageTerms[]) {
  const records = pages.map((_, index) => recordOf(index));
  const live = new LiveSegment();
  const builder = new SegmentBuilder();
  pages.forEach((pageTerms, index) => {
    const record = records[index];
    if (!record) return;
    live.put(record, pageTerms);
    builder.add(record, pageTerms);
  });
  return { records, live, frozen: new FrozenSegment(builder.freeze()) };
}

function corpusOf(segment: Segment): Corpus {
  return {
    documentCount: segment.documentCount,
    averageLengths: segment.fieldLengths.map((length) => length / segment.documentCount),
    documentCounts: (each) => segment.documentCounts(each),
  };
}

function answerOf(segment: Segment, words: readonly QueryWord[], mode: 'all' | 'any') {
  const { best, total } = segment.search(
    { words, mode, limit: 1000, accepts: null },
    corpusOf(segment),
  );
  return {
    total,
    scores: new Map(best.map((hit) => [hit.page.path, hit.score.toFixed(9)])),
  };
}

const unique = { selector: (each: QueryWord) => each.term, minLength: 1, maxLength: 3 };

describe('the live and the frozen segment', () => {
  it('give the same pages the same hits and scores', () => {
    fc.assert(
      fc.property(
        fc.array(page, { minLength: 1, maxLength: 12 }),
        fc.uniqueArray(word, unique),
        fc.constantFrom('all' as const, 'any' as const),
        (pages, words, mode) => {
          const { live, frozen } = bothOf(pages);
          expect(answerOf(frozen, words, mode)).toEqual(answerOf(live, words, mode));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('know the same pages with a term, and how many fields hold it', () => {
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 8 }), term, (pages, asked) => {
        const { live, frozen } = bothOf(pages);
        const paths = (segment: Segment) =>
          segment
            .pagesWith(asked)
            .map(({ path }) => path)
            .sort();
        expect(paths(frozen)).toEqual(paths(live));
        expect(frozen.documentCounts(asked)).toEqual(live.documentCounts(asked));
        expect(frozen.fieldLengths).toEqual(live.fieldLengths);
      }),
    );
  });

  it('no longer find a page that was taken out', () => {
    fc.assert(
      fc.property(fc.array(page, { minLength: 2, maxLength: 8 }), word, (pages, asked) => {
        const { records, live, frozen } = bothOf(pages);
        const [gone] = records;
        if (!gone) return;
        for (const segment of [live, frozen]) {
          segment.remove(gone);
          expect(answerOf(segment, [asked], 'any').scores.has(gone.path)).toBe(false);
        }
      }),
    );
  });
});

describe('a merged segment', () => {
  it('answers as one that was built of the same pages at once', () => {
    fc.assert(
      fc.property(
        fc.array(page, { minLength: 2, maxLength: 12 }),
        fc.uniqueArray(word, unique),
        (pages, words) => {
          const middle = Math.floor(pages.length / 2);
          const merged = new SegmentBuilder();
          const whole = new SegmentBuilder();
          for (const part of [pages.slice(0, middle), pages.slice(middle)]) {
            const builder = new SegmentBuilder();
            for (const pageTerms of part) {
              const record = recordOf(whole.documentCount);
              whole.add(record, pageTerms);
              builder.add(record, pageTerms);
            }
            new FrozenSegment(builder.freeze()).copyTo(merged);
          }
          const one = new FrozenSegment(whole.freeze());
          const two = new FrozenSegment(merged.freeze());
          expect(answerOf(two, words, 'any')).toEqual(answerOf(one, words, 'any'));
        },
      ),
    );
  });
});

describe('a fuzzy look-up', () => {
  it('finds exactly the terms within the distance', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 60 }), term, (all, asked) => {
        const builder = new SegmentBuilder();
        const known = [...new Set(all)];
        known.forEach((each, index) => builder.add(recordOf(index), [[], [], [], [], [each]]));
        const frozen = new FrozenSegment(builder.freeze());
        const query: QueryWord = { term: asked, isPrefix: false, maxDistance: 2 };
        const expected = known.filter((each) => isWithinDistance(asked, each, 2)).length;
        expect(answerOf(frozen, [query], 'any').total).toBe(expected);
      }),
    );
  });
});
