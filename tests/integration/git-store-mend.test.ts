import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitChanges } from '../../electron/git/commit.ts';
import { worktreeStatus } from '../../electron/git/status.ts';
import { commitAll, git, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

const author = { name: 'Zoë Writer', email: 'zoe@example.org' };

function makeWiki(): string {
  const pages: [string, string][] = Array.from({ length: 120 }, (_, at) => [
    `Notes/Page ${at}.md`,
    `page ${at}\n`,
  ]);
  const dir = makeRepo({ files: { 'Home.md': 'home\n', ...Object.fromEntries(pages) } });
  writeFiles(dir, { 'run.sh': 'true\n' });
  chmodSync(join(dir, 'run.sh'), 0o755);
  symlinkSync('Home.md', join(dir, 'link'));
  commitAll(dir, 'a program and a link');
  return dir;
}

/** What a power cut can leave of a file that was replaced a moment before. */
const remains: readonly (readonly [string, (whole: Buffer) => Buffer])[] = [
  ['nothing', () => Buffer.alloc(0)],
  ['its first half', (whole) => whole.subarray(0, whole.length >> 1)],
  ['zeros', (whole) => Buffer.alloc(whole.length)],
  ['zeros behind its start', (whole) => Buffer.concat([whole.subarray(0, 4096)], whole.length)],
  ['zeros in its middle', (whole) => Buffer.from(whole).fill(0, 4096, 8192)],
];

test.each(remains)('an index of which a power cut left %s is made anew', async (_, left) => {
  const dir = makeWiki();
  const index = join(dir, '.git/index');
  const files = git(dir, 'ls-files', '--stage');
  const damaged = left(readFileSync(index));
  writeFileSync(index, damaged);
  writeFiles(dir, { 'Notes/Page 7.md': 'another program was here\n' });

  const repo = await opened(dir);
  expect(repo.warnings.join()).toContain('made anew');
  expect(git(dir, 'ls-files', '--stage')).toBe(files);
  expect(git(dir, 'status', '--porcelain')).toBe(' M "Notes/Page 7.md"');
  expect((await worktreeStatus(repo)).map(({ path }) => path)).toEqual(['Notes/Page 7.md']);
  expect(readFileSync(join(dir, '.git/commonplace/damaged-index'))).toEqual(damaged);

  const content = Buffer.from('saved\n');
  writeFileSync(join(dir, 'Home.md'), content);
  const changes = [{ path: 'Home.md', content }];
  await commitChanges(repo, { changes, message: 'Edit', author, dateMs: 1_720_000_000_000 });
  expect(git(dir, 'status', '--porcelain')).toBe(' M "Notes/Page 7.md"');
  expect((await opened(dir)).warnings).toEqual([]);
});
