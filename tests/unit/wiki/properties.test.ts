import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  editProperties,
  type PropertyEdit,
} from '../../../shared/wiki/properties/edit-properties.ts';
import {
  editFrontmatter,
  fencesOf,
  setProperty,
  unclosedFrontmatter,
} from '../../../shared/wiki/properties/fences.ts';
import { parseEntries } from '../../../shared/wiki/properties/parse-entries.ts';
import { readProperties } from '../../../shared/wiki/properties/read-properties.ts';
import { setRecordField } from '../../../shared/wiki/properties/set-record.ts';

const edited = (yaml: string, edit: PropertyEdit) => editProperties(yaml, edit, '\n');
const text = (written: string) => ({ kind: 'text' as const, text: written });

function kindsOf(yaml: string): readonly string[] {
  const read = readProperties(yaml);
  return read.kind === 'unreadable' ? [] : read.properties.map(({ value }) => value.kind);
}

describe('reading', () => {
  test('tells texts, numbers, dates, truth values, lists and records from what only source can show', () => {
    const yaml = [
      'a: word',
      'b: 1.50',
      'c: 2026-01-31',
      'd: True',
      'e: [x, "y"]',
      'f:\n  - x # why\n  - 2',
      'g:',
      'h: |\n  two\n  lines',
      'i:\n  - url: https://a.org\n    title: A\n  - https://b.org',
      'j: &anchor x',
      'k: *anchor',
      'l: !tag x',
      'm: {n: o}',
      'p: 0x1f',
      'q: "7"',
    ].join('\n');
    expect(kindsOf(`${yaml}\n`)).toEqual([
      ...['text', 'number', 'date', 'checkbox', 'list', 'list', 'empty', 'text', 'records'],
      ...['source', 'source', 'source', 'source', 'source', 'text'],
    ]);
  });

  test('names the line of the page that is to blame', () => {
    expect(readProperties('title: A\ntags: [a\nb: c\n')).toMatchObject({ line: 4 });
    expect(readProperties('a: 1\na: 2\n')).toMatchObject({
      line: 3,
      reason: 'This name is here twice',
    });
    expect(readProperties('just words\n')).toMatchObject({ kind: 'unreadable', line: 2 });
    expect(readProperties('{a: 1}\n')).toMatchObject({ kind: 'unreadable', line: 2 });
  });

  test('finds properties that nothing closes, and takes no rule for them', () => {
    expect(unclosedFrontmatter('---\ntitle: A\ntags:\n  - b\n\nText\n')).toEqual({ lastLine: 4 });
    expect(unclosedFrontmatter('---\n\nText\n')).toBeNull();
    expect(unclosedFrontmatter('---\ntitle: A\n---\nText\n')).toBeNull();
  });
});

