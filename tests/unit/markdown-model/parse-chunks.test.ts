import type { Nodes } from 'mdast';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInChunks } from '../../../shared/markdown/model/parse-chunks.ts';
import { pieceStarts } from '../../../shared/markdown/model/piece-starts.ts';
import { parseMarkdown } from '../../../shared/markdown/parse.ts';
import { anyDocument } from './arbitraries.ts';
import { specExamples } from './spec-examples.ts';

/** A tree with offsets only: a piece counts lines from its own start. */
function shape(node: Nodes): unknown {
  const { position, ...rest } = node;
  const children = 'children' in node ? node.children.map(shape) : undefined;
  return { ...rest, children, from: position?.start.offset, to: position?.end.offset };
}

// Cut wherever it can be, and here and there.
const lengths = [1, 10];

const sameInPieces = (text: string): void => {
  const whole = parseMarkdown(text).children.map(shape);
  for (const length of lengths) {
    expect((parseInChunks(text, length) ?? []).map(shape)).toEqual(whole);
  }
};

test('pieces parse to what the whole does, for random documents', () => {
  const documents = fc.array(
    anyDocument.map((text) => text.replaceAll('\ufeff', '')),
    {
      maxLength: 4,
    },
  );
  fc.assert(fc.property(documents, (texts) => sameInPieces(texts.join('\n\n'))));
});

test('pieces parse to what the whole does, for the specification in one text', () => {
  for (let at = 0; at < specExamples.length; at += 5) {
    const texts = specExamples.slice(at, at + 5).map((example) => example.markdown);
    sameInPieces(texts.join('\nText.\n\nText.\n\n'));
  }
});

test('an open fence swallows the rest, as it does in one parse', () => {
  sameInPieces(`Text.\n\nText.\n\n\`\`\`\n${'code\n\n'.repeat(20)}`);
  sameInPieces(`Text.\n\nText.\n\n<!-- \n${'hidden\n\n'.repeat(20)}`);
});

test('a reference finds its definition in a far piece', () => {
  sameInPieces(`[a] and [^n]\n\n${'Text text text.\n\n'.repeat(20)}[a]: b\n\n[^n]: note\n`);
});

test('a reference finds it also from a piece that ends in an open fence', () => {
  sameInPieces('- [n]: o\n- a\n- a\n[n]\n- ```\n  code');
  sameInPieces(`[n]: o\n\n${'Text text text.\n\n'.repeat(20)}Some [n].\n\n\`\`\`\ncode\n`);
});

test('a long list is one list, whatever its items hold', () => {
  const item = fc.constantFrom(
    '- a',
    '- [n]: o',
    '- [n]',
    '- [x] b **c**',
    '  - d',
    '    1. e',
    '  text',
    '* f',
    '+ g',
    '1. h',
    '2) i',
    '7. j',
    '- - k',
    '- > l',
    '- ```\n  code',
    '  $$\n  x',
    '- <!-- m',
    '-',
    '---',
    'lazy',
    '> - p',
    '\tq',
    '| r |\n| - |',
    '',
  );
  const lists = fc.array(item, { maxLength: 14 }).map((lines) => `${lines.join('\n')}\n`);
  fc.assert(fc.property(lists, sameInPieces), { numRuns: 500 });
});

test('lines of every kind in any order are what they are in one parse', () => {
  const line = fc.constantFrom(
    ...['', '', '', 'text', '  lazy', '    code', '\tcode', '# H', '===', '---', '***', '* * *'],
    ...['- a', '- b', '-', '- ', '-\tc', '+ d', '*', '1. e', '1.', '2. f', '1) g', '7) h', '00. i'],
    ...[
      '  - a',
      '   - b',
      '    - c',
      '      - d',
      '  1. e',
      '  text',
      '  # H',
      '  ---',
      '     text',
    ],
    ...[
      '- ```',
      '  ```',
      '- ~~~',
      '```',
      '~~~',
      '    ```',
      '- <!-- m',
      '-->',
      '<!-- n -->',
      '<div>',
    ],
    ...[
      '</div>',
      '- <pre>',
      '</pre>',
      '- # H',
      '- > q',
      '> q',
      '> - r',
      '>',
      '> ```',
      '- - s',
      '- 1. t',
    ],
    ...[
      '| a |',
      '| - |',
      '|b|c|',
      '|',
      '| a',
      'a | b',
      '- | -',
      '- | a |',
      '  | - |',
      '> | a |',
      '> | - |',
    ],
    ...[
      '[n]: o',
      '- [n]: o',
      '[n]',
      '[n][]',
      '[m]: <p>',
      '  "t"',
      '[m]\\',
      '- [x] [n]',
      '- [ ]',
      '![n]',
    ],
    ...[
      '[^n]: note',
      '    more',
      '[^n]',
      '![^n]',
      '- [^n]: in',
      '[^m]: a [n]',
      '> [q\n> r]',
      '[q r]: s',
    ],
    ...[
      '$$',
      '- $$',
      '%%',
      '- %%',
      '$$ x',
      ':::note',
      ':::',
      '::::a',
      '::::',
      '- :::b',
      '  :::',
      '> :::c',
    ],
    ...['\ufeffb', '\ufeff:::d', '\ufeff# H', '\ufeff| a |'],
  );
  const texts = fc
    .array(line, { maxLength: 16 })
    .map((lines) => `${lines.join('\n')}\n`.replace(/^\ufeff+/, ''));
  fc.assert(fc.property(texts, sameInPieces), { numRuns: 1000 });
});

test('a long directive is where it stands now, read again below other text', () => {
  const directive = `:::note\n${'Text *text* text.\n\n'.repeat(20)}:::\n`;
  sameInPieces(`Text.\n\n${directive}`);
  sameInPieces(`Text.\n\nMore text.\n\nText.\n\n${directive}`);
});

test('what was parsed before is where it stands now, once or twice', () => {
  const documents = fc.array(
    anyDocument.map((text) => text.replaceAll('\ufeff', '')),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(documents, anyDocument, fc.nat(), (texts, more, place) => {
      const join = (parts: readonly string[]) => parts.join('\n\nText.\n\n');
      sameInPieces(join(texts));
      sameInPieces(join(texts.toSpliced(place % texts.length, 0, more.replaceAll('\ufeff', ''))));
      sameInPieces(join([...texts, ...texts]));
      sameInPieces(join(texts.slice(1)));
    }),
    { numRuns: 60 },
  );
});

test('a word more changes the piece that it stands in, and few beside it', () => {
  const item = (index: number) => `- item ${(index * 7919) % 1000} of a long list with ${index}\n`;
  const text = Array.from({ length: 1000 }, (_, index) => item(index)).join('');
  const pieces = (of: string): string[] => {
    const starts = pieceStarts(of, 0, of.length, 500);
    return starts.map((start, index) => of.slice(start, starts[index + 1]));
  };
  const before = new Set(pieces(text));
  const places = Array.from({ length: 50 }, (_, index) => text.indexOf('\n', index * 700));
  const others = places.map((at) => {
    const now = pieces(`${text.slice(0, at)} word${text.slice(at)}`);
    expect(now.join('').length).toBe(text.length + 5);
    return now.filter((piece) => !before.has(piece)).length;
  });
  expect(before.size).toBeGreaterThan(50);
  expect(others.reduce((sum, count) => sum + count, 0)).toBeLessThan(100);
});
