// @vitest-environment jsdom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, parseHash, type Route } from '../../../renderer/app/routes.ts';
import { oid, type WikiId } from '../../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../../shared/wiki/page-path.ts';

const wiki = '0123456789abcdef' as WikiId;
const path = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .map((name) => toPagePath(`Folder/${name}.md`))
  .filter((made): made is PagePath => made !== null);
const text = fc.string({ unit: 'grapheme' });

test('a route is read back from its hash as it was', () => {
  const route: fc.Arbitrary<Route> = fc.oneof(
    fc.record({
      kind: fc.constant('page' as const),
      wiki: fc.constant(wiki),
      path,
      anchor: text,
    }),
    fc.record({ kind: fc.constant('edit' as const), wiki: fc.constant(wiki), path }),
    fc.record({
      kind: fc.constant('edit' as const),
      wiki: fc.constant(wiki),
      path,
      anchor: fc.string({ unit: 'grapheme', minLength: 1 }),
    }),
    fc.record({ kind: fc.constant('search' as const), wiki: fc.constant(wiki), query: text }),
    fc.record({ kind: fc.constant('tag' as const), wiki: fc.constant(wiki), tag: text }),
    fc.record({ kind: fc.constant('authors' as const), wiki: fc.constant(wiki), path }),
    fc.record({
      kind: fc.constant('history' as const),
      wiki: fc.constant(wiki),
      path,
      commit: fc.constant(oid.parse('0123456789'.repeat(4))),
    }),
    fc.constantFrom<Route>(
      { kind: 'deleted', wiki },
      { kind: 'welcome' },
      { kind: 'home', wiki },
      { kind: 'settings', wiki },
    ),
  );
  fc.assert(
    fc.property(route, (each) => {
      expect(parseHash(hashOf(each))).toEqual(each);
    }),
  );
});

test('a hash that names nothing leads to the welcome screen, a bad path to the wiki', () => {
  expect(parseHash('#/nonsense')).toEqual({ kind: 'welcome' });
  expect(parseHash(`#/w/${wiki}/page/..%2Fsecret.md`)).toEqual({ kind: 'home', wiki });
  expect(parseHash(`#/w/${wiki}/page/%E0%A4%A.md`)).toEqual({ kind: 'home', wiki });
});
