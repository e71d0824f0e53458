import { expect, test } from 'vitest';
import { propertyTexts } from '../../../renderer/editor/properties/property-texts.ts';

const frontmatter = `---\r
title: "Beds"   # kept\r
tags: garden, soil\r
aliases:\r
  - One\r
  - Two # kept\r
sources:\r
  - https://a.example\r
  - title: 'A title'\r
count: 12\r
made: 2026-01-31\r
draft: true\r
nested: {a: 1}\r
---\r
`;

function put(at: string, text: string): string | null {
  const found = propertyTexts(frontmatter, false).find(({ key, part }) => `${key} ${part}` === at);
  if (found === undefined) throw new Error(`no ${at}`);
  return found.put(frontmatter, text);
}

test('what a form shows of the properties is found by name and place', () => {
  expect(
    propertyTexts(frontmatter, false).map(({ key, part, text }) => `${key} ${part}: ${text}`),
  ).toEqual([
    'title value: Beds',
    'tags item 0: garden',
    'tags item 1: soil',
    'aliases item 0: One',
    'aliases item 1: Two',
    'sources field 0 : https://a.example',
    'sources field 1 title: A title',
    'count name: count',
    'count value: 12',
    'made name: made',
    'made value: 2026-01-31',
    'draft name: draft',
    'nested name: nested',
    'nested source: nested: {a: 1}',
  ]);
});

test.each([
  ['title value', 'Plots', '"Beds"', '"Plots"'],
  ['aliases item 1', 'Deux', 'Two', 'Deux'],
  ['aliases item 0', '', '  - One\r\n', ''],
  ['sources field 0 ', 'https://b.example', 'https://a', 'https://b'],
  ['sources field 1 title', 'It’s', "'A title'", "'It’s'"],
  ['count value', '13', '12', '13'],
  ['count name', 'number', 'count', 'number'],
  ['made value', '2027-01-31', '2026', '2027'],
])('another text for %s changes only its own bytes', (at, text, from, to) => {
  expect(put(at, text)).toBe(frontmatter.replace(from, to));
});

test('what a form can’t write stays as it is', () => {
  expect(put('nested source', 'nested: {b: 1}')).toBeNull();
  expect(put('count name', 'title')).toBeNull();
});

test('properties that are shown as YAML are one text, and keep their line ends', () => {
  const [yaml, ...others] = propertyTexts(frontmatter, true);
  expect(others).toEqual([]);
  expect(yaml?.put(frontmatter, yaml.text.replace('{a', '{b'))).toBe(
    frontmatter.replace('{a', '{b'),
  );
  expect(propertyTexts('', false)).toEqual([]);
  expect(propertyTexts('', true)).toEqual([]);
});
