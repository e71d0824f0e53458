import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitBlocks } from '../../../shared/merge/blocks.ts';

const line = fc.constantFrom(
  '# Heading',
  'plain text',
  '',
  '  ',
  '- item',
  '  - nested',
  '2. second',
  '```js',
  '~~~',
  '---',
  '===',
  '***',
  '> quote',
  '| a | b |',
  '|---|:-:|',
  '<div>',
  '<!-- note',
  'end -->',
  '$$',
  '    code',
  'key: value',
  '\ufeff',
);
const page = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n'))), line)
  .map(([lines, last]) => lines.map(([text, end]) => text + end).join('') + last);

function join(text: string): string {
  const { lead, blocks } = splitBlocks(text);
  return lead + blocks.map((block) => block.text + block.gap).join('');
}

function kinds(text: string): string[] {
  return splitBlocks(text).blocks.map((block) => `${block.kind}: ${block.text}`);
}

describe('the blocks of a page', () => {
  it('joined are the page', () => {
    fc.assert(
      fc.property(page, (text) => {
        expect(join(text)).toBe(text);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(join(text)).toBe(text);
      }),
    );
  });

  it('are never empty', () => {
    fc.assert(
      fc.property(page, (text) => {
        expect(splitBlocks(text).blocks.every((block) => block.text.trim() !== '')).toBe(true);
      }),
    );
  });

  it('cut frontmatter, headings, paragraphs, items and rows apart', () => {
    const text = [
      '---',
      'title: A',
      '---',
      '# A',
      'One line',
      'and another.',
      '',
      '- first',
      '  goes on',
      '- second',
      '',
      '| a | b |',
      '| - | - |',
      '| 1 | 2 |',
      '',
    ].join('\n');
    expect(kinds(text)).toEqual([
      'frontmatter: ---\ntitle: A\n---',
      'heading: # A',
      'paragraph: One line\nand another.',
      'item: - first\n  goes on',
      'item: - second',
      'row: | a | b |',
      'row: | - | - |',
      'row: | 1 | 2 |',
    ]);
  });

  it('keep a fenced code block whole, blank lines and marks inside it included', () => {
    const code = '```md\n# no heading\n\n- no item\n```';
    expect(kinds(`Before\n${code}\nAfter\n`)).toEqual([
      'paragraph: Before',
      `code: ${code}`,
      'paragraph: After',
    ]);
  });

  it('take an underlined line for a heading, not a paragraph and a rule', () => {
    expect(kinds('Title\n---\nText')).toEqual(['heading: Title\n---', 'paragraph: Text']);
  });

  it('take an unclosed frontmatter for ordinary text', () => {
    expect(kinds('---\ntitle: A\n')[0]).toBe('rule: ---');
  });
});
