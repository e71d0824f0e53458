import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeMergeCommit } from '../../electron/git/merge/merge-commit.ts';
import { mergeCommits } from '../../electron/git/merge/merge-commits.ts';
import type { Repository } from '../../electron/git/repository.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { conflictIdOf, parseConflict } from '../../shared/merge/conflict-file.ts';
import { scaffoldHistory } from '../helpers/git-history.ts';
import { git } from '../helpers/git-repo.ts';

async function merged(repo: Repository, ours: Oid, theirs: Oid): Promise<Oid> {
  repo.objects.refresh();
  const merge = await mergeCommits(repo, ours, theirs);
  if (merge.kind === 'merged') return writeMergeCommit(repo, merge);
  return merge.kind === 'fastForward' ? merge.commit : ours;
}

function scaffold() {
  const history = scaffoldHistory();
  const { dir, list, read } = history;
  const conflictsIn = (tree: string) =>
    list(tree)
      .filter((path) => conflictIdOf(path) !== null)
      .map((path) => parseConflict(read(tree, path)));
  const pagesIn = (tree: string) => list(tree).filter((path) => !path.startsWith('.commonplace/'));
  const treeOf = (commit: Oid) => git(dir, 'rev-parse', `${commit}^{tree}`);
  return { ...history, conflictsIn, pagesIn, treeOf };
}

const says = (text: string) => `# Page\n\nTop.\n\n${text}\n\nEnd.\n`;
const long = (name: string) =>
  `# ${name}\n\nA long enough text about ${name} here.\n\nAnd one more paragraph of ${name}.\n`;

describe('links to a page that one side moved', () => {
  it('lead to where it went, on pages that the other side wrote meanwhile', async () => {
    const { commit, open, read, treeOf } = scaffold();
    const text = 'See [it](Old.md) and [[Old]] and [other](b.md).\n';
    const base = commit([], { 'Old.md': long('old'), 'b.md': 'b\n', 'c.md': 'Nothing yet.\n' });
    const mover = commit([base], { 'Old.md': null, 'f/New name.md': long('old') });
    const writer = commit([base], { 'c.md': text, 'd.md': text });
    const repo = await open();
    const made = await merged(repo, mover, writer);
    const followed = 'See [it](f/New%20name.md) and [[New name]] and [other](b.md).';
    expect(read(made, 'c.md')).toBe(followed);
    expect(read(made, 'd.md')).toBe(followed);
    expect(treeOf(await merged(repo, writer, mover))).toBe(treeOf(made));
  });

  it('are left as they were written when it did not move', async () => {
    const { commit, open, read } = scaffold();
    const base = commit([], { 'Old.md': long('old'), 'c.md': 'Nothing yet.\n' });
    const mover = commit([base], { 'Old.md': null, 'Unlike.md': 'Quite another text.\n' });
    const writer = commit([base], { 'c.md': 'See [it](Old.md).\n' });
    expect(read(await merged(await open(), mover, writer), 'c.md')).toBe('See [it](Old.md).');
  });
});

