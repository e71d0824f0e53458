import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldWithOffsets } from '../../../shared/search/fold.ts';
import { tokenize } from '../../../shared/search/tokens.ts';

const terms = (text: string, isQuery = false) => tokenize(text, isQuery).map(({ term }) => term);

describe('fold', () => {
  it.each([
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Ærø', 'aero'],
    ['Øresund', 'oresund'],
    ['đðþ', 'ddth'],
    ['cœur', 'coeur'],
    ['naïve', 'naive'],
    ['ﬁn', 'fin'],
    ['１２', '12'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['Ёлка', 'елка'],
    ['İstanbul', 'istanbul'],
    ['ệ', 'e'],
  ])('takes %s for %s', (written, folded) => {
    expect(fold(written)).toBe(folded);
  });

  it('keeps marks that make another word', () => {
    expect(fold('が')).not.toBe(fold('か'));
    expect(fold('ที่')).not.toBe(fold('ท'));
    expect(fold('한국')).toBe('한국');
  });

  it('folds what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('knows where each folded letter stood', () => {
    const { text, starts, ends } = foldWithOffsets('Die Straße');
    expect(text).toBe('die strasse');
    const at = text.indexOf('ss');
    expect('Die Straße'.slice(starts[at], ends[at + 1])).toBe('ß');
  });
});

describe('tokenize', () => {
  it('folds words and keeps their place in the text', () => {
    expect(tokenize('The Café, 2024')).toEqual([
      { term: 'the', start: 0, end: 3 },
      { term: 'cafe', start: 4, end: 8 },
      { term: '2024', start: 10, end: 14 },
    ]);
  });

  it('reads possessives and contractions as one word', () => {
    expect(terms("Ostrom's don't l’amour we’ll")).toEqual(['ostrom', 'dont', 'l', 'amour', 'well']);
  });

  it('parts words at underscores and hyphens', () => {
    expect(terms('snake_case well-being')).toEqual(['snake', 'case', 'well', 'being']);
  });

  it('cuts Chinese, Japanese, Korean and Thai into pairs', () => {
    expect(terms('漢字検索')).toEqual(['漢字', '字検', '検索', '索']);
    expect(terms('漢字検索', true)).toEqual(['漢字', '字検', '検索']);
    expect(terms('東京tower', true)).toEqual(['東京', 'tower']);
    expect(terms('索', true)).toEqual(['索']);
    expect(terms('ที่นี่', true)).toEqual(['ที่นี่'.normalize('NFC')]);
  });

  it('keeps only the beginning of an endless word', () => {
    expect(terms('a'.repeat(100_000))).toEqual(['a'.repeat(48)]);
  });

  it('takes any string, with offsets inside it and in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let last = 0;
        for (const { term, start, end } of tokenize(text)) {
          expect(term).not.toBe('');
          expect(term).not.toMatch(/\s/);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(end).toBeGreaterThan(start);
          last = start;
        }
      }),
      { examples: [['\ufe74'], ['a\u037ab']] },
    );
  });

  it('finds a Korean word also where it is written letter by letter', () => {
    for (const word of ['가', '힣', '한국어 위키', 'ấ가𓑄']) {
      expect(terms(word.normalize('NFD'))).toEqual(terms(word.normalize('NFC')));
    }
  });

  it('finds a word whatever its case and accents', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(terms(text.normalize('NFD'))).toEqual(terms(text.normalize('NFC')));
      }),
    );
  });
});
