import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistoryIndex } from '../../electron/git/history.ts';
import { scaffoldHistory } from '../helpers/git-history.ts';
import { git, makeTempDir } from '../helpers/git-repo.ts';

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
