import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openHistoryIndex } from '../../electron/git/history.ts';
import { scaffoldHistory } from '../helpers/git-history.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { commitAll, git, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

test('through merges of many branches and folders a page history is what git log finds', async () => {
  const { dir, commit, open } = scaffoldHistory();
  const page = (text: string, number: number) => `${text}\n${'line\n'.repeat(number)}`;
  const base = commit([], {
    'a/x.md': page('ax', 1),
    'a/deep/y.md': page('ay', 2),
    'b/x.md': page('bx', 3),
    'b.md': page('b', 4),
    'c/x.md': page('cx', 5),
    'gone/z.md': page('z', 6),
  });
  const one = commit([base], { 'a/x.md': 'one\n', 'b/x.md': 'one\n', 'new/n.md': page('n', 7) });
  const two = commit([base], { 'a/deep/y.md': 'two\n', 'b/x.md': 'two\n', 'gone/z.md': null });
  const three = commit([base], {
    'c/x.md': 'three\n',
    'b.md': 'three\n',
    'new/m.md': page('m', 8),
  });
  // Each page from one of the three, some from none, one made by the merge and one taken out by it.
  const octopus = commit([one, two, three], {
    'a/deep/y.md': 'two\n',
    'gone/z.md': null,
    'c/x.md': 'three\n',
    'b.md': 'all\n',
    'b/x.md': 'all\n',
    'new/m.md': page('m', 8),
    'new/only.md': 'here\n',
    'a/x.md': null,
  });
  const side = commit([two], { 'a/x.md': 'side\n', 'd/e/f.md': 'f\n' });
  // A folder taken whole from the second parent, another from the first, and a file where a folder was.
  const head = commit([side, octopus], {
    c: 'a file now\n',
    'c/x.md': null,
    'b.md': 'all\n',
    'b/x.md': 'all\n',
    'new/n.md': page('n', 7),
    'new/m.md': page('m', 8),
    'new/only.md': 'here\n',
  });
  git(dir, 'update-ref', 'refs/heads/main', head);
  const history = openHistoryIndex(await open(), join(makeTempDir(), 'history'));
  const paths = new Set(
    git(dir, 'log', '-m', '--name-only', '--format=').split('\n').filter(Boolean),
  );
  expect(paths.size).toBe(11);
  const commitsOf = async (path: string) =>
    (await history.pageHistory(path, { limit: 50, before: null })).entries.map(
      (entry) => entry.commit,
    );
  // To git that name stands for the folder too.
  paths.delete('c');
  expect(await commitsOf('c')).toEqual([head]);
  for (const path of paths) {
    const theirs = git(dir, 'log', '--format=%H', '--', path).split('\n');
    expect([path, await commitsOf(path)]).toEqual([path, theirs]);
  }
});

test('a page that a merge made out of pages of several parents is followed to each of them', async () => {
  const { dir, commit, open } = scaffoldHistory();
  const text = 'a pond lies in the wood behind the mill and nobody swims in it\n';
  const base = commit([], { 'other.md': 'x\n' });
  const first = commit([base], { 'first.md': text });
  const second = commit([base], { 'folder/second.md': `${text}since the flood\n` });
  const head = commit([first, second], {
    'first.md': null,
    'folder/second.md': null,
    'folder/joined.md': `${text}since the great flood\n`,
  });
  git(dir, 'update-ref', 'refs/heads/main', head);
  const history = openHistoryIndex(await open(), join(makeTempDir(), 'history'));
  const { entries } = await history.pageHistory('folder/joined.md', { limit: 9, before: null });
  expect(new Set(entries.map(({ commit: oid, path }) => `${oid} ${path}`))).toEqual(
    new Set([`${head} folder/joined.md`, `${second} folder/second.md`, `${first} first.md`]),
  );
});

const somePaths = ['a.md', 'x/b.md', 'x/c.md', 'x/y/d.md', 'x/y/e.md', 'z/f.md'];

/** No two pages share a word, so that none passes for another one that was renamed. */
function textOf(path: string, version: number): string {
  return [1, 2, 3, 4, version + 10].map((word) => `${path}-${word}`).join(' ');
}

type Pages = ReadonlyMap<string, string>;

const someSteps = fc.array(
  fc.record({
    /** How far back each parent is. */
    parents: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }),
    /** Which parent each page comes from; all from the first one's when `isWhole`. */
    from: fc.array(fc.nat(2), { minLength: somePaths.length, maxLength: somePaths.length }),
    isWhole: fc.boolean(),
    edits: fc.array(fc.tuple(fc.constantFrom(...somePaths), fc.option(fc.nat(2))), {
      maxLength: 2,
    }),
  }),
  { minLength: 15, maxLength: 25 },
);

