import {
  chmodSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { worktreeStatus } from '../../electron/git/status.ts';
import { git, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const letters = { added: '??', edited: ' M', deleted: ' D' } as const;

/** Our answer in git's own form, so that the two can be compared as text. */
async function statusOf(dir: string): Promise<string[]> {
  const repo = await opened(dir);
  const changes = await worktreeStatus(repo);
  return changes.map(({ path, kind }) => `${letters[kind]} ${path}`);
}

function gitStatus(dir: string): string[] {
  const text = git(dir, '-c', 'core.quotePath=off', 'status', '--porcelain', '-z', '-uall');
  return text
    .split('\0')
    .filter((line) => line !== '')
    .sort((a, b) => (a.slice(3) < b.slice(3) ? -1 : 1));
}

test.each(['2', '4'])(
  'a changed worktree reads as git status reads it (index v%s)',
  async (version) => {
    const dir = makeRepo({
      files: {
        '.gitignore': '*.log\n/build/\nsecret\n!keep.log\n',
        'a.md': 'a\n',
        'Ordner/ä b.md': 'b\n',
        'Ordner/gone.md': 'g\n',
        'Ordner/.gitignore': '!special.log\n*.tmp\n',
        'build.md': 'x\n',
      },
    });
    git(dir, 'update-index', '--index-version', version);
    expect(await statusOf(dir)).toEqual([]);
    writeFiles(dir, {
      'a.md': 'b\n',
      'new/Seite.md': 'n\n',
      'x.log': 'no',
      'keep.log': 'yes',
      'Ordner/special.log': 'yes',
      'Ordner/z.tmp': 'no',
      'z.tmp': 'yes',
      'build/out.md': 'no',
      'deep/secret/x.md': 'no',
      '.git/info/exclude': 'excluded.md\n',
      'excluded.md': 'no',
    });
    rmSync(join(dir, 'Ordner/gone.md'));
    expect(await statusOf(dir)).toEqual(gitStatus(dir));
    expect(gitStatus(dir).length).toBe(6);
  },
);

test('an edit of the same size in the same instant as the index is seen', async () => {
  const dir = makeRepo({ files: { 'a.md': 'one\n' } });
  const { atime, mtime } = statSync(join(dir, 'a.md'));
  writeFileSync(join(dir, 'a.md'), 'two\n');
  utimesSync(join(dir, 'a.md'), atime, mtime);
  utimesSync(join(dir, '.git/index'), atime, mtime);
  expect(await statusOf(dir)).toEqual([' M a.md']);
});

test('a touched file with the old content is clean', async () => {
  const dir = makeRepo({ files: { 'a.md': 'one\n' } });
  utimesSync(join(dir, 'a.md'), 1_000_000, 1_000_000);
  chmodSync(join(dir, 'a.md'), 0o600);
  expect(await statusOf(dir)).toEqual([]);
});

test('what was staged by hand still differs from the last commit', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'b.md': 'b\n', 'c.md': 'c\n', 'd.md': 'd\n' } });
  writeFiles(dir, { 'a.md': 'staged\n', 'new.md': 'staged\n' });
  git(dir, 'add', '-A');
  git(dir, 'rm', '-q', 'b.md');
  git(dir, 'rm', '-q', '--cached', 'c.md');
  writeFiles(dir, { 'd.md': 'staged\n' });
  git(dir, 'add', 'd.md');
  writeFiles(dir, { 'd.md': 'd\n' });
  expect(await statusOf(dir)).toEqual([' M a.md', ' D b.md', '?? new.md']);
});

test('links are neither reported nor followed', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'dir/page.md': 'p\n', 'outside/x.md': 'x\n' } });
  symlinkSync('a.md', join(dir, 'link.md'));
  rmSync(join(dir, 'dir'), { recursive: true });
  symlinkSync('outside', join(dir, 'dir'));
  mkdirSync(join(dir, 'outside/sub'));
  writeFiles(dir, { 'outside/page.md': 'p\n' });
  expect(await statusOf(dir)).toEqual([' D dir/page.md', '?? outside/page.md']);
});

test('another repository inside the wiki is left alone', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n' } });
  mkdirSync(join(dir, 'inner'));
  git(join(dir, 'inner'), 'init', '-q');
  writeFiles(dir, { 'inner/x.md': 'x\n' });
  expect(await statusOf(dir)).toEqual([]);
});

test('before the first commit every file is new', async () => {
  const dir = makeRepo();
  writeFiles(dir, { 'a.md': 'a\n', 'b/c.md': 'c\n' });
  git(dir, 'add', 'a.md');
  expect(await statusOf(dir)).toEqual(['?? a.md', '?? b/c.md']);
});

test('what git was told to pass over is passed over', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'b.md': 'b\n', 'c.md': 'c\n' } });
  git(dir, 'update-index', '--skip-worktree', 'a.md');
  git(dir, 'update-index', '--assume-unchanged', 'b.md');
  rmSync(join(dir, 'a.md'));
  writeFiles(dir, { 'b.md': 'changed\n', 'new.md': 'n\n' });
  expect(await statusOf(dir)).toEqual(['?? new.md']);
  expect(await statusOf(dir)).toEqual(gitStatus(dir));
});

test('tracked files count in ignored folders, and what stands in the place of another is seen', async () => {
  const dir = makeRepo({
    files: { 'out/kept.md': 'k\n', 'file.md': 'f\n', 'folder/in.md': 'i\n', 'x/deep/y.md': 'y\n' },
  });
  writeFiles(dir, { '.gitignore': 'out/\n*.tmp\n', 'out/kept.md': 'K\n', 'out/other.md': 'no\n' });
  rmSync(join(dir, 'file.md'));
  rmSync(join(dir, 'folder'), { recursive: true });
  rmSync(join(dir, 'x'), { recursive: true });
  writeFiles(dir, { 'file.md/inside.md': 'i\n', folder: 'a file now\n', 'x/deep.tmp': 'no\n' });
  expect(await statusOf(dir)).toEqual(gitStatus(dir));
  expect(gitStatus(dir)).toContain('?? file.md/inside.md');
});

test('a removal answered by a new file of the same folder is two changes', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'b.md': 'b\n' } });
  rmSync(join(dir, 'a.md'));
  writeFiles(dir, { 'c.md': 'c\n' });
  expect(await statusOf(dir)).toEqual([' D a.md', '?? c.md']);
});

test('a commit by another program after the index was read is not mistaken for its tree', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'b/c.md': 'c\n' } });
  const repo = await opened(dir);
  expect(await worktreeStatus(repo)).toEqual([]);
  git(dir, 'update-ref', 'HEAD', git(dir, 'commit-tree', '-m', 'Empty', emptyTree));
  expect(await worktreeStatus(repo)).toEqual([
    { path: 'a.md', kind: 'added' },
    { path: 'b/c.md', kind: 'added' },
  ]);
});

test('many new files beside ignored ones are told apart', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', '.gitignore': '*.log\n' } });
  const names = Array.from({ length: 100 }, (_, index) => `n${index}.${index % 2 ? 'log' : 'md'}`);
  writeFiles(dir, Object.fromEntries(names.map((name) => [name, name])));
  expect(await statusOf(dir)).toEqual(gitStatus(dir));
  expect(gitStatus(dir).length).toBe(50);
});
