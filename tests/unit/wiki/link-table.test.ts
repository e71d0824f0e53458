import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinkTable, type LinkedPage } from '../../../shared/wiki/link-table.ts';
import { toPagePath, type PagePath } from '../../../shared/wiki/page-path.ts';

function at(path: string): PagePath {
  const page = toPagePath(path);
  if (page === null) throw new Error(path);
  return page;
}

function page(path: string, title?: string, aliases: string[] = []): LinkedPage {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
  return { path: at(path), title: title ?? name, aliases };
}

function tableOf(...pages: LinkedPage[]): LinkTable {
  const table = new LinkTable();
  for (const each of pages) table.addPage(each);
  return table;
}

const home = at('Home.md');

describe('resolving a link', () => {
  const table = tableOf(
    page('Home.md'),
    page('Guide.md', 'The guide', ['Handbook']),
    page('Folder/Guide.md', 'Another guide'),
    page('Folder/Deep/Page one.md'),
    page('Café.md'),
    page('C#.md'),
    page('100% wool.md'),
  );
  table.addFile('files/Picture one.png');

  test.each([
    ['a path from the root', 'Home.md', 'Folder/Guide', 'Folder/Guide.md'],
    [
      'a path from the root before one from the folder',
      'Folder/Deep/Page one.md',
      'Guide',
      'Guide.md',
    ],
    ['a path from the folder', 'Folder/Guide.md', 'Deep/Page one', 'Folder/Deep/Page one.md'],
    ['a markdown path', 'Folder/Deep/Page one.md', '../Guide.md', 'Folder/Guide.md'],
    ['an encoded path', 'Home.md', 'Folder/Deep/Page%20one.md', 'Folder/Deep/Page one.md'],
    ['a rooted path', 'Folder/Guide.md', '/Guide.md', 'Guide.md'],
    ['a title', 'Home.md', 'Another guide', 'Folder/Guide.md'],
    ['an alias', 'Home.md', 'Handbook', 'Guide.md'],
    ['a file name anywhere', 'Home.md', 'Page one', 'Folder/Deep/Page one.md'],
    ['the end of a path', 'Home.md', 'Deep/Page one', 'Folder/Deep/Page one.md'],
    ['other case and underscores', 'Home.md', 'page_ONE', 'Folder/Deep/Page one.md'],
    ['decomposed letters', 'Home.md', 'cafe\u0301', 'Café.md'],
    ['a # in a name', 'Home.md', 'C#', 'C#.md'],
    ['a % that encodes nothing', 'Home.md', '100% wool', '100% wool.md'],
  ])('finds %s', (_name, from, target, path) => {
    expect(table.resolve(at(from), target)).toMatchObject({ kind: 'page', path, candidates: [] });
  });

  test('keeps the anchor', () => {
    expect(table.resolve(home, 'The guide#Part two')).toMatchObject({
      path: 'Guide.md',
      anchor: 'Part two',
    });
    expect(table.resolve(home, '#Part')).toMatchObject({ path: 'Home.md', anchor: 'Part' });
    expect(table.resolve(home, 'Guide.md#a%20b')).toMatchObject({ path: 'Guide.md' });
  });

  test('finds files by path and by bare name', () => {
    const file = { kind: 'file', path: 'files/Picture one.png' };
    expect(table.resolve(home, 'files/Picture%20one.png')).toEqual(file);
    expect(table.resolve(at('Folder/Guide.md'), 'picture_one.png')).toEqual(file);
  });

  test.each([
    ['Home.md', 'New page', 'New page.md'],
    ['Folder/Guide.md', 'New page', 'Folder/New page.md'],
    ['Folder/Guide.md', 'Other/New page#Part', 'Other/New page.md'],
    ['Folder/Guide.md', '../new%20page.md', 'new page.md'],
    ['Folder/Guide.md', 'Is it? Yes: "so"', "Folder/Is it Yes - 'so'.md"],
    ['Home.md', 'missing.png', null],
    ['Home.md', '../../etc/passwd', null],
    ['Home.md', '../x.md', null],
    ['Home.md', '.git/config.md', null],
  ])('from %s a link to nothing, %s, makes %s', (from, target, path) => {
    expect(table.resolve(at(from), target)).toEqual({ kind: 'missing', path });
  });

  test('several pages that fit: the nearest wins and all are named', () => {
    const notes = tableOf(page('a/x/Note.md'), page('b/Note.md'), page('b/c/Note.md'));
    expect(notes.resolve(at('b/c/d/From.md'), 'note')).toMatchObject({
      path: 'b/c/Note.md',
      candidates: ['b/c/Note.md', 'b/Note.md', 'a/x/Note.md'],
    });
  });

  test('names that differ only by case are told apart by exact spelling', () => {
    const clash = tableOf(page('note.md'), page('Note.md'));
    expect(clash.resolve(home, 'note')).toMatchObject({ path: 'note.md', candidates: [] });
    expect(clash.resolve(home, 'Note')).toMatchObject({ path: 'Note.md', candidates: [] });
    expect(clash.resolve(home, 'NOTE')).toMatchObject({ candidates: ['Note.md', 'note.md'] });
  });

  const anyPage = fc
    .tuple(
      fc.constantFrom('', 'a/', 'a/b/'),
      fc.constantFrom('X', 'x', 'Y'),
      fc.constantFrom('X', 'T'),
    )
    .map(([folder, name, title]) => page(`${folder}${name}.md`, title, [`${name} too`]));

  test('the answer depends on the pages, never on the order of adding or on what was removed', () => {
    fc.assert(
      fc.property(fc.array(anyPage), fc.constantFrom('X', 'T', 'b/x', 'Y too'), (pages, target) => {
        const kept = new Map(pages.map((each) => [each.path, each]));
        const forward = tableOf(...pages, page('gone/X.md', 'T'));
        forward.removePage(at('gone/X.md'));
        const backward = tableOf(...[...kept.values()].reverse());
        const from = at('a/b/From.md');
        expect(forward.resolve(from, target)).toEqual(backward.resolve(from, target));
        expect(forward.copy().resolve(from, target)).toEqual(forward.resolve(from, target));
      }),
    );
  });

  test('resolving never throws and never names a path outside the wiki', () => {
    fc.assert(
      fc.property(fc.string(), (target) => {
        const result = table.resolve(home, target);
        if (result.kind === 'missing' && result.path !== null)
          expect(toPagePath(result.path)).not.toBeNull();
      }),
    );
  });
});