describe('what a merge can not decide', () => {
  it('stands on the page in all versions, with a file that says which', async () => {
    const { commit, open, read, conflictsIn } = scaffold();
    const base = commit([], { 'a.md': says('The quick fox.') });
    const one = commit([base], { 'a.md': says('The slow fox.') });
    const other = commit([base], { 'a.md': says('The red fox.') });
    const made = await merged(await open(), one, other);
    expect(read(made, 'a.md')).toBe(says('The red fox.\n\nThe slow fox.').trimEnd());
    const [conflict] = conflictsIn(made);
    expect(conflict).toMatchObject({
      kind: 'text',
      path: 'a.md',
      sections: [
        {
          base: 'The quick fox.',
          versions: [
            { text: 'The red fox.', by: { commit: other, dateMs: 1_700_000_180_000 } },
            { text: 'The slow fox.', by: { commit: one } },
          ],
        },
      ],
    });
  });

  it('is the same page and one file whatever the order in which three peers meet', async () => {
    const { commit, open, conflictsIn, treeOf } = scaffold();
    const base = commit([], { 'a.md': says('The old words.') });
    const peers = ['One version.', 'Second version.', 'Third version.'].map((text) =>
      commit([base], { 'a.md': says(text) }),
    );
    const repo = await open();
    const trees = new Set<string>();
    for (const [a = 0, b = 0, c = 0] of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 2, 0],
    ]) {
      const [first = base, second = base, third = base] = [peers[a], peers[b], peers[c]];
      const two = await merged(repo, first, second);
      const all = await merged(repo, two, third);
      const crossed = await merged(repo, two, await merged(repo, second, third));
      for (const each of [all, crossed]) trees.add(treeOf(each));
      expect(conflictsIn(all)).toHaveLength(1);
      expect(conflictsIn(all)[0]).toMatchObject({ sections: [{ versions: [{}, {}, {}] }] });
    }
    expect(trees.size).toBe(1);
  });

  it('stays settled when a peer who had not heard of it edits elsewhere', async () => {
    const { commit, open, read, list, conflictsIn } = scaffold();
    const base = commit([], { 'a.md': says('Old words.'), 'b.md': 'b\n' });
    const one = commit([base], { 'a.md': says('One.') });
    const other = commit([base], { 'a.md': says('Two.') });
    const repo = await open();
    const both = await merged(repo, one, other);
    const files = list(both).filter((path) => conflictIdOf(path) !== null);
    const gone = Object.fromEntries(files.map((path) => [path, null]));
    const settled = commit([both], { ...gone, 'a.md': says('Both.') });
    const elsewhere = commit([both], {
      'a.md': says('One.\n\nTwo.').replace('Top', 'The top'),
      'b.md': 'bb\n',
    });
    const made = await merged(repo, settled, elsewhere);
    expect(read(made, 'a.md')).toBe(says('Both.').replace('Top', 'The top').trimEnd());
    expect(conflictsIn(made)).toEqual([]);
    // Who keeps both texts has settled it too.
    const kept = commit([both], gone);
    const later = await merged(repo, kept, elsewhere);
    expect(read(later, 'a.md')).toBe(read(elsewhere, 'a.md'));
    expect(conflictsIn(later)).toEqual([]);
  });

  it('keeps a page that one deleted and the other edited, and says so', async () => {
    const { commit, open, pagesIn, conflictsIn, treeOf } = scaffold();
    const base = commit([], { 'a.md': long('a'), 'b.md': 'b\n' });
    const one = commit([base], { 'a.md': null });
    const other = commit([base], { 'a.md': `${long('a')}More.\n` });
    const repo = await open();
    const made = await merged(repo, one, other);
    expect(treeOf(await merged(repo, other, one))).toBe(treeOf(made));
    expect(pagesIn(made)).toEqual(['a.md', 'b.md']);
    expect(conflictsIn(made)).toMatchObject([
      { kind: 'deleted', path: 'a.md', editedBy: { commit: other }, deletedBy: { commit: one } },
    ]);
    const third = await merged(
      repo,
      made,
      commit([base], { 'a.md': long('a').replace('long', 'short') }),
    );
    expect(conflictsIn(third)).toHaveLength(1);
  });

  it('keeps all versions of what is no text as files, in one choice', async () => {
    const { commit, open, read, pagesIn, conflictsIn, treeOf } = scaffold();
    const base = commit([], {
      'p.png': Uint8Array.of(0, 1, 2),
      'bad.md': Uint8Array.of(0xff, 0xfe),
    });
    const sides = [3, 4, 5].map((value) => commit([base], { 'p.png': Uint8Array.of(0, value) }));
    const [one = base, two = base, three = base] = sides;
    const bad = commit([one], { 'bad.md': Uint8Array.of(0xff, 0x41) });
    const worse = commit([two], { 'bad.md': Uint8Array.of(0xff, 0x42) });
    const repo = await open();
    const made = await merged(repo, await merged(repo, bad, worse), three);
    expect(pagesIn(made)).toEqual(['bad (2).md', 'bad.md', 'p (2).png', 'p (3).png', 'p.png']);
    const choices = conflictsIn(made);
    expect(choices.map((each) => each?.kind)).toEqual(['file', 'file']);
    const picture = choices.find((each) => each?.path === 'p.png');
    expect(picture?.kind === 'file' && picture.versions.map(({ path }) => path)).toEqual([
      'p.png',
      'p (2).png',
      'p (3).png',
    ]);
    expect(new Set(['p.png', 'p (2).png', 'p (3).png'].map((path) => read(made, path))).size).toBe(
      3,
    );
    const other = await merged(repo, await merged(repo, three, bad), worse);
    expect(treeOf(other)).toBe(treeOf(made));
  });

  it('gives two different pages of one name two names and asks nobody', async () => {
    const { commit, open, read, list, treeOf } = scaffold();
    const base = commit([], { 'b.md': 'b\n' });
    const one = commit([base], { 'New.md': 'Apples, pears and plums grow here.\n' });
    const other = commit([base], { 'New.md': 'Wooden boats need paint every spring.\n' });
    const repo = await open();
    const made = await merged(repo, one, other);
    expect(list(made)).toEqual(['New (2).md', 'New.md', 'b.md']);
    expect(read(made, 'New.md')).not.toBe(read(made, 'New (2).md'));
    expect(treeOf(await merged(repo, other, one))).toBe(treeOf(made));
  });

  it('gives names that are one file on some systems two names', async () => {
    const { commit, open, list, treeOf } = scaffold();
    const base = commit([], { 'b.md': 'b\n' });
    const one = commit([base], { 'Page.md': 'Apples and pears.\n', 'Caf\u00e9.md': 'x\n' });
    const other = commit([base], { 'page.md': 'Wooden boats.\n' });
    const repo = await open();
    const made = await merged(repo, one, other);
    expect(list(made)).toContain('Page.md');
    expect(list(made)).toContain('page (2).md');
    expect(list(made)).not.toContain('page.md');
    expect(treeOf(await merged(repo, other, one))).toBe(treeOf(made));
  });

  it('goes along with a page that is renamed meanwhile', async () => {
    const { commit, open, read, pagesIn, list, conflictsIn, treeOf } = scaffold();
    const base = commit([], { 'a.md': long('a') });
    const one = commit([base], { 'a.md': long('a').replace('long', 'short') });
    const other = commit([base], { 'a.md': long('a').replace('long', 'tall') });
    const repo = await open();
    const both = await merged(repo, one, other);
    const text = `${read(both, 'a.md')}\n`;
    const third = commit([base], { 'a.md': null, 'z.md': long('a') });
    const moved = await merged(repo, both, third);
    expect(pagesIn(moved)).toEqual(['z.md']);
    expect(read(moved, 'z.md')).toBe(text.trimEnd());
    expect(conflictsIn(moved)).toMatchObject([{ kind: 'text', path: 'z.md' }]);
    expect(treeOf(await merged(repo, third, both))).toBe(treeOf(moved));
    // A page that goes takes what is open on it along.
    const removed = commit([both], { 'a.md': null, 'x.md': 'x\n' });
    const gone = await merged(repo, removed, commit([both], { 'y.md': 'y\n' }));
    expect(list(gone)).toEqual(['x.md', 'y.md']);
  });

  it('is no matter of choice itself, and nonsense in its folder is carried as it is', async () => {
    const { commit, open, list, conflictsIn } = scaffold();
    const name = (letter: string) => `.commonplace/conflicts/${letter.repeat(32)}.json`;
    const hostile = (path: string) =>
      JSON.stringify({
        kind: 'deleted',
        path,
        base: 'a'.repeat(40),
        editedBy: null,
        deletedBy: null,
      });
    const base = commit([], { 'a.md': 'a\n', [name('a')]: '{"kind":"text"', [name('b')]: 'x' });
    const one = commit([base], { 'b.md': 'b\n', [name('a')]: 'one', [name('b')]: null });
    const other = commit([base], {
      'c.md': 'c\n',
      [name('a')]: 'other',
      [name('b')]: 'y',
      [name('c')]: hostile('../../outside.md'),
      [name('d')]: hostile('.git/config'),
      [name('e')]: '['.repeat(50_000),
    });
    const made = await merged(await open(), one, other);
    expect(list(made)).toEqual([
      name('a'),
      name('c'),
      name('d'),
      name('e'),
      'a.md',
      'b.md',
      'c.md',
    ]);
    expect(conflictsIn(made)[0]).toBeNull();
  });

  it('makes the same tree from either side, through edits, renames, deletions and crossed histories', async () => {
    const paths = ['a.md', 'b.md', 'f/c.md', 'f/d.md', 'p.png', 'B.md'];
    const word = fc.constantFrom('one', 'two', 'three', 'four');
    const change = fc.record({
      path: fc.constantFrom(...paths),
      kind: fc.constantFrom('edit', 'edit', 'delete', 'rename', 'rewrite', 'binary'),
      to: fc.constantFrom('new.md', 'f/moved.md', 'Other.md', 'other.md', 'f', 'b.md'),
      line: fc.nat(3),
      word,
    });
    const changes = fc.array(change, { maxLength: 4 });
    type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;
    const { commit, open, read, list, treeOf } = scaffold();
    const root = commit(
      [],
      Object.fromEntries(paths.slice(0, 5).map((path) => [path, long(`the page ${path}`)])),
    );
    const repo = await open();
    const applied = (parent: Oid, all: readonly Change[]): Oid => {
      const files: Record<string, string | Uint8Array | null> = {};
      const present = new Map(list(parent).map((path) => [path, true]));
      const textOf = (path: string) => {
        const known = files[path];
        return typeof known === 'string' ? known : `${read(parent, path)}\n`;
      };
      for (const { path, kind, to, line, word: other } of all) {
        if (present.get(path) !== true) continue;
        if (kind === 'edit') {
          const lines = textOf(path).split('\n');
          lines[line] = `${lines[line] ?? ''} ${other}`;
          files[path] = lines.join('\n');
        } else if (kind === 'rewrite') files[path] = `${other} ${other}\n`;
        else if (kind === 'binary') files[path] = Uint8Array.of(0, line);
        else {
          const isBlocked = list(parent).some(
            (each) => each.startsWith(`${to}/`) || to.startsWith(`${each}/`),
          );
          if (kind === 'rename' && !present.has(to) && !isBlocked) {
            files[to] = textOf(path);
            present.set(to, true);
          }
          files[path] = null;
          present.set(path, false);
        }
      }
      return commit([parent], files);
    };
    await fc.assert(
      fc.asyncProperty(changes, changes, changes, changes, async (our, their, more, less) => {
        const [one, other] = [applied(root, our), applied(root, their)];
        repo.objects.refresh();
        const made = await merged(repo, one, other);
        expect(await merged(repo, other, one)).toBe(made);
        // A third who met only one of them, and then all again.
        const third = applied(one, less);
        const left = applied(made, more);
        const right = await merged(repo, third, other);
        const crossed = await merged(repo, left, right);
        expect(treeOf(await merged(repo, right, left))).toBe(treeOf(crossed));
      }),
      { numRuns: 15 },
    );
  });
});
