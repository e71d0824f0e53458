import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistoryIndex } from '../../electron/git/history.ts';
import { toOid } from '../../electron/git/oid.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { emptyTreeOid } from '../../electron/git/tree.ts';
import { diffTrees } from '../../electron/git/tree-diff.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { git, gitWith, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

/** Folders that hold ten times the same folder, eight deep: a hundred million files in some kilobytes. */
function bomb(dir: string, bottom: string): string {
  let line = bottom;
  let tree = '';
  for (let depth = 0; depth < 8; depth += 1) {
    const lines = Array.from({ length: 10 }, (_, number) => `${line}\t${number}.md\n`);
    tree = gitWith(dir, { input: lines.join('') }, 'mktree');
    line = `040000 tree ${tree}`;
  }
  return tree;
}

test('a tree of a hundred million files is refused, not listed to the end', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'x\n' } });
  const repo = await opened(dir);
  const file = bomb(dir, `100644 blob ${git(dir, 'rev-parse', 'HEAD:Home.md')}`);
  const empty = gitWith(dir, { input: '' }, 'mktree');
  const folder = bomb(dir, `040000 tree ${empty}`);
  await expect(diffTrees(repo.objects, null, toOid(folder))).rejects.toMatchObject({
    code: 'LIMIT',
  });
  git(dir, 'update-ref', 'refs/heads/main', git(dir, 'commit-tree', '-m', 'bomb', file));
  const history = openHistoryIndex(repo, join(makeTempDir(), 'history'));
  await expect(history.update()).rejects.toMatchObject({ code: 'LIMIT' });
});

/** Folders within each other, deeper than any path can be. */
async function deep(repo: Repository): Promise<Oid> {
  let tree = emptyTreeOid;
  for (let depth = 0; depth < 600; depth += 1) {
    const entry = Buffer.from(`40000 f\0${Buffer.from(tree, 'hex').toString('latin1')}`, 'latin1');
    tree = await repo.objects.write('tree', entry);
  }
  return tree;
}

test('a revision without an end is passed over where it lies in the history', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'one\n', 'Notes/Other.md': 'x\n' } });
  const repo = await opened(dir);
  const endless = bomb(dir, `100644 blob ${git(dir, 'rev-parse', 'HEAD:Home.md')}`);
  const commit = (tree: string, message: string, ...parents: string[]) => {
    const named = parents.flatMap((parent) => ['-p', parent]);
    return toOid(git(dir, 'commit-tree', '-m', message, ...named, tree));
  };
  const withFolder = (tree: string, text: string) => {
    const page = gitWith(dir, { input: text }, 'hash-object', '-w', '--stdin');
    const lines = [`100644 blob ${page}\tHome.md`, `040000 tree ${tree}\tbomb`];
    return gitWith(dir, { input: `${lines.join('\n')}\n` }, 'mktree');
  };
  const treeWith = (text: string) => {
    const page = gitWith(dir, { input: text }, 'hash-object', '-w', '--stdin');
    return gitWith(dir, { input: `100644 blob ${page}\tHome.md\n` }, 'mktree');
  };
  const first = toOid(git(dir, 'rev-parse', 'HEAD'));
  const wide = commit(withFolder(endless, 'two\n'), 'wide', first);
  const deeper = commit(withFolder(await deep(repo), 'three\n'), 'deep', wide);
  const after = commit(treeWith('four\n'), 'after', deeper);
  const beside = commit(withFolder(endless, 'beside\n'), 'beside', after);
  const merge = commit(treeWith('four\n'), 'merge', after, beside);
  const last = commit(treeWith('five\n'), 'last', merge);
  git(dir, 'update-ref', 'refs/heads/main', last);

  const unread: string[] = [];
  const cache = join(makeTempDir(), 'history');
  const options = { onUnread: (oid: string) => unread.push(oid) };
  const history = openHistoryIndex(repo, cache, options);
  const page = await history.pageHistory('Home.md', { limit: 10, before: null });
  expect(page.entries.map((entry) => entry.commit)).toEqual([last, after, first]);
  expect(unread).toEqual([wide, deeper, beside]);
  // What the passed-over ones took away is found with the next, and no name of theirs is kept.
  expect((await history.lastChange('Notes/Other.md'))?.commit).toBe(after);
  expect(await history.lastChange('bomb/0.md/0.md/0.md/0.md/0.md/0.md/0.md/0.md')).toBeNull();

  // Said once: what was read is kept, and goes on after one of them as well.
  const branch = commit(treeWith('six\n'), 'branch', beside);
  git(dir, 'update-ref', 'refs/heads/main', commit(treeWith('six\n'), 'end', last, branch));
  const again = openHistoryIndex(repo, cache, options);
  const latest = await again.pageHistory('Home.md', { limit: 1, before: null });
  expect(latest.entries.map((entry) => entry.commit)).toEqual([branch]);
  expect(unread).toEqual([wide, deeper, beside]);
});
