import type { Nodes } from 'mdast';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { parseMarkdown, parseMarkdownSafely } from '../../../shared/markdown/parse.ts';
import type {} from '../../../shared/markdown/syntax/wikilink-syntax.ts';

function wikilinks(text: string): string[] {
  const found: string[] = [];
  visit(parseMarkdown(text), (node: Nodes) => {
    if (node.type !== 'wikiLink' && node.type !== 'embed') return;
    expect(node.value).toBe(text.slice(node.position?.start.offset, node.position?.end.offset));
    found.push(`${node.type} ${node.target} | ${node.label ?? '-'}`);
  });
  return found;
}

describe('wikilinks', () => {
  test.each([
    ['[[Page]]', ['wikiLink Page | -']],
    ['a [[ Page#Part | the label ]] b', ['wikiLink Page#Part | the label']],
    ['![[picture.png|100]]', ['embed picture.png | 100']],
    ['| a |\n|---|\n| [[Page\\|label]] |', ['wikiLink Page | label']],
    ['*[[Page]]* ~~[[Other]]~~', ['wikiLink Page | -', 'wikiLink Other | -']],
    ['[[Page]](not-a-link)', ['wikiLink Page | -']],
    ['!![[Page]]', ['embed Page | -']],
    ['[x [[Page]] y](z)', ['wikiLink Page | -']],
    ['\\![[Page]]', ['wikiLink Page | -']],
  ])('%j holds %j', (text, expected) => {
    expect(wikilinks(text)).toEqual(expected);
  });

  test.each([
    '`[[a]]`',
    '```\n[[a]]\n```',
    '    [[a]]',
    '\\[[a]]',
    '[[a\nb]]',
    '[[]]',
    '[[ ]]',
    '[[a]',
    '<b x="[[a]]">',
    '[[a[b]]',
  ])('%j holds none', (text) => {
    expect(wikilinks(text)).toEqual([]);
  });

  test('a wikilink wins over a reference of the same name', () => {
    expect(wikilinks('[[a]]\n\n[a]: x')).toEqual(['wikiLink a | -']);
  });
});

describe('limits', () => {
  test('ordinary nesting is no nesting too deep', () => {
    const text = `${'> '.repeat(20)}- a\n\n${Array.from({ length: 12 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')}`;
    expect(parseMarkdownSafely(text).kind).toBe('ok');
  });

  test.each([
    ['long rules', `${'- '.repeat(500)}\n\n${'* * '.repeat(300)}\n`],
    [
      'far indented code',
      '```\n' + Array.from({ length: 200 }, (_, n) => `${' '.repeat(n)}x`).join('\n') + '\n```',
    ],
    ['a long table of contents', '- [a](b)\n'.repeat(2000)],
  ])('%s are no nesting', (_name, text) => {
    expect(parseMarkdownSafely(text).kind).toBe('ok');
  });

  test.each([
    ['quotes', '>'.repeat(3000)],
    ['lists', '1. '.repeat(3000)],
    ['brackets', '!['.repeat(3000)],
  ])('%s nested 3,000 deep are refused before they are parsed', (_name, text) => {
    expect(parseMarkdownSafely(text)).toEqual({ kind: 'tooDeep' });
  });
});
