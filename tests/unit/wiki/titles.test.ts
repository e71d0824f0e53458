import { describe, expect, test } from 'vitest';
import { anchorKey, extractHeadings, headingAnchor } from '../../../shared/wiki/headings.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { plainText } from '../../../shared/wiki/plain-text.ts';
import { extractTags } from '../../../shared/wiki/tags.ts';
import { pageNames, pageTitle, redirectTarget } from '../../../shared/wiki/titles.ts';

function title(path: string, text: string): string {
  const page = toPagePath(path);
  return page === null ? 'no page' : pageTitle(page, text);
}

describe('the title of a page', () => {
  test.each([
    ['the frontmatter', 'a.md', '---\ntitle: Of  its\n---\n# A\n', 'Of  its'],
    [
      'a heading that says the same',
      'getting-started.md',
      '# Getting *started*!\n',
      'Getting started!',
    ],
    ['the name when the heading says something else', 'a.md', '# B\n', 'a'],
    ['the name when there is no heading', 'F/A page.md', 'Text', 'A page'],
    ['the name when the frontmatter is broken', 'a.md', '---\ntitle: "\n---\n', 'a'],
    ['the name when the title is a list', 'a.md', '---\ntitle: [x]\n---\n', 'a'],
    ['a number', 'a.md', '---\ntitle: 1984\n---\n', '1984'],
    ['no heading from code', 'a.md', '```\n# A\n```\n# B', 'a'],
  ])('comes from %s', (_name, path, text, expected) => {
    expect(title(path, text)).toBe(expected.replace(/ +/g, ' '));
  });

  test('a heading cut by no reading limit is read whole', () => {
    const text = `${'x '.repeat(230)}\n\n# ${'Long name '.repeat(10).trim()}\n\n${'y '.repeat(1000)}`;
    expect(extractHeadings(text, 1)[0]?.text).toBe('Long name '.repeat(10).trim());
  });

  test('aliases are read once each', () => {
    const page = toPagePath('a.md');
    expect(page === null ? null : pageNames(page, '---\naliases: [B, C, B]\n---\n')).toEqual({
      title: 'a',
      aliases: ['B', 'C'],
    });
  });

  test('a redirect may be written with or without brackets', () => {
    expect(redirectTarget('---\nredirect: Other page\n---\n')).toBe('Other page');
    expect(redirectTarget('---\nredirect: "[[Other|x]]"\n---\n')).toBe('Other');
    expect(redirectTarget('Text')).toBeNull();
  });
});

describe('headings', () => {
  test('both kinds are found with level, text and line', () => {
    const text = '---\na: b\n---\n# One `x` #\n\nTwo [[P|l]]\n---\n\n> ### Three\n\n- # Four\n';
    expect(extractHeadings(text)).toMatchObject([
      { level: 1, text: 'One x', line: 4 },
      { level: 2, text: 'Two l', line: 6 },
      { level: 3, text: 'Three', line: 9 },
      { level: 1, text: 'Four', line: 11 },
    ]);
  });

  test('anchors are unique on a page', () => {
    const seen = new Map<string, number>();
    const anchors = ['A b!', 'A b', 'a-b-1', 'A B'].map((text) => headingAnchor(text, seen));
    expect(anchors).toEqual(['a-b', 'a-b-1', 'a-b-1-1', 'a-b-2']);
    expect(anchorKey('Über „Maß“ & Ziel')).toBe('über-maß--ziel');
  });
});

describe('tags', () => {
  test('come from the frontmatter and the text, each once', () => {
    const text =
      '---\ntags: [One, "#two three"]\n---\n#four (#five/six) #ONE #123 #a1\n\n# Heading #seven\n';
    expect(extractTags(text)).toEqual(['One', 'two', 'three', 'four', 'five/six', 'a1', 'seven']);
  });

  test('are none in code, links, addresses, words and escapes', () => {
    const text =
      '`#a` [x](y#b) https://c/#d e#f \\#g [[h#i]] <a href="#j">\n\n```\n#k\n```\n&#35; #';
    expect(extractTags(text)).toEqual([]);
  });
});

describe('plain text', () => {
  test('keeps what a reader sees and drops the marks', () => {
    const text =
      '---\na: b\n---\n# *One* `two`\n\n> **three** [four](five.md) [[six|seven]] snake_case\n> <b>eight</b> &amp; \\*nine\\*\n\n- [ ] ten\n- [^1] ~~eleven~~ ![twelve](x.png)\n\n| a | b |\n|---|---|\n| c | d |\n\n```js\ncode()\n```\n\n<!-- hidden -->\n';
    expect(plainText(text).split('\n')).toEqual([
      'One two',
      'three four seven snake_case eight & *nine*',
      'ten',
      'eleven twelve',
      'a b c d',
      'code()',
    ]);
  });
});
