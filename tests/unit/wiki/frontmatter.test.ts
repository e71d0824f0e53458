import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  listValue,
  readFrontmatter,
  readYaml,
  splitFrontmatter,
  textValue,
} from '../../../shared/wiki/frontmatter.ts';
import { readPlainYaml } from '../../../shared/wiki/plain-yaml.ts';

const pieces = fc.constantFrom('---', '\n', '\r\n', '\ufeff', 'a: b', ' ', '- x', '...', '\t', '#');
const anyPage = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''));

describe('splitting', () => {
  test('the three parts joined are the page, whatever it holds', () => {
    fc.assert(
      fc.property(anyPage, (text) => {
        const { bom, raw, body, bodyOffset } = splitFrontmatter(text);
        expect(bom + raw + body).toBe(text);
        expect(bodyOffset).toBe(bom.length + raw.length);
      }),
    );
  });

  test('frontmatter ends after its closing fence', () => {
    const split = splitFrontmatter('---\ntitle: A\n---\nText\n');
    expect(split).toMatchObject({ yaml: 'title: A\n', body: 'Text\n' });
  });

  test.each([
    ['an unclosed fence', '---\ntitle: A\n\n- list\n'],
    ['a rule that is not first', 'Text\n\n---\na: b\n---\n'],
    ['four dashes', '----\na: b\n----\n'],
    ['an indented fence', ' ---\na: b\n---\n'],
  ])('%s is no frontmatter', (_name, text) => {
    expect(splitFrontmatter(text)).toMatchObject({ raw: '', body: text });
  });

  test('a closing fence may end the file, with Windows line ends and a byte order mark', () => {
    const split = splitFrontmatter('\ufeff---\r\ntitle: A\r\n---');
    expect(split).toMatchObject({ bom: '\ufeff', yaml: 'title: A\r\n', body: '' });
    expect(readFrontmatter('\ufeff---\r\ntitle: A\r\n---').values).toEqual({ title: 'A' });
  });

  test('an empty frontmatter is one', () => {
    expect(splitFrontmatter('---\n---\nText')).toMatchObject({ raw: '---\n---\n', body: 'Text' });
  });
});

describe('reading', () => {
  test('values of all plain kinds are read, dates stay text', () => {
    const { values, problem } = readFrontmatter(
      '---\ntitle: "C: a language"\ncount: 3\ntags: [a, "b c"]\ndate: 2020-01-02\nnone:\n---\n',
    );
    expect(problem).toBeNull();
    expect(values).toEqual({
      title: 'C: a language',
      count: 3,
      tags: ['a', 'b c'],
      date: '2020-01-02',
      none: null,
    });
  });

  test.each([
    ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x,x]\n${bomb()}`],
    ['deep nesting', `a: ${'['.repeat(20_000)}`],
    ['a broken quote', 'title: "never closed'],
    ['a key twice', 'a: 1\na: 2'],
    ['a lone text', 'only words here!'],
    ['a list', '- a\n- b: 1'],
    ['too much', `a: ${'x'.repeat(200_000)}`],
  ])('%s is a problem in words and no values', (_name, yaml) => {
    const { values, problem } = readFrontmatter(`---\n${yaml}\n---\n`);
    expect(values).toEqual({});
    expect(problem).toMatch(/^The properties at the top of this page can't be read: /);
  });

  test('a tag never makes anything but a plain value', () => {
    const { values } = readFrontmatter('---\na: !!js/function "function(){}"\nb: !x y\n---\n');
    for (const value of Object.values(values)) expect(typeof value).toBe('string');
  });

  test('a key named __proto__ changes no prototype', () => {
    const { values } = readFrontmatter('---\n__proto__: {polluted: yes}\n"a": 1\n---\n');
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(textValue(values, 'toString')).toBe('');
  });

  test('a list may be written as one text', () => {
    const { values } = readFrontmatter('---\naliases: One\ntags:\n  - 1\n  - b\n  - {c: d}\n---\n');
    expect(listValue(values, 'aliases')).toEqual(['One']);
    expect(listValue(values, 'tags')).toEqual(['1', 'b']);
    expect(listValue(values, 'absent')).toEqual([]);
  });

  const scalar = fc.constantFrom(
    ...['A', 'a b', 'true', 'No', '12', '012', '1e3', '0x1f', '~', 'null', 'é–ü', 'x: y', '"q"'],
    ...[
      "'s'",
      '[a]',
      '- a',
      '# c',
      'a #b',
      'a:',
      '2020-01-01',
      '',
      ' ',
      'on',
      '.inf',
      'a, b',
      '&a',
    ],
  );
  const line = fc.oneof(
    fc.tuple(fc.constantFrom('a', 'b-c', 'é', '1', 'tags'), scalar).map(([k, v]) => `${k}: ${v}`),
    fc.tuple(fc.constantFrom('', ' ', '  ', '    '), scalar).map(([i, v]) => `${i}- ${v}`),
    fc.constantFrom('a:', 'b:', '', '# note', '  more', 'x : y'),
  );
  test('the quick reader agrees with the YAML library or leaves it alone', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const yaml = lines.join('\n');
        const quick = readPlainYaml(yaml);
        if (quick !== null && Object.keys(quick).length > 0) {
          expect(quick).toEqual(parse(yaml, { schema: 'core' }));
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('reading never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (yaml) => void readYaml(yaml)));
  });
});

function bomb(): string {
  const rows = ['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => {
    const before = String.fromCharCode('a'.charCodeAt(0) + index);
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`;
  });
  return rows.join('\n');
}