describe('one edit', () => {
  test('of a text keeps its quotes and its comment, and quotes only where it must', () => {
    expect(edited('a: "x" # c\nb: y # d\n', { kind: 'set', key: 'a', value: text('z') })).toBe(
      'a: "z" # c\nb: y # d\n',
    );
    expect(edited('b: y # d\n', { kind: 'set', key: 'b', value: text('a: b') })).toBe(
      'b: "a: b" # d\n',
    );
    expect(edited("b: 'y'\n", { kind: 'set', key: 'b', value: text("it's") })).toBe("b: 'it''s'\n");
    expect(edited('b:  # d\n', { kind: 'set', key: 'b', value: text('no') })).toBe(
      'b: "no"  # d\n',
    );
    expect(edited('b: y # d\n', { kind: 'set', key: 'b', value: { kind: 'empty' } })).toBe(
      'b: # d\n',
    );
  });

  test('of several lines writes a literal block', () => {
    const edit: PropertyEdit = { kind: 'set', key: 'a', value: text('one\n two\n') };
    expect(edited('a: x\nb: 1\n', edit)).toBe('a: |\n  one\n   two\nb: 1\n');
    expect(edited('a: >-\n    x\n    y\nb: 1\n', edit)).toBe('a: |\n  one\n   two\nb: 1\n');
  });

  test('of a list changes only the lines or pieces of the items that changed', () => {
    const block = 'tags:\n- a # one\n# between\n-   "b"\nend: 1\n';
    const change = (items: readonly string[]): PropertyEdit => ({
      kind: 'changeList',
      key: 'tags',
      items,
    });
    expect(edited(block, change(['a', 'b', 'c']))).toBe(
      'tags:\n- a # one\n# between\n-   "b"\n- c\nend: 1\n',
    );
    expect(edited(block, change(['b']))).toBe('tags:\n# between\n-   "b"\nend: 1\n');
    expect(edited(block, change(['a', 'x']))).toBe(
      'tags:\n- a # one\n# between\n-   "x"\nend: 1\n',
    );
    expect(edited('tags: [ a,  b ] # c\n', change(['a', 'x, y', 'b']))).toBe(
      'tags: [ a, "x, y",  b ] # c\n',
    );
    expect(edited('tags: [a, b, c]\n', change(['a', 'b']))).toBe('tags: [a, b]\n');
    expect(edited('tags: a # c\n', change(['a', 'b']))).toBe('tags: [a, b] # c\n');
    expect(edited('tags:\nb: 1\n', change(['a']))).toBe('tags:\n  - a\nb: 1\n');
    expect(edited(block, change([]))).toBe('tags: []\nend: 1\n');
  });

  test('adds, renames, removes and moves with the comment above', () => {
    const yaml = '# head\n\n# of a\na: 1\nb: 2 # b\n\nc: 3\n';
    expect(edited(yaml, { kind: 'move', key: 'a', before: null })).toBe(
      '# head\n\nb: 2 # b\n\nc: 3\n# of a\na: 1\n',
    );
    expect(edited(yaml, { kind: 'move', key: 'c', before: 'a' })).toBe(
      '# head\n\nc: 3\n# of a\na: 1\nb: 2 # b\n\n',
    );
    expect(edited(yaml, { kind: 'remove', key: 'b' })).toBe('# head\n\n# of a\na: 1\n\nc: 3\n');
    expect(edited(yaml, { kind: 'rename', key: 'b', to: 'x: y' })).toBe(
      yaml.replace('b: 2', '"x: y": 2'),
    );
    expect(edited(yaml, { kind: 'add', key: 'd', value: text('e') })).toBe(`${yaml}d: e\n`);
    expect(edited(yaml, { kind: 'rename', key: 'b', to: 'a' })).toBeNull();
  });

  test('that would change another name is refused', () => {
    const yaml = 'a: &x one\nb: *x\n';
    expect(edited(yaml, { kind: 'remove', key: 'a' })).toBeNull();
    expect(edited(yaml, { kind: 'set', key: 'a', value: text('two') })).toBeNull();
    expect(edited(yaml, { kind: 'move', key: 'b', before: 'a' })).toBeNull();
  });

  test('of a source changes one field, also of a lone address', () => {
    const page =
      '---\nsources:\n  - url: https://a.org # c\n    title: A\n  - https://b.org\n---\n';
    const set = (index: number, field: string, written: string) =>
      setRecordField(page, { key: 'sources', index, field, text: written }, '\n');
    expect(set(0, 'title', 'B: c')).toBe(page.replace('title: A', 'title: "B: c"'));
    expect(set(0, 'author', 'Ana')).toBe(page.replace('title: A\n', 'title: A\n    author: Ana\n'));
    expect(set(0, 'title', '')).toBe(page.replace('    title: A\n', ''));
    expect(set(1, '', 'https://c.org')).toBe(page.replace('b.org', 'c.org'));
    expect(set(1, 'title', 'B')).toBe(
      page.replace('- https://b.org\n', '- url: https://b.org\n    title: B\n'),
    );
    expect(set(2, 'url', 'https://d.org')).toBe(
      page.replace('b.org\n', 'b.org\n  - url: https://d.org\n'),
    );
    expect(setRecordField('', { key: 'sources', index: 0, field: 'url', text: 'x' }, '\n')).toBe(
      '---\nsources:\n  - url: x\n---\n',
    );
  });
});

describe('the fences', () => {
  test('come with the first property and go with the last', () => {
    const added = setProperty('', 'title', text('A'), '\r\n');
    expect(added).toBe('---\r\ntitle: A\r\n---\r\n');
    expect(setProperty('', 'title', text(''), '\n')).toBe('');
    expect(editFrontmatter(added ?? '', { kind: 'remove', key: 'title' }, '\n')).toBe('');
    expect(editFrontmatter('--- \n# c\n\na: 1\n---  \n', { kind: 'remove', key: 'a' }, '\n')).toBe(
      '--- \n# c\n\n---  \n',
    );
  });
});

// Written in every way that people and programs write YAML.
const scalar = fc.constantFrom(
  ...[
    'x',
    '"q: 1"',
    "'it''s'",
    '12',
    '1.50',
    'true',
    '2026-01-31',
    'a b',
    'Ünï',
    '~',
    '-1',
    '0x1f',
  ],
  ...['|\n  a\n  b', '|+\n  a\n\n', '>-\n  a\n  b\n\n  c', '"a\n  b"', 'a\n  b', '{c: d, e: [f]}'],
  ...['[a, "b", 3]', '[ a,\n  b ]', '[]', '', '!!str 5', '&anchor x', '[a, # c\n  b]', 'مرحبا'],
);
const written = fc.oneof(
  { weight: 3, arbitrary: scalar.map((value) => (value === '' ? ':' : `: ${value}`)) },
  fc.constantFrom(
    ':\n- a # c\n- "b"',
    ':\n  - a\n\n  # between\n  - b\n',
    ':\n  -\n    - a\n  - b',
    ':\n  - url: https://a.org\n    title: A # t\n  - https://b.org\n  - title: ""\n    url:',
    ':   # only a comment',
    ':\n  nested:\n    - {a: b}\n  # inside\n  more: |\n    x',
    ': x # c',
    ': "x"   # c',
  ),
);
const keys = ['title', 'tags', 'sources', 'x y', '"quoted: key"', 'clé', '7'];
const yamls = fc
  .tuple(
    fc.constantFrom('', '# head\n\n', '# head\n', '\n'),
    fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(...keys),
        written,
        fc.constantFrom('', '', '\n', '# after\n', '\n# apart\n\n'),
      ),
      { maxLength: 5, selector: ([key]) => key },
    ),
    fc.constantFrom('', '', 'alias: *anchor\n', '# end\n', '...\n'),
    fc.constantFrom('\n', '\n', '\r\n'),
  )
  .map(([head, entries, tail, eol]) => {
    const lines = entries.map(([key, value, gap]) => `${key}${value}\n${gap}`).join('');
    return `${head}${lines}${tail}`.replaceAll('\n', eol);
  });
