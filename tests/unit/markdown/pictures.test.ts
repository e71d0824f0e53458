import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changePicture,
  readPicture,
  readSize,
  writePicture,
} from '../../../shared/markdown/pictures.ts';
import { parseMarkdown } from '../../../shared/markdown/parse.ts';

const sources = [
  '![](a.png)',
  '![A cat](cat.png)',
  '![A cat|300](cat.png)',
  '![A cat|300x200](cat.png "On *the* roof")',
  "![a [b] `]` \\] c]( <x (1) y.png>  'it\\'s' )",
  '![t](x "](y)")',
  '![t](a(b)c.png (title))',
  '![__b__ &amp; c\nnext](x\\_y.png\n"two\nlines")',
  '![|40](x.png)',
  '![[a b.png]]',
  '![[a.png|300]]',
  '![[a.png|A cat|300x100]]',
  '![[Page#Part|words]]',
  '![words][ref]',
  '![w|30][some ref]',
];

describe('a picture', () => {
  test.each([
    ['![A cat|300x200](c.png "On it")', 'c.png', 'A cat', 300, 200, 'On it'],
    ['![300](c.png)', 'c.png', '300', null, null, ''],
    ['![a\\|20](c.png)', 'c.png', 'a', 20, null, ''],
    ['![[c.png|300]]', 'c.png', '', 300, null, ''],
    ['![[c.png|A cat|300]]', 'c.png', 'A cat', 300, null, ''],
    ['![[c.png\\|A cat]]', 'c.png', 'A cat', null, null, ''],
    ['![a][Ref]', 'Ref', 'a', null, null, ''],
  ])('%s is read', (source, target, alt, width, height, caption) => {
    expect(readPicture(source)).toMatchObject({ target, alt, width, height, caption });
  });

  test.each(['text', '![a](b) c', '[a](b)', '![[a]] ![[b]]', '![a](b', '![^1]', ''])(
    '%j is none',
    (source) => {
      expect(readPicture(source)).toBeNull();
    },
  );

  test('a size is read at once in words made to be slow', () => {
    expect(readSize(`${' '.repeat(500_000)}|x`).width).toBeNull();
  });
});

describe('changing a picture', () => {
  test.each([
    ['![A cat](c.png)', { alt: 'A dog' }, '![A dog](c.png)'],
    ['![A __cat__|300]( <c d.png>  "t" )', { alt: 'x' }, '![x|300]( <c d.png>  "t" )'],
    ['![A __cat__]( <c d.png>  "t" )', { width: 80 }, '![A __cat__|80]( <c d.png>  "t" )'],
    ['![a|300x200](c.png)', { width: 150 }, '![a|150x100](c.png)'],
    ['![a \\[|300](c.png)', { width: null }, '![a \\[](c.png)'],
    ['![a](c.png)', { caption: 'On "it"' }, '![a](c.png "On \\"it\\"")'],
    ["![a](c.png 'old')", { caption: 'new' }, "![a](c.png 'new')"],
    ['![a](c.png  "old" )', { caption: '' }, '![a](c.png )'],
    ['![a &amp; b](c.png "t")', { target: 'd e.png' }, '![a &amp; b](<d e.png> "t")'],
    ['![[c.png]]', { alt: 'A cat', width: 90 }, '![[c.png|A cat|90]]'],
    ['![[c.png|90]]', { target: 'Folder/d.png' }, '![[Folder/d.png|90]]'],
    ['![[c d.png|90]]', { caption: 'C' }, '![|90](<c d.png> "C")'],
    ['![words][Ref x]', { alt: 'other', width: 20 }, '![other|20][Ref x]'],
  ])('%s by %j gives %s', (source, change, wanted) => {
    expect(changePicture(source, change)).toBe(wanted);
  });

  test('is refused where the words are what the picture is found by', () => {
    expect(changePicture('![words][]', { alt: 'other' })).toBeNull();
    expect(changePicture('![words]', { alt: 'other' })).toBeNull();
  });

  test('to what it is gives the same bytes', () => {
    for (const source of sources) {
      const picture = readPicture(source);
      expect(picture, source).not.toBeNull();
      const { alt, width, caption, target } = picture ?? {};
      if (alt === undefined || caption === undefined || target === undefined) continue;
      expect(changePicture(source, { alt, width: width ?? null, caption, target })).toBe(source);
    }
  });

  const words = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc
      .array(
        fc.constantFrom('![', ']', '(', ')', '\\', '|', '<b>', '`', '*', '_', '&lt;', '12', 'a'),
      )
      .map((parts) => parts.join('')),
  );
  const oneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();

  test('any words, caption and width are read as they were written, and nothing else differs', () => {
    const images = sources.filter((source) => !source.endsWith(']]') && !source.endsWith(']'));
    const change = fc.record({
      alt: words.filter((text) => readSize(oneLine(text)).width === null),
      caption: words,
      width: fc.option(fc.integer({ min: 1, max: 4000 })),
    });
    fc.assert(
      fc.property(fc.constantFrom(...images), change, (source, { alt, caption, width }) => {
        // NUL is replaced by the parser, and entities stand for other signs.
        fc.pre(!/[\0&]/.test(alt + caption));
        const changed = changePicture(source, { alt, caption, width });
        expect(changed).not.toBeNull();
        const [paragraph, ...more] = parseMarkdown(changed ?? '').children;
        expect(more).toEqual([]);
        const [image, ...others] = paragraph?.type === 'paragraph' ? paragraph.children : [];
        expect(others).toEqual([]);
        const before = readPicture(source);
        expect(image).toMatchObject({ type: 'image', url: before?.target });
        expect(readPicture(changed ?? '')).toMatchObject({
          alt: oneLine(alt),
          caption: oneLine(caption),
          width,
        });
      }),
      { numRuns: 300 },
    );
  });

  test('a new picture takes any words and any name of a file', () => {
    fc.assert(
      fc.property(words, words, (alt, target) => {
        fc.pre(!/[\0&\r\n\t]/.test(target + alt) && readSize(alt).width === null);
        fc.pre(target.trim() === target && target !== '');
        const source = writePicture({ alt, target });
        if (source !== null)
          expect(readPicture(source)).toMatchObject({ alt: oneLine(alt), target });
        else expect(target).toMatch(/[<>\\]/);
      }),
      { numRuns: 200 },
    );
  });
});
