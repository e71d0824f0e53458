import { expect, test } from 'vitest';
import { dictionariesFor } from '../../../electron/main/dictionaries.ts';
import { renderMarkdown } from '../../../shared/markdown/render.ts';
import { pageLanguage } from '../../../shared/wiki/language.ts';

test('a page is in its own language, else in the wiki’s; what is no language is neither', () => {
  expect(pageLanguage('---\nlanguage: pt_br\n---\n', 'de')).toBe('pt-BR');
  expect(pageLanguage('---\nlang: he\n---\n', 'de')).toBe('he');
  expect(pageLanguage('---\nlanguage: Hebrew, I think\n---\n', 'de')).toBe('de');
  expect(pageLanguage('Text', '"><script>')).toBeNull();
});

test('words are looked up in the nearest dictionary there is, or in none', () => {
  const available = ['de', 'en-GB', 'en-US', 'pt-BR'];
  expect(dictionariesFor(['de-AT', 'en-US', 'en-us'], available)).toEqual(['de', 'en-US']);
  expect(dictionariesFor(['pt'], available)).toEqual(['pt-BR']);
  expect(dictionariesFor(['eo', ''], available)).toEqual([]);
});

test('each block of an article runs as its own text does, and holders as what they hold', () => {
  const text =
    'Hello\n\nשלום world\n\n> ציטוט\n\n- פריט\n- item\n\n| א | b |\n| - | - |\n| ג | d |\n\n123\n';
  const outcome = renderMarkdown(text);
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { tagName, properties, children } = node as {
      tagName?: string;
      properties?: { dir?: string };
      children?: readonly unknown[];
    };
    if (properties?.dir !== undefined) found.push(`${tagName ?? ''} ${properties.dir}`);
    for (const child of children ?? []) visit(child);
  };
  visit(outcome.kind === 'rendered' ? outcome.tree : null);
  expect(found).toEqual([
    'p rtl',
    'blockquote rtl',
    'ul rtl',
    'li ltr',
    'table rtl',
    'th ltr',
    'td ltr',
  ]);
});