const anyText = fc.oneof(
  fc.constantFrom(
    'a',
    'x: y',
    '- z',
    '# n',
    'yes',
    'null',
    '12',
    '---',
    'a\nb',
    ' a\n\nb\n\n',
    '\u2028---',
  ),
  fc.string({ unit: 'binary' }),
);
const key = fc.constantFrom(
  'title',
  'tags',
  'sources',
  'x y',
  'quoted: key',
  'clé',
  '7',
  'alias',
  'new',
);
const newValue = fc.oneof(
  anyText.map((each) => ({ kind: 'text' as const, text: each })),
  fc
    .constantFrom('5', '-1.5', 'true', '2026-02-28')
    .map((source) => ({ kind: 'bare' as const, source })),
  fc.array(anyText, { maxLength: 3 }).map((items) => ({ kind: 'list' as const, items })),
  fc.constant({ kind: 'empty' as const }),
);
const edits: fc.Arbitrary<PropertyEdit> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), key, value: newValue }),
  fc.record({ kind: fc.constant('set' as const), key, value: newValue }),
  fc.record({ kind: fc.constant('remove' as const), key }),
  fc.record({ kind: fc.constant('rename' as const), key, to: anyText }),
  fc.record({ kind: fc.constant('move' as const), key, before: fc.option(key) }),
  fc.record({
    kind: fc.constant('changeList' as const),
    key,
    items: fc.array(fc.oneof(fc.constantFrom('a', 'b', '3'), anyText), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('setField' as const),
    key: fc.constant('sources'),
    index: fc.nat(3),
    field: fc.constantFrom('', 'url', 'title', 'author'),
    text: anyText,
  }),
  fc.record({
    kind: fc.constant('removeRecord' as const),
    key: fc.constant('sources'),
    index: fc.nat(3),
  }),
);

/** Each name with the bytes from it to the end of its value. */
function piecesOf(yaml: string): ReadonlyMap<string, string> {
  const parsed = parseEntries(yaml);
  if (parsed.kind === 'unreadable') return new Map();
  return new Map(
    parsed.entries.map((entry) => [entry.key, yaml.slice(entry.from, entry.contentTo)]),
  );
}

/** Whether a text is another with something put in at one place. */
function isPutIn(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  return after.endsWith(before.slice(start));
}

test('whatever the YAML, an edit leaves the bytes of all other names as they were, and all comments', () => {
  let made = 0;
  fc.assert(
    fc.property(yamls, edits, (yaml, edit) => {
      const eol = yaml.includes('\r\n') ? '\r\n' : '\n';
      const next = editProperties(yaml, edit, eol);
      if (next === null) return;
      made += 1;
      const before = piecesOf(yaml);
      const after = piecesOf(next);
      for (const [name, piece] of before) {
        if (name !== edit.key) expect(after.get(name)?.trimEnd()).toBe(piece.trimEnd());
      }
      if (edit.kind === 'move')
        expect(after.get(edit.key)?.trimEnd()).toBe(before.get(edit.key)?.trimEnd());
      // What stands before and after the place of the edit is the same text.
      const place = before.get(edit.key);
      if (place !== undefined && edit.kind !== 'move' && edit.kind !== 'add') {
        const [head, tail] = [
          yaml.slice(0, yaml.indexOf(place)),
          yaml.slice(yaml.indexOf(place) + place.length),
        ];
        expect(next.startsWith(head) && next.endsWith(tail)).toBe(true);
      }
      if (edit.kind === 'add') expect(isPutIn(yaml, next)).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(made).toBeGreaterThan(100);
});

test('an edit that can be made, is: any text, list or number after any simple name', () => {
  const simple = fc.constantFrom('x', '"x"', "'x'", '12', 'true', '|\n  a\n  b', '>-\n  a', '');
  fc.assert(
    fc.property(simple, newValue, (before, value) => {
      const page = `---\na: 1\nb: ${before}\nc: 2\n---\n`;
      const next = setProperty(page, 'b', value, '\n');
      expect(next).not.toBeNull();
      const read = readProperties(fencesOf(next ?? '').yaml);
      expect(read.kind).toBe('properties');
    }),
    { numRuns: 200 },
  );
});
