import { expect, test } from 'vitest';
import { filterRows } from '../../../renderer/pages/filter-pages.ts';
import {
  buildTree,
  foldersAround,
  rowName,
  visibleRows,
} from '../../../renderer/pages/page-tree.ts';
import { rowOfTyping, stepOfKey } from '../../../renderer/pages/tree-keys.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';

function entriesOf(...paths: readonly string[]) {
  return paths.map((path) => {
    const valid = toPagePath(path);
    if (valid === null) throw new Error(`bad path ${path}`);
    return { path: valid, title: path.replace(/^.*\//, '').replace('.md', '') };
  });
}
const entries = entriesOf(
  'Água.md',
  'Garden/Plants/Tomato.md',
  'Garden/Shed.md',
  'Page 10.md',
  'Page 9.md',
);
const { root } = buildTree(entries);
const names = (open: readonly string[]) => visibleRows(root, new Set(open)).map(rowName);

test('folders come first and numbers in names count as numbers', () => {
  expect(names([])).toEqual(['Garden', 'Água', 'Page 9', 'Page 10']);
});

test('an open folder shows what is in it, a closed one inside it stays closed', () => {
  expect(names(['Garden'])).toEqual(['Garden', 'Plants', 'Shed', 'Água', 'Page 9', 'Page 10']);
});

test('rows know their level and their place among their siblings', () => {
  const rows = visibleRows(root, new Set(['Garden']));
  const places = rows.map(({ depth, position, siblings }) => [depth, position, siblings]);
  expect(places.slice(0, 4)).toEqual([
    [0, 1, 4],
    [1, 1, 2],
    [1, 2, 2],
    [0, 2, 4],
  ]);
});

test('right opens a closed folder and steps into an open one', () => {
  expect(stepOfKey(visibleRows(root, new Set()), 0, 'ArrowRight')).toEqual({
    kind: 'toggle',
    index: 0,
  });
  expect(stepOfKey(visibleRows(root, new Set(['Garden'])), 0, 'ArrowRight')).toEqual({
    kind: 'go',
    index: 1,
  });
});

test('left goes from a page to the folder around it', () => {
  const rows = visibleRows(root, new Set(['Garden', 'Garden/Plants']));
  expect(stepOfKey(rows, 3, 'ArrowLeft')).toEqual({ kind: 'go', index: 0 });
});

test('the arrows stop at both ends', () => {
  const rows = visibleRows(root, new Set());
  expect(stepOfKey(rows, 3, 'ArrowDown')).toEqual({ kind: 'go', index: 3 });
  expect(stepOfKey(rows, 0, 'ArrowUp')).toEqual({ kind: 'go', index: 0 });
});

test('enter opens a page', () => {
  expect(stepOfKey(visibleRows(root, new Set()), 2, 'Enter')).toEqual({ kind: 'open', index: 2 });
});

test('typing a letter again goes to the next name with it, typing more refines', () => {
  const rows = visibleRows(root, new Set());
  expect(rowOfTyping(rows, 2, 'p')).toBe(3);
  expect(rowOfTyping(rows, 3, 'p')).toBe(2);
  expect(rowOfTyping(rows, 2, 'page 1')).toBe(3);
  expect(rowOfTyping(rows, 2, 'zzz')).toBeNull();
});

test('the filter ignores case and accents, and looks at folders too', () => {
  const found = (filter: string) => filterRows(entries, filter).map(rowName);
  expect(found('agua')).toEqual(['Água']);
  expect(found('GARDEN')).toEqual(['Tomato', 'Shed']);
  expect(found('page 1')).toEqual(['Page 10']);
});

test('the folders around a page are named from the outside in', () => {
  expect(foldersAround('a/b/c.md')).toEqual(['a', 'a/b']);
  expect(foldersAround('c.md')).toEqual([]);
});
