import { expect, test } from 'vitest';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { commitAll, git, gitWith, makeRepo, writeFiles } from '../helpers/git-repo.ts';

/** As `commitAll`, a number of minutes after noon. */
function commitAt(dir: string, minutes: number, message: string): void {
  git(dir, 'add', '-A');
  const date = `${1_720_000_000 + minutes * 60} +0000`;
  const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  gitWith(dir, { env }, 'commit', '-q', '-m', message);
}

async function deletedIn(dir: string, query = '') {
  const core = await startCore();
  const wiki = await core.open(dir);
  const answer = await core.call('history.deleted', { wiki, query });
  return { paths: answer.pages.map(({ path }) => path), total: answer.total, answer, core, wiki };
}

test('pages that went are listed, the latest first; moved, restored and other files are not', async () => {
  const dir = makeRepo({
    files: {
      'Gone early.md': 'early\n',
      'Gone late.md': 'late\n',
      'Moved.md': 'the text that moves on\n',
      'Moved and edited.md': 'a longer text that is kept but for one word at its end\n',
      'Back.md': 'back\n',
      'picture.png': 'png',
      'Stays.md': 'stays\n',
    },
  });
  git(dir, 'rm', '-q', 'Gone early.md', 'Back.md', 'picture.png');
  commitAt(dir, 1, 'early');
  git(dir, 'mv', 'Moved.md', 'New place.md');
  git(dir, 'mv', 'Moved and edited.md', 'Another.md');
  writeFiles(dir, {
    'Back.md': 'back again\n',
    'Another.md': 'a longer text that is kept but for one word at its start\n',
  });
  commitAt(dir, 2, 'moves');
  git(dir, 'rm', '-q', 'Gone late.md');
  commitAt(dir, 3, 'late');
  const { paths, total, answer } = await deletedIn(dir);
  expect(paths).toEqual(['Gone late.md', 'Gone early.md']);
  expect(total).toBe(2);
  expect(answer.pages[0]).toMatchObject({
    title: 'Gone late',
    deleted: { summary: 'late', blob: null, author: { name: 'Ada Writer' } },
  });
});

test('a search for deleted pages folds case and accents, and looks at folders too', async () => {
  const dir = makeRepo({
    files: { 'Pläne/Übersicht.md': 'a\n', 'Other.md': 'b\n', 'Home.md': 'c\n' },
  });
  git(dir, 'rm', '-q', 'Pläne/Übersicht.md', 'Other.md');
  commitAll(dir, 'both go');
  expect((await deletedIn(dir, 'ubersicht')).paths).toEqual(['Pläne/Übersicht.md']);
  expect((await deletedIn(dir, 'PLANE')).paths).toEqual(['Pläne/Übersicht.md']);
  expect(await deletedIn(dir, 'nothing').then(({ total }) => total)).toBe(0);
});

test('a page that one branch deleted and a merge took out names the commit that deleted it', async () => {
  const dir = makeRepo({ files: { 'a.md': 'a\n', 'b.md': 'b\n' } });
  git(dir, 'switch', '-q', '-c', 'side');
  git(dir, 'rm', '-q', 'a.md');
  commitAt(dir, 1, 'side deletes');
  git(dir, 'switch', '-q', 'main');
  writeFiles(dir, { 'b.md': 'b2\n' });
  commitAt(dir, 2, 'main edits');
  git(dir, 'merge', '-q', '--no-edit', 'side');
  git(dir, 'switch', '-q', '-c', 'unseen');
  git(dir, 'rm', '-q', 'b.md');
  commitAt(dir, 3, 'deleted on a branch that is not ours');
  git(dir, 'switch', '-q', 'main');
  const { paths, answer } = await deletedIn(dir);
  expect(paths).toEqual(['a.md']);
  expect(answer.pages[0]?.deleted.summary).toBe('side deletes');
});

test('a deleted page is brought back with the text it last had, and is no longer listed', async () => {
  const dir = makeRepo({ files: { 'Folder/a.md': 'one\n', 'Home.md': 'x\n' } });
  setAuthor(dir);
  writeFiles(dir, { 'Folder/a.md': 'two\n' });
  commitAt(dir, 1, 'edit');
  git(dir, 'rm', '-q', 'Folder/a.md');
  commitAt(dir, 2, 'gone');
  const { core, wiki } = await deletedIn(dir);
  const path = page('Folder/a.md');
  const { revisions } = await core.call('history.page', { wiki, path });
  const last = revisions.find(({ blob }) => blob !== null);
  if (last === undefined) throw new Error('no version with a text');
  const outcome = await core.call('history.restore', {
    wiki,
    path,
    commit: last.commit,
    base: null,
  });
  expect(outcome.kind).toBe('saved');
  expect(git(dir, 'show', 'HEAD:Folder/a.md')).toBe('two');
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(await core.call('history.deleted', { wiki })).toEqual({ pages: [], total: 0 });
});

test('an old version is restored by the page it was, though another page had that name then', async () => {
  const dir = makeRepo({
    files: {
      'a.md': 'the text of the apple page, long enough\n',
      'b.md': 'bananas are other fruit\n',
    },
  });
  setAuthor(dir);
  const first = git(dir, 'rev-parse', 'HEAD');
  git(dir, 'rm', '-q', 'b.md');
  commitAt(dir, 1, 'bananas go');
  git(dir, 'mv', 'a.md', 'b.md');
  commitAt(dir, 2, 'apples are called b now');
  writeFiles(dir, { 'b.md': 'spoiled\n' });
  commitAt(dir, 3, 'spoil');
  const core = await startCore();
  const wiki = await core.open(dir);
  const path = page('b.md');
  const { revisions } = await core.call('history.page', { wiki, path });
  const then = revisions.find(({ commit }) => commit === first);
  expect(then?.path).toBe('a.md');
  if (then === undefined) throw new Error('the rename was not followed');
  const read = await core.call('page.read', { wiki, path });
  if (read.kind !== 'page') throw new Error('no page');
  await core.call('history.restore', { wiki, path, commit: then.commit, base: read.blob });
  expect(git(dir, 'show', 'HEAD:b.md')).toBe('the text of the apple page, long enough');
  const old = await core.call('history.text', { wiki, path: then.path, commit: then.commit });
  expect(old.text).toBe('the text of the apple page, long enough\n');
});
