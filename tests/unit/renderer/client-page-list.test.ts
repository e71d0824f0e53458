import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patchPages } from '../../../renderer/client/page-list.ts';
import { folderOf, toPagePath } from '../../../shared/wiki/page-path.ts';
import { buildTree, type Folder, updateTree } from '../../../renderer/pages/page-tree.ts';
import type { PageEntry } from '../../../shared/contract/values.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'Zebra', 'É', 'x y'), { minLength: 1, maxLength: 3 })
  .map((segments) => {
    const made = toPagePath(`${segments.join('/')}.md`);
    if (made === null) throw new Error('the test made a bad path');
    return made;
  });
const entry = fc.record({ path, title: fc.constantFrom('One', 'two', '10', '9', 'É') });
const change = fc.record({ changed: fc.array(entry), removed: fc.array(path) });

const sorted = (entries: readonly PageEntry[]): PageEntry[] =>
  [...new Map(entries.map((each) => [each.path, each])).values()].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );

test('patching the list gives what asking for all pages again would give', () => {
  fc.assert(
    fc.property(fc.array(entry), change, (before, { changed, removed }) => {
      const pages = sorted(before);
      const expected = sorted([...pages, ...changed]).filter(
        (each) => !removed.some((gone) => gone === each.path),
      );
      expect(patchPages(pages, changed, removed)).toEqual(expected);
    }),
  );
});

test('patching the list keeps the objects of pages that did not change', () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const pages = sorted(entries);
      const again = patchPages(
        pages,
        pages.map((each) => ({ ...each })),
        [],
      );
      expect(again.every((each, index) => each === pages[index])).toBe(true);
    }),
  );
});

test('updating the tree gives the tree that a new list would build', () => {
  fc.assert(
    fc.property(fc.array(entry), change, (before, { changed, removed }) => {
      const pages = sorted(before);
      const next = patchPages(pages, changed, removed);
      expect(updateTree(buildTree(pages), next)).toEqual(buildTree(next));
    }),
  );
});

test('every page is in the folder of its path, once', () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const pages = sorted(entries);
      const seen: PageEntry[] = [];
      const walk = (folder: Folder) => {
        for (const page of folder.pages) {
          expect(folderOf(page.path)).toBe(folder.path);
          seen.push(page);
        }
        folder.folders.forEach(walk);
      };
      walk(buildTree(pages).root);
      expect(sorted(seen)).toEqual(pages);
      expect(seen).toHaveLength(pages.length);
    }),
  );
});

test('a folder that nothing changed in stays the same object', () => {
  const pages = sorted(fc.sample(entry, 40).filter((each) => each.path !== 'b/new.md'));
  const added = toPagePath('new folder/new.md');
  if (added === null) throw new Error('the test made a bad path');
  const before = buildTree(pages);
  const after = updateTree(before, patchPages(pages, [{ path: added, title: 'New' }], []));
  for (const folder of before.root.folders) expect(after.root.folders).toContain(folder);
});
