import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../shared/search/query.ts';
import { makeSnippet, markedWords, markHits } from '../../../shared/search/snippet.ts';

const snippetOf = (source: string, query: string) =>
  makeSnippet(source, markedWords(parseQuery(query)));
const textOf = (pieces: readonly { text: string }[]) => pieces.map(({ text }) => text).join('');
const hitsOf = (pieces: readonly { text: string; isHit: boolean }[]) =>
  pieces.filter(({ isHit }) => isHit).map(({ text }) => text);

const filler = 'Some words that nobody is looking for stand here. '.repeat(40);

describe('makeSnippet', () => {
  it('marks what was matched as it is written on the page', () => {
    expect(hitsOf(snippetOf('Visit Łódź and its Straßen.', 'lodz strass'))).toEqual([
      'Łódź',
      'Straßen',
    ]);
  });

  it('shows the place where most of the words stand together', () => {
    const source = `gift ${filler} the gift economy of commons ${filler} economy`;
    const snippet = snippetOf(source, 'gift economy commons');
    expect(hitsOf(snippet)).toEqual(['gift', 'economy', 'commons']);
    expect(textOf(snippet)).toMatch(/^… .* …$/);
  });

  it('reads without the markup', () => {
    const source =
      '---\ntags: [x]\n---\n# Title\n\n- **Peer** [[Production|production]] and [more](http://x.org)\n';
    expect(textOf(snippetOf(source, 'peer'))).toBe('Title Peer production and more');
  });

  it('shows the beginning when nothing in the text was matched', () => {
    const snippet = snippetOf(`Begins so. ${filler}`, 'zebra');
    expect(textOf(snippet)).toMatch(/^Begins so\. .* …$/);
    expect(hitsOf(snippet)).toEqual([]);
  });

  it('marks a word of an unspaced script as one piece', () => {
    expect(hitsOf(snippetOf('これは漢字検索です', '漢字検索'))).toEqual(['漢字検索']);
  });

  it('gives nothing for a page without text', () => {
    expect(snippetOf('', 'word')).toEqual([]);
  });

  it('stays short and loses no letter, whatever the page holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (source) => {
        const text = textOf(snippetOf(source, 'a e i'));
        expect(text.length).toBeLessThanOrEqual(450);
        expect(!source.isWellFormed() || text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('markHits', () => {
  it('gives back the whole title in pieces', () => {
    const pieces = markHits('The Café of Peers', markedWords(parseQuery('cafe peer')));
    expect(textOf(pieces)).toBe('The Café of Peers');
    expect(hitsOf(pieces)).toEqual(['Café', 'Peers']);
  });
});
