import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderIn, PathTable, rootFolder } from '../../../electron/git/history-paths.ts';
import { encodeName } from '../../../electron/git/tree.ts';

const segment = fc.oneof(
  fc.constantFrom('a', 'b', 'ab', 'a.md', 'ä', '日本', '\udcff', 'a b'),
  fc.stringMatching(/^[a-z]{1,30}$/),
);
const paths = fc.array(fc.array(segment, { minLength: 1, maxLength: 4 }), { maxLength: 60 });

function intern(table: PathTable, segments: readonly string[]): number {
  let folder = rootFolder;
  for (const name of segments.slice(0, -1)) {
    const bytes = encodeName(`40000 ${name}`);
    folder = folderIn(folder, bytes, 6, bytes.length);
  }
  const leaf = encodeName(segments.at(-1) ?? '');
  return table.intern(folder, leaf, 0, leaf.length);
}

test('a path has one number, by folders and by text, and comes back as it was', () => {
  fc.assert(
    fc.property(paths, (all) => {
      const table = new PathTable();
      const numbers = new Map<string, number>();
      for (const segments of all) {
        const text = segments.join('/');
        const number = numbers.get(text) ?? numbers.size;
        expect(intern(table, segments)).toBe(number);
        numbers.set(text, number);
      }
      expect(table.count).toBe(numbers.size);
      const copy = new PathTable();
      const bytes = Buffer.from(table.bytes(0, table.count));
      for (let at = 0; at < bytes.length;) at = copy.addSome(bytes, at, 7);
      for (const [text, number] of numbers) {
        expect(table.at(number)).toBe(text);
        expect(table.find(text)).toBe(number);
        expect(copy.find(text)).toBe(number);
      }
      expect(table.find('nowhere/to be found')).toBeUndefined();
    }),
  );
});

test('thousands of paths keep their numbers while the table grows', () => {
  const table = new PathTable();
  for (let number = 0; number < 5_000; number += 1) {
    expect(intern(table, [`${number % 7}`, `Page ${number}.md`])).toBe(number);
  }
  expect(table.find('6/Page 4997.md')).toBe(4_997);
  expect(table.at(1_234)).toBe('2/Page 1234.md');
});
