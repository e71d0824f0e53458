import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasPhrase,
  isEmptyQuery,
  isWithinDistance,
  parseQuery,
} from '../../../shared/search/query.ts';

describe('parseQuery', () => {
  it('reads words, the last of which may be unfinished', () => {
    expect(parseQuery('wiki comm').words).toEqual([
      { term: 'wiki', isPrefix: false, maxDistance: 1 },
      { term: 'comm', isPrefix: true, maxDistance: 1 },
    ]);
    expect(parseQuery('wiki comm ').words.at(-1)?.isPrefix).toBe(false);
  });

  it('allows more typing errors in longer words, and none in numbers', () => {
    expect(
      parseQuery('the wiki knowledge 20245').words.map(({ maxDistance }) => maxDistance),
    ).toEqual([0, 1, 2, 0]);
  });

  it('reads phrases, exclusions and operators', () => {
    const query = parseQuery(
      '"commons based" -draft -"not this" tag:Economy/Gift #café -#old title:Peer folder:"My Notes/" -folder:talk',
    );
    expect(query.words).toEqual([]);
    expect(query.phrases).toEqual([['commons', 'based']]);
    expect(query.excludedPhrases).toEqual([['draft'], ['not', 'this']]);
    expect(query.tags).toEqual(['economy/gift', 'cafe']);
    expect(query.excludedTags).toEqual(['old']);
    expect(query.titleWords).toEqual(['peer']);
    expect(query.folders).toEqual(['my notes']);
    expect(query.excludedFolders).toEqual(['talk']);
  });

  it('reads an open quote as a phrase to the end', () => {
    expect(parseQuery('"peer to').phrases).toEqual([['peer', 'to']]);
  });

  it('takes signs and unknown operators for words', () => {
    expect(parseQuery('http://x.org').words.map(({ term }) => term)).toEqual(['http', 'x', 'org']);
    expect(isEmptyQuery(parseQuery(' - "" # : '))).toBe(true);
  });

  it('never fails, and asks for no more than some dozen words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1000 }), (input) => {
        expect(parseQuery(input).words.length).toBeLessThanOrEqual(24);
      }),
    );
  });
});

describe('isWithinDistance', () => {
  it('counts letters inserted, removed and replaced', () => {
    expect(isWithinDistance('ostrom', 'ostorm', 2)).toBe(true);
    expect(isWithinDistance('ostrom', 'ostorm', 1)).toBe(false);
    expect(isWithinDistance('', 'ab', 2)).toBe(true);
    expect(isWithinDistance('commons', 'comons', 1)).toBe(true);
  });

  it('is the same from both sides', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(isWithinDistance(a, b, 2)).toBe(isWithinDistance(b, a, 2));
      }),
    );
  });
});

describe('hasPhrase', () => {
  it('wants the terms in a row', () => {
    expect(hasPhrase(['a', 'b', 'a', 'c'], ['a', 'c'])).toBe(true);
    expect(hasPhrase(['a', 'b', 'c'], ['a', 'c'])).toBe(false);
  });
});
