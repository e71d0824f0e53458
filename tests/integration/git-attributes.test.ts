import { createHash } from 'node:crypto';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyTree } from '../../electron/git/checkout.ts';
import { commitChanges } from '../../electron/git/commit.ts';
import { toOid } from '../../electron/git/oid.ts';
import { worktreeStatus } from '../../electron/git/status.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { commitAll, git, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

const author = { name: 'Ada', email: 'ada@example.org' };

function pointerTo(content: string): string {
  const sum = createHash('sha256').update(content).digest('hex');
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sum}\nsize ${content.length}\n`;
}

function gitStatus(dir: string): string[] {
  const lines = git(dir, 'status', '--porcelain', '-uall').split('\n');
  return lines.filter((line) => line !== '');
}

/** Every file as new as can be, so that no stored time tells that it is unchanged. */
function touchAll(dir: string, ...paths: string[]): void {
  for (const path of paths) utimesSync(join(dir, path), new Date(), new Date());
}

async function commit(dir: string, path: string, content: string) {
  writeFiles(dir, { [path]: content });
  const repo = await opened(dir);
  const changes = [{ path, content: Buffer.from(content) }];
  return commitChanges(repo, { changes, message: 'Edit', author, dateMs: 1_700_000_000_000 });
}

test.each([
  ['*.md text eol=crlf', {}],
  ['*.md eol=crlf', {}],
  ['*.md text=auto', {}],
  ['', { 'core.autocrlf': 'true' }],
  ['', { 'core.autocrlf': 'input' }],
])('line ends go into history as git puts them there (%s %j)', async (attributes, settings) => {
  const dir = makeRepo({ files: { '.gitattributes': `${attributes}\n`, 'a.md': 'one\ntwo\n' } });
  for (const [key, value] of Object.entries(settings)) git(dir, 'config', key, value);
  writeFileSync(join(dir, 'a.md'), 'one\r\ntwo\r\n');
  expect(await worktreeStatus(await opened(dir))).toEqual([]);
  await commit(dir, 'a.md', 'one\r\ntwo\r\nthree\r\n');
  expect(git(dir, 'cat-file', '-p', 'HEAD:a.md')).toBe('one\ntwo\nthree');
  expect(readFileSync(join(dir, 'a.md'), 'utf8')).toBe('one\r\ntwo\r\nthree\r\n');
  touchAll(dir, 'a.md');
  expect(gitStatus(dir)).toEqual([]);
  expect(await worktreeStatus(await opened(dir))).toEqual([]);
});

test.each([
  ['', 'plain.md'],
  ['*.md -text', 'plain.md'],
  ['*.md text\n/sub/*.md -text', 'sub/plain.md'],
  ['*.md text=auto', 'with-nul\0.md'],
])('line ends are kept where git keeps them (%j)', async (attributes, name) => {
  const dir = makeRepo({ files: { '.gitattributes': `${attributes}\n` } });
  const path = name.replace('\0', '');
  const content = name.includes('\0') ? 'a\r\n\0' : 'a\r\n';
  await commit(dir, path, content);
  expect(git(dir, 'cat-file', 'blob', `HEAD:${path}`)).toBe(content.replace(/\n$/, ''));
  touchAll(dir, path);
  expect(gitStatus(dir)).toEqual([]);
});

test('a page once stored with CRLF stays so where git only guesses', async () => {
  const dir = makeRepo({ files: { 'a.md': 'one\r\n' } });
  git(dir, 'config', 'core.autocrlf', 'true');
  await commit(dir, 'a.md', 'one\r\ntwo\r\n');
  expect(git(dir, 'cat-file', 'blob', 'HEAD:a.md')).toBe('one\r\ntwo\r');
  touchAll(dir, 'a.md');
  expect(gitStatus(dir)).toEqual([]);
});

test('content that stands for its LFS pointer is no change, and is never stored in its place', async () => {
  const dir = makeRepo({
    files: { '.gitattributes': '*.png filter=lfs -text\n', 'a.png': pointerTo('picture\r\n') },
  });
  writeFileSync(join(dir, 'a.png'), 'picture\r\n');
  expect(await worktreeStatus(await opened(dir))).toEqual([]);
  const head = git(dir, 'rev-parse', 'HEAD');
  await expect(commit(dir, 'a.png', 'another\n')).rejects.toMatchObject({
    code: 'REPO_UNSUPPORTED',
  });
  expect(git(dir, 'rev-parse', 'HEAD')).toBe(head);
  expect(readFileSync(join(dir, 'a.png'), 'utf8')).toBe('another\n');
  await commit(dir, 'a.png', pointerTo('another\n'));
  expect(`${git(dir, 'cat-file', 'blob', 'HEAD:a.png')}\n`).toBe(pointerTo('another\n'));
  expect(gitStatus(dir)).toEqual([]);
});

test('outside edits are recorded without the files that only LFS can record, and a person is told', async () => {
  const dir = makeRepo({
    files: {
      '.gitattributes': '*.png filter=lfs -text\n',
      'Home.md': 'h\n',
      'a.png': pointerTo('x'),
    },
  });
  setAuthor(dir);
  const core = await startCore();
  const wiki = await core.open(dir);
  writeFiles(dir, { 'a.png': 'new picture', 'b.png': 'second', 'Home.md': 'changed\n' });
  expect(await core.call('wiki.recordOutsideChanges', { wiki })).toMatchObject({ count: 1 });
  expect(`${git(dir, 'cat-file', 'blob', 'HEAD:a.png')}\n`).toBe(pointerTo('x'));
  expect(git(dir, 'ls-tree', '--name-only', 'HEAD')).toBe('.gitattributes\nHome.md\na.png');
  const opened = await core.call('wiki.open', { dir });
  if (opened.kind !== 'opened') throw new Error('not opened');
  expect(opened.summary.warnings.join()).toContain('Git LFS');
});

test('a save of a page that stands on disk with CRLF changes only what was edited', async () => {
  const dir = makeRepo({
    files: { '.gitattributes': '*.md text eol=crlf\n', 'Home.md': 'a\nb\n' },
  });
  setAuthor(dir);
  writeFileSync(join(dir, 'Home.md'), 'a\r\nb\r\n');
  const core = await startCore();
  const wiki = await core.open(dir);
  const path = page('Home.md');
  const read = await core.call('page.read', { wiki, path });
  if (read.kind !== 'page') throw new Error('no page');
  const text = 'a\r\nB\r\n';
  const saved = await core.call('page.save', { wiki, path, text, base: read.blob, summary: '' });
  expect(saved.kind).toBe('saved');
  expect(git(dir, 'log', '--format=%s')).toBe('Edit Home\nFirst commit');
  expect(git(dir, 'diff', '--numstat', 'HEAD~1', 'HEAD')).toBe('1\t1\tHome.md');
  expect(readFileSync(join(dir, 'Home.md'), 'utf8')).toBe(text);
  expect(gitStatus(dir)).toEqual([]);
});

test('what comes from elsewhere takes the place of a file that git only converted', async () => {
  const dir = makeRepo({
    files: { '.gitattributes': '*.md eol=crlf\n', 'a.md': 'a\n', 'p.png': pointerTo('old') },
  });
  const from = git(dir, 'rev-parse', 'HEAD');
  writeFiles(dir, { 'a.md': 'b\n', 'p.png': pointerTo('new') });
  const to = commitAll(dir, 'Elsewhere');
  git(dir, 'reset', '-q', '--hard', from);
  writeFiles(dir, { 'a.md': 'a\r\n', 'p.png': 'old' });
  const repo = await opened(dir);
  const move = () => repo.refs.compareAndSwap('refs/heads/main', toOid(from), toOid(to), 'move');
  const files = openWikiFiles(dir, join(dir, '.git', 'commonplace'));
  const applied = await applyTree(repo, toOid(from), toOid(to), files, move);
  expect(applied.kept).toEqual([]);
  expect(readFileSync(join(dir, 'a.md'), 'utf8')).toBe('b\n');
  expect(readFileSync(join(dir, 'p.png'), 'utf8')).toBe(pointerTo('new'));
  expect(gitStatus(dir)).toEqual([]);
});
