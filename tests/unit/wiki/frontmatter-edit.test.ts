import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addAlias, setFrontmatterValues } from '../../../shared/wiki/frontmatter-edit.ts';
import { readFrontmatter, splitFrontmatter } from '../../../shared/wiki/frontmatter.ts';

describe('setting values', () => {
  test('comments, order, quotes and unknown keys of other entries keep their bytes', () => {
    const text =
      '---\n# note\nx:   "1" # why\ntitle: Old # t\nnested:\n    a: {b: c}\n---\n\nText\n';
    expect(setFrontmatterValues(text, { title: 'New: one' })).toBe(
      '---\n# note\nx:   "1" # why\ntitle: "New: one"\nnested:\n    a: {b: c}\n---\n\nText\n',
    );
  });

  test('a page without frontmatter gets one', () => {
    expect(setFrontmatterValues('Text', { title: 'A' })).toBe('---\ntitle: A\n---\nText');
    expect(setFrontmatterValues('\ufeffText\r\n', { title: 'A' })).toBe(
      '\ufeff---\r\ntitle: A\r\n---\r\nText\r\n',
    );
  });

  test('null removes the whole entry', () => {
    const text = '---\na: 1\ntags:\n  - x\n  - y\nb: 2\n---\n';
    expect(setFrontmatterValues(text, { tags: null })).toBe('---\na: 1\nb: 2\n---\n');
    expect(setFrontmatterValues('Text', { tags: null })).toBe('Text');
  });

  test('frontmatter that can not be read is not touched', () => {
    expect(setFrontmatterValues('---\na: "\n---\n', { title: 'A' })).toBeNull();
    expect(setFrontmatterValues('---\n{a: 1}\n---\n', { title: 'A' })).toBeNull();
  });

  const value = fc.constantFrom('x', '"q: 1"', '|\n  a\n  b', '>-\n  a\n\n  b', '[a, b]', '{c: d}');
  const entry = fc.constantFrom('one', 'two', 'three').chain((key) =>
    fc.oneof(
      value.map((written) => `${key}: ${written}`),
      fc.constant(`${key}:\n- a # c\n- b`),
      fc.constant(`${key}:\n  - a\n\n  # between\n  - b`),
      fc.constant(`${key}:`),
    ),
  );
  const page = fc
    .tuple(
      fc.uniqueArray(entry, { maxLength: 3, selector: (each) => each.split(':')[0] }),
      fc.constantFrom('', '# end\n', '\n'),
      fc.string(),
    )
    .map(
      ([entries, tail, body]) =>
        `---\n${entries.map((each) => `${each}\n`).join('')}${tail}---\n${body}`,
    );
  const newValue = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));

  test('only the set key changes, and the body never does', () => {
    fc.assert(
      fc.property(page, fc.constantFrom('one', 'two', 'new'), newValue, (text, key, set) => {
        const before = readFrontmatter(text).values;
        const next = setFrontmatterValues(text, { [key]: set });
        expect(next).not.toBeNull();
        if (next === null) return;
        expect(readFrontmatter(next)).toEqual({ values: { ...before, [key]: set }, problem: null });
        expect(splitFrontmatter(next).body).toBe(splitFrontmatter(text).body);
      }),
    );
  });
});

describe('adding an alias', () => {
  test.each([
    ['no aliases', '---\na: 1\n---\n', '---\na: 1\naliases:\n  - Old name\n---\n'],
    [
      'a block list, with its indent and comments',
      '---\naliases: # names\n- One # first\nz: 1\n---\n',
      '---\naliases: # names\n- One # first\n- Old name\nz: 1\n---\n',
    ],
    ['a flow list', '---\naliases: [One]\n---\n', '---\naliases:\n  - One\n  - Old name\n---\n'],
    ['a lone text', '---\naliases: One\n---\n', '---\naliases:\n  - One\n  - Old name\n---\n'],
  ])('to %s', (_name, before, after) => {
    expect(addAlias(before, 'Old name')).toBe(after);
  });

  test('that is there already changes nothing', () => {
    const text = '---\naliases: [Old name]\n---\n';
    expect(addAlias(text, 'Old name')).toBe(text);
  });

  test('to frontmatter that can not be read is refused', () => {
    expect(addAlias('---\na: [\n---\n', 'Old name')).toBeNull();
  });
});
