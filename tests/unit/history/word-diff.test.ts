import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldUnchanged } from '../../../shared/history/fold.ts';
import { proseDiff } from '../../../shared/history/prose-diff.ts';
import { sourceDiff } from '../../../shared/history/source-diff.ts';
import { diffWords, type WordPiece } from '../../../shared/history/words.ts';

const text = fc
  .array(
    fc.constantFrom(
      'one',
      'two',
      'three',
      ' ',
      '\n',
      ', ',
      '東京都',
      'に住む',
      '# ',
      '- ',
      '[[A|b]]',
    ),
  )
  .map((parts) => parts.join(''));

function side(pieces: readonly WordPiece[], left: 'inserted' | 'deleted'): string {
  return pieces
    .filter((piece) => piece.change !== left)
    .map((piece) => piece.text)
    .join('');
}

describe('the words that changed', () => {
  it('hold both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = diffWords(before, after);
        expect(side(pieces, 'inserted')).toBe(before);
        expect(side(pieces, 'deleted')).toBe(after);
      }),
    );
  });

  it('are whole words', () => {
    expect(diffWords('The cat sat.', 'The cart sat.')).toEqual([
      { change: 'same', text: 'The ' },
      { change: 'deleted', text: 'cat' },
      { change: 'inserted', text: 'cart' },
      { change: 'same', text: ' sat.' },
    ]);
  });

  it('read as one phrase when only a space stands between them', () => {
    expect(diffWords('a big dog ran', 'a small cat ran').map((piece) => piece.text)).toEqual([
      'a ',
      'big dog',
      'small cat',
      ' ran',
    ]);
  });

  it('are words of a dictionary in scripts without spaces', () => {
    const pieces = diffWords('私は東京に住む', '私は京都に住む');
    expect(pieces.filter((piece) => piece.change === 'deleted')).toEqual([
      { change: 'deleted', text: '東京' },
    ]);
  });
});

describe('the lines that changed', () => {
  it('hold both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const rows = sourceDiff(before, after);
        const linesOf = (change: 'inserted' | 'deleted') =>
          rows
            .filter((row) => row.change !== change)
            .map((row) => row.pieces.map((piece) => piece.text).join(''));
        const lines = (whole: string) =>
          (whole.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((each) => each.trimEnd());
        expect(linesOf('inserted').map((each) => each.trimEnd())).toEqual(lines(before));
        expect(linesOf('deleted').map((each) => each.trimEnd())).toEqual(lines(after));
      }),
    );
  });

  it('mark the words in a line that resembles the old one', () => {
    const rows = sourceDiff('same\nthe old words here\n', 'same\nthe new words here\n');
    expect(rows.map((row) => [row.change, row.before, row.after])).toEqual([
      ['same', 1, 1],
      ['deleted', 2, null],
      ['inserted', null, 2],
    ]);
    expect(rows[2]?.pieces).toEqual([
      { change: 'same', text: 'the ' },
      { change: 'inserted', text: 'new' },
      { change: 'same', text: ' words here' },
    ]);
  });

  it('find a line again behind new ones', () => {
    const rows = sourceDiff('- [ ] Rye bread\n', '- Soda\n- [x] Rye bread\n');
    expect(rows.map((row) => row.pieces.length)).toEqual([3, 1, 3]);
  });

  it('fold away what is far from every change', () => {
    const rows = [0, 0, 0, 0, 1, 0, 0, 0, 0];
    const folded = foldUnchanged(rows, (row) => row === 0, 1);
    expect(folded.map((each) => (each.kind === 'fold' ? each.rows.length : 'row'))).toEqual([
      3,
      'row',
      'row',
      'row',
      3,
    ]);
  });
});

describe('the prose that changed', () => {
  it('shows blocks without their marks', () => {
    const rows = proseDiff(
      '## Old title\n\n- [ ] do **it** now\n',
      '## New title\n\n- [x] do **it** now\n\nAdded.\n',
    );
    expect(rows.map((row) => [row.kind, row.level, row.marker, row.change])).toEqual([
      ['heading', 2, '', 'edited'],
      ['item', 0, '', 'edited'],
      ['paragraph', 0, '', 'inserted'],
    ]);
    expect(rows[0]?.pieces.map((piece) => piece.text)).toEqual(['Old', 'New', ' title']);
    expect(rows[1]?.pieces.map((piece) => piece.text)).toEqual(['☐', '☑', ' do it now']);
  });

  it('shows a callout with its title, and each paragraph of a quote on a line', () => {
    const callout = '> [!warning]- Mind the frost\n> Cover\n> the beds.\n>\n> Twice.\n';
    const shown = (text: string) => proseDiff('', text)[0]?.pieces.map((piece) => piece.text);
    expect(shown(callout)).toEqual(['Warning: Mind the frost\nCover the beds.\nTwice.']);
    expect(shown('> [!note]\n> One.\n')).toEqual(['Note\nOne.']);
    expect(shown('> [not] a callout\n')).toEqual(['[not] a callout']);
  });

  it('shows the source when only an address changed', () => {
    const [row] = proseDiff(
      'See [it](https://a.example/1) there.',
      'See [it](https://a.example/2) there.',
    );
    expect(row?.pieces.some((piece) => piece.text.includes('https://a.example/2'))).toBe(true);
  });

  it('survives any two texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const row of proseDiff(before, after)) expect(row.pieces).toBeDefined();
      }),
    );
  });
});
