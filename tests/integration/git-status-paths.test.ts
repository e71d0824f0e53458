import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { statusOfPaths } from '../../electron/git/status-paths.ts';
import { worktreeStatus } from '../../electron/git/status.ts';
import { git, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

test('asked path by path, a worktree is as it is asked as a whole', async () => {
  const dir = makeRepo({
    files: {
      '.gitignore': '*.log\n',
      'same.md': 's\n',
      'edited.md': 'e\n',
      'gone.md': 'g\n',
      'unlisted.md': 'u\n',
      'skipped.md': 's\n',
      'dir/page.md': 'p\n',
      'out/kept.md': 'k\n',
      'sub/.gitignore': '!*.log\n',
    },
  });
  git(dir, 'rm', '-q', '--cached', 'unlisted.md');
  git(dir, 'update-index', '--skip-worktree', 'skipped.md');
  rmSync(join(dir, 'gone.md'));
  rmSync(join(dir, 'skipped.md'));
  rmSync(join(dir, 'dir'), { recursive: true });
  symlinkSync('sub', join(dir, 'dir'));
  symlinkSync('same.md', join(dir, 'link.md'));
  mkdirSync(join(dir, 'inner'));
  git(join(dir, 'inner'), 'init', '-q');
  const written = {
    'edited.md': 'E\n',
    'new.md': 'n\n',
    'x.log': 'ignored\n',
    'added.log': 'added all the same\n',
    'sub/x.log': 'not ignored\n',
    'sub/page.md': 'p\n',
    'out/kept.md': 'K\n',
    'out/other.md': 'ignored\n',
    'inner/theirs.md': 'of another repository\n',
  };
  writeFiles(dir, { ...written, '.git/info/exclude': 'out/\n' });
  git(dir, 'add', '-f', 'added.log');
  const repo = await opened(dir);
  const tracked = git(dir, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n');
  const paths = [...new Set([...tracked, ...Object.keys(written), 'link.md', 'never/was.md'])];
  const kinds = await statusOfPaths(repo, paths);
  const found = [...kinds].flatMap(([path, kind]) => (kind === null ? [] : [{ path, kind }]));
  const whole = await worktreeStatus(repo);
  expect(found.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(whole);
  expect(whole.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    'added added.log',
    'deleted dir/page.md',
    'edited edited.md',
    'deleted gone.md',
    'added new.md',
    'edited out/kept.md',
    'added sub/page.md',
    'added sub/x.log',
  ]);
});
