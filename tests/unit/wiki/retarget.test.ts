import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinkTable, type LinkedPage } from '../../../shared/wiki/link-table.ts';
import { extractLinks } from '../../../shared/wiki/links.ts';
import { nameOfPage, toPagePath, type PagePath } from '../../../shared/wiki/page-path.ts';
import { retargetLinks } from '../../../shared/wiki/retarget.ts';

function at(path: string): PagePath {
  const page = toPagePath(path);
  if (page === null) throw new Error(path);
  return page;
}

function move(others: string[], from: string, to: string, title?: string) {
  const before = new LinkTable();
  for (const path of others) {
    before.addPage({ path: at(path), title: nameOfPage(at(path)), aliases: [] });
  }
  before.addFile('files/p.png');
  const moved: LinkedPage = { path: at(from), title: title ?? nameOfPage(at(from)), aliases: [] };
  before.addPage(moved);
  const after = before.copy();
  after.removePage(at(from));
  after.addPage({
    path: at(to),
    title: title ?? nameOfPage(at(to)),
    aliases: [nameOfPage(at(from))],
  });
  return (text: string, page: string) =>
    retargetLinks(
      text,
      at(page),
      { from: at(from), to: at(to) },
      (source, target) => before.resolve(source, target),
      (source, target) => after.resolve(source, target),
    );
}

describe('links to a page that moves', () => {
  const rename = move(['Home.md', 'a/Other.md'], 'Old.md', 'New name.md');
  test.each([
    ['[[Old]]', '[[New name]]'],
    ['[[ old |label]] and [[Old#Part]]', '[[ New name |label]] and [[New name#Part]]'],
    ['[[Old.md]] ![[Old]]', '[[New name.md]] ![[New name]]'],
    ['[x](Old.md) [y](./Old.md#Part "t")', '[x](New%20name.md) [y](./New%20name.md#Part "t")'],
    ['[z](<Old.md>)\n\n[r]: /Old.md', '[z](<New%20name.md>)\n\n[r]: /New%20name.md'],
    ['`[[Old]]` [[Home]] [[Nowhere]] [Old](https://x/Old.md)', null],
  ])('%s becomes %s', (before, after) => {
    expect(rename(before, 'Home.md')).toBe(after ?? before);
  });

  test('a link by a title that stays is left alone', () => {
    const titled = move(['Home.md'], 'Old.md', 'New.md', 'The title');
    expect(titled('[[The title]] [[Old]]', 'Home.md')).toBe('[[The title]] [[New]]');
  });

  test('a name that would be ambiguous is written as a path', () => {
    const clash = move(['Home.md', 'b/Same.md'], 'Old.md', 'a/Same.md');
    expect(clash('[[Old]]', 'Home.md')).toBe('[[a/Same]]');
  });

  test("the moved page's own relative links keep their goals", () => {
    const deeper = move(['Home.md', 'a/Other.md'], 'Old.md', 'x/y/Old.md');
    expect(
      deeper('[h](Home.md) [[Home]] ![p](files/p.png) [o](a/Other.md) [s](Old.md)', 'Old.md'),
    ).toBe('[h](../../Home.md) [[Home]] ![p](../../files/p.png) [o](../../a/Other.md) [s](Old.md)');
  });

  const paths = ['Home.md', 'a/Home.md', 'a/b/Note.md', 'c (d).md', 'e%f.md'];
  const link = fc.constantFrom(
    ...[
      '[[Home]]',
      '[[a/Home|x]]',
      '[x](a/Home.md)',
      '[[note#p]]',
      '[y](<a/b/Note.md#p>)',
      '[[c (d)]]',
    ],
    ...[
      '[z](c%20\\(d\\).md)',
      '[[e%f]]',
      '[w](e%25f.md)',
      '[[old]]',
      '[v](old.md)',
      '![[old]]',
      'text',
    ],
    ...['[u](../old.md)', '[t](/old.md)', '[[nowhere]]', '`[[old]]`', '[s]( files/p.png )'],
  );
  const goal = fc.constantFrom(
    'new.md',
    'a/old.md',
    'a/new (1).md',
    'z/b#c.md',
    'q/é %.md',
    'a/b/x y.md',
  );

  test('every link leads after the move where it led before, and only targets change', () => {
    fc.assert(
      fc.property(
        fc.array(link, { maxLength: 6 }),
        fc.constantFrom('Home.md', 'a/b/Note.md', 'old.md'),
        goal,
        (links, page, to) => {
          const text = links.join(' ');
          const before = new LinkTable();
          for (const path of [...paths, 'old.md']) {
            before.addPage({ path: at(path), title: nameOfPage(at(path)), aliases: [] });
          }
          before.addFile('files/p.png');
          const after = before.copy();
          after.removePage(at('old.md'));
          after.addPage({ path: at(to), title: nameOfPage(at(to)), aliases: ['old'] });
          const next = move(paths, 'old.md', to)(text, page);
          const home = page === 'old.md' ? at(to) : at(page);
          const was = extractLinks(text);
          const is = extractLinks(next);
          expect(is.length).toBe(was.length);
          was.forEach((each, index) => {
            const old = before.resolve(at(page), plain(each.target));
            const now = after.resolve(home, plain(is[index]?.target ?? ''));
            if (old.kind === 'missing') return;
            expect([now.kind, now.path]).toEqual([old.kind, old.path === 'old.md' ? to : old.path]);
            expect(is[index]?.label).toBe(each.label);
          });
        },
      ),
      { numRuns: 1000 },
    );
  });
});

function plain(target: string): string {
  return target.replace(/\\([()])/g, '$1');
}
