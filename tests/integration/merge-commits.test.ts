import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMergeBases } from '../../electron/git/merge/ancestry.ts';
import { writeMergeCommit } from '../../electron/git/merge/merge-commit.ts';
import { mergeCommits } from '../../electron/git/merge/merge-commits.ts';
import { toOid } from '../../electron/git/oid.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { scaffoldHistory } from '../helpers/git-history.ts';
import { git, gitWith, writeFiles } from '../helpers/git-repo.ts';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Oid } from '../../shared/contract/values.ts';

async function mergedTree(repo: Repository, ours: Oid, theirs: Oid): Promise<Oid> {
  const merge = await mergeCommits(repo, ours, theirs);
  if (merge.kind !== 'merged') throw new Error(`not merged: ${JSON.stringify(merge)}`);
  return merge.tree;
}

const page = (name: string) => `# ${name}\n\nFirst of ${name}.\n\nSecond of ${name}.\n`;

describe('merging two commits', () => {
  it('is nothing to do, or a fast-forward, where one holds the other', async () => {
    const { commit, open } = scaffoldHistory();
    const first = commit([], { 'a.md': 'a\n' });
    const second = commit([first], { 'b.md': 'b\n' });
    const repo = await open();
    expect(await mergeCommits(repo, second, first)).toEqual({ kind: 'upToDate' });
    expect(await mergeCommits(repo, second, second)).toEqual({ kind: 'upToDate' });
    expect(await mergeCommits(repo, first, second)).toEqual({
      kind: 'fastForward',
      commit: second,
    });
  });

  it('gives the tree that git gives when the sides touched different files', async () => {
    const paths = ['a.md', 'b.md', 'c/d.md', 'c/e.md', 'f/g/h.md', 'pic.png'];
    const edit = fc.record({
      path: fc.constantFrom(...paths),
      content: fc.option(fc.string({ minLength: 1 }), { nil: null }),
    });
    const { dir, commit, open } = scaffoldHistory();
    const base = commit([], Object.fromEntries(paths.map((path) => [path, page(path)])));
    const repo = await open();
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { maxLength: 4 }),
        fc.array(edit, { maxLength: 4 }),
        async (our, their) => {
          const ours = Object.fromEntries(our.map(({ path, content }) => [path, content]));
          const theirs = Object.fromEntries(
            their.filter(({ path }) => !(path in ours)).map(({ path, content }) => [path, content]),
          );
          const one = commit([base], { ...ours, 'new one.md': 'only ours\n' });
          const other = commit([base], { ...theirs, 'new/other.md': 'only theirs\n' });
          repo.objects.refresh();
          // Without renames: git looks for them everywhere, and both answers would be right.
          const indexFile = join(dir, '.git', 'merge-index');
          rmSync(indexFile, { force: true });
          const env = { GIT_INDEX_FILE: indexFile };
          gitWith(dir, { env }, 'read-tree', '-i', '-m', '--aggressive', base, one, other);
          expect(await mergedTree(repo, one, other)).toBe(gitWith(dir, { env }, 'write-tree'));
          expect(await mergedTree(repo, other, one)).toBe(await mergedTree(repo, one, other));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('joins edits of two paragraphs of one page as git does', async () => {
    const { dir, commit, open } = scaffoldHistory();
    const text = Array.from({ length: 12 }, (_, index) => `Paragraph ${index} of it.\n`).join('\n');
    const base = commit([], { 'a.md': text });
    const one = commit([base], { 'a.md': text.replace('Paragraph 2', 'Ours 2') });
    const other = commit([base], { 'a.md': text.replace('Paragraph 9', 'Theirs 9') });
    const tree = await mergedTree(await open(), one, other);
    expect(tree).toBe(git(dir, 'merge-tree', '--write-tree', one, other).split('\n')[0]);
  });

  it('makes the same commit on both peers, and git finds it sound', async () => {
    const { dir, commit, open } = scaffoldHistory();
    const base = commit([], { 'a.md': page('a'), 'b.md': page('b') });
    const one = commit([base], { 'a.md': page('a').replace('First', 'Our first') });
    const other = commit([base], { 'a.md': page('a').replace('Second', 'Their second') });
    const repo = await open();
    const commits: Oid[] = [];
    for (const [ours, theirs] of [
      [one, other],
      [other, one],
    ] as const) {
      const merge = await mergeCommits(repo, ours, theirs);
      if (merge.kind === 'merged') commits.push(await writeMergeCommit(repo, merge));
    }
    const [first, second] = commits;
    expect(first).toBeDefined();
    expect(first).toBe(second);
    git(dir, 'update-ref', 'refs/heads/main', first ?? '');
    git(dir, 'fsck', '--strict');
    expect(git(dir, 'log', '-1', '--format=%an <%ae> %s')).toBe(
      'Commonplace <merge@commonplace.invalid> Merge changes',
    );
  });

  it('moves an edit to the new name of a page that the other side renamed and touched', async () => {
    const { commit, open, read, list } = scaffoldHistory();
    const text = page('the same long text of the page here');
    const base = commit([], { 'Old.md': text });
    const renamed = `---\naliases:\n  - Old\n---\n${text}`;
    const one = commit([base], { 'Old.md': null, 'New.md': renamed });
    const other = commit([base], { 'Old.md': text.replace('Second', 'Their second') });
    const repo = await open();
    const tree = await mergedTree(repo, one, other);
    expect(list(tree)).toEqual(['New.md']);
    expect(read(tree, 'New.md')).toContain('Their second');
    expect(read(tree, 'New.md')).toContain('aliases');
    expect(await mergedTree(repo, other, one)).toBe(tree);
  });

  it('keeps one name and an alias when both renamed a page', async () => {
    const { commit, open, read, list } = scaffoldHistory();
    const base = commit([], { 'Old.md': page('text') });
    const one = commit([base], { 'Old.md': null, 'Zebra.md': page('text') });
    const other = commit([base], { 'Old.md': null, 'Apple.md': page('text') });
    const repo = await open();
    const tree = await mergedTree(repo, one, other);
    expect(list(tree)).toEqual(['Apple.md']);
    expect(read(tree, 'Apple.md')).toContain('Zebra');
    expect(await mergedTree(repo, other, one)).toBe(tree);
  });

  it('merges the bases of histories that crossed', async () => {
    const { commit, open, read } = scaffoldHistory();
    const text = (a: string, b: string) => `${a}\n\nMiddle that stays.\n\n${b}\n`;
    const root = commit([], { 'a.md': text('one', 'two') });
    const left = commit([root], { 'a.md': text('ONE', 'two') });
    const right = commit([root], { 'a.md': text('one', 'TWO') });
    const leftMerge = commit([left, right], { 'a.md': text('ONE', 'TWO'), 'l.md': 'l\n' });
    const rightMerge = commit([right, left], { 'a.md': text('ONE more', 'TWO'), 'r.md': 'r\n' });
    const repo = await open();
    expect(await findMergeBases(repo.objects, leftMerge, rightMerge)).toEqual([left, right].sort());
    const tree = await mergedTree(repo, leftMerge, rightMerge);
    expect(read(tree, 'a.md')).toBe(text('ONE more', 'TWO').trimEnd());
    expect(await mergedTree(repo, rightMerge, leftMerge)).toBe(tree);
  });

  it('moves a file beside the folder that the other side made of its name', async () => {
    const { commit, open, list } = scaffoldHistory();
    const base = commit([], { 'a.md': 'a\n' });
    const one = commit([base], { Notes: 'a file\n' });
    const other = commit([base], { 'Notes/page.md': 'a page\n' });
    const repo = await open();
    const tree = await mergedTree(repo, one, other);
    expect(list(tree)).toEqual(['Notes (2)', 'Notes/page.md', 'a.md']);
    expect(await mergedTree(repo, other, one)).toBe(tree);
  });

  it('keeps incoming names that no disk may hold in the tree and reports them', async () => {
    const { dir, commit, open, list } = scaffoldHistory();
    const base = commit([], { 'a.md': 'a\n' });
    const one = commit([base], { 'b.md': 'b\n' });
    const other = commit([base], { 'con.md': 'x\n', 'c.md': 'c\n' });
    const link = gitWith(dir, { input: '../victim' }, 'hash-object', '-w', '--stdin');
    git(dir, 'read-tree', other);
    git(dir, 'update-index', '--add', '--cacheinfo', `120000,${link},link.md`);
    const linked = toOid(
      git(dir, 'commit-tree', git(dir, 'write-tree'), '-p', other, '-m', 'link'),
    );
    const merge = await mergeCommits(await open(), one, linked);
    if (merge.kind !== 'merged') throw new Error(merge.kind);
    expect(merge.quarantined.map(({ path }) => path)).toEqual(['con.md', 'link.md']);
    expect(list(merge.tree)).toEqual(['a.md', 'b.md', 'c.md', 'con.md', 'link.md']);
  });

  it('joins two wikis without a common past', async () => {
    const { commit, open, list } = scaffoldHistory();
    const one = commit([], { 'a.md': 'a\n', 'Home.md': 'same\n' });
    const other = commit([], { 'b.md': 'b\n', 'Home.md': 'same\n' });
    expect(list(await mergedTree(await open(), one, other))).toEqual(['Home.md', 'a.md', 'b.md']);
  });

  it('writes objects and nothing else', async () => {
    const { dir, commit, open } = scaffoldHistory();
    const base = commit([], { 'a.md': page('a') });
    const one = commit([base], { 'a.md': page('a').replace('First', 'Ours') });
    const other = commit([base], { 'a.md': page('a').replace('Second', 'Theirs') });
    git(dir, 'update-ref', 'refs/heads/main', one);
    git(dir, 'reset', '-q', '--hard');
    writeFiles(dir, { 'a.md': 'unsaved\n' });
    const before = git(dir, 'status', '--porcelain') + git(dir, 'for-each-ref');
    await mergedTree(await open(), one, other);
    expect(git(dir, 'status', '--porcelain') + git(dir, 'for-each-ref')).toBe(before);
  });
});