test('whatever merges take from whichever parent, a page history is what git log finds', async () => {
  await fc.assert(
    fc.asyncProperty(someSteps, async (steps) => {
      const { dir, commit, open } = scaffoldHistory();
      const first: Pages = new Map(somePaths.map((path) => [path, textOf(path, 0)]));
      let head = commit([], Object.fromEntries(first));
      const made: { readonly oid: Oid; readonly pages: Pages }[] = [{ oid: head, pages: first }];
      for (const { parents, from, isWhole, edits } of steps) {
        const sides = [...new Set(parents.map((back) => made.at(-1 - (back % made.length))))];
        const pages = new Map(sides[0]?.pages);
        for (const [at, path] of somePaths.entries()) {
          const side = sides[(from[isWhole ? 0 : at] ?? 0) % sides.length];
          put(pages, path, side?.pages.get(path) ?? null);
        }
        for (const [path, version] of edits) {
          put(pages, path, version === null ? null : textOf(path, version));
        }
        const before = sides[0]?.pages;
        const changed = somePaths.filter((path) => before?.get(path) !== pages.get(path));
        head = commit(
          sides.flatMap((side) => side?.oid ?? []),
          Object.fromEntries(changed.map((path) => [path, pages.get(path) ?? null])),
        );
        made.push({ oid: head, pages });
      }
      git(dir, 'update-ref', 'refs/heads/main', head);
      const cache = join(makeTempDir(), 'history');
      const repo = await open();
      await openHistoryIndex(repo, cache).update();
      // Built anew, and as it was saved.
      for (const file of [cache, `${cache}-2`]) {
        const history = openHistoryIndex(repo, file);
        for (const path of somePaths) {
          const { entries } = await history.pageHistory(path, { limit: 99, before: null });
          const theirs = git(dir, 'log', '--format=%H', '--', path).split('\n').filter(Boolean);
          expect([path, ...entries.map((entry) => entry.commit)]).toEqual([path, ...theirs]);
        }
      }
    }),
    { numRuns: 3 },
  );
});

function put(pages: Map<string, string>, path: string, text: string | null): void {
  if (text === null) pages.delete(path);
  else pages.set(path, text);
}

test('a page that both sides changed alike is followed to the first, though its folder came from the second', async () => {
  const { dir, commit, open } = scaffoldHistory();
  const base = commit([], { 'x/a.md': 'a\n', 'x/b.md': 'b\n' });
  const one = commit([base], { 'x/a.md': 'alike\n' });
  const two = commit([base], { 'x/a.md': 'alike\n', 'x/b.md': 'two\n' });
  const head = commit([one, two], { 'x/b.md': 'two\n' });
  git(dir, 'update-ref', 'refs/heads/main', head);
  const history = openHistoryIndex(await open(), join(makeTempDir(), 'history'));
  const commitsOf = async (path: string) =>
    (await history.pageHistory(path, { limit: 9, before: null })).entries.map(
      (entry) => entry.commit,
    );
  expect(git(dir, 'log', '--format=%H', '--', 'x/a.md').split('\n')).toEqual([one, base]);
  expect(await commitsOf('x/a.md')).toEqual([one, base]);
  expect(await commitsOf('x/b.md')).toEqual([two, base]);
  const graph = await history.pageGraph('x/a.md', head, 9);
  expect(graph?.map((revision) => revision.commit)).toEqual([one, base]);
});

test('a page that only became executable is followed into the branch whose folder a merge took', async () => {
  const dir = makeRepo({ files: { 'x/a.sh': 'a\n', 'x/b.md': 'b\n', 'c.md': 'c\n' } });
  git(dir, 'switch', '-q', '-c', 'side');
  git(dir, 'update-index', '--chmod=+x', 'x/a.sh');
  git(dir, 'commit', '-q', '-m', 'executable');
  git(dir, 'checkout', '-q', '-f', 'main');
  writeFiles(dir, { 'c.md': 'c, changed\n' });
  commitAll(dir, 'another folder');
  git(dir, 'merge', '-q', '--no-edit', 'side');
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  const { entries } = await history.pageHistory('x/a.sh', { limit: 9, before: null });
  expect(entries.map(({ commit }) => commit)).toEqual(
    git(dir, 'log', '--format=%H', '--', 'x/a.sh').split('\n'),
  );
});
