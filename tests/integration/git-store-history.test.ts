import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistoryIndex, type HistoryIndex } from '../../electron/git/history.ts';
import { toOid } from '../../electron/git/oid.ts';
import { commitAll, git, gitWith, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

let clock = 0;

/** Commits a minute after the one before, so that every order by date is the order they were made in. */
function commit(dir: string, files: Readonly<Record<string, string>>, message: string): string {
  clock += 60;
  const date = `${1_720_000_000 + clock} +0000`;
  const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  writeFiles(dir, files);
  git(dir, 'add', '-A');
  gitWith(dir, { env }, 'commit', '-q', '--allow-empty', '-m', message);
  return git(dir, 'rev-parse', 'HEAD');
}

function merge(dir: string, ...args: string[]): void {
  clock += 60;
  const date = `${1_720_000_000 + clock} +0000`;
  const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  gitWith(dir, { env }, 'merge', '-q', '--no-ff', '--no-edit', ...args);
}

async function commitsOf(history: HistoryIndex, path: string): Promise<string[]> {
  const { entries } = await history.pageHistory(path, { limit: 1000, before: null });
  return entries.map((entry) => entry.commit);
}

function gitLog(dir: string, ...args: string[]): string[] {
  return git(dir, 'log', '--format=%H', ...args)
    .split('\n')
    .filter((line) => line !== '');
}

test('a page history is what git log finds, across branches and merges', async () => {
  const dir = makeRepo({ files: { 'a.md': '0\n', 'b.md': '0\n', 'c.md': '1\n\n\n\n\n2\n' } });
  for (let round = 0; round < 8; round += 1) {
    git(dir, 'switch', '-q', '-c', `side${round}`);
    commit(dir, { 'a.md': `side ${round}\n`, [`new${round}.md`]: `${round}\n` }, 'side a');
    commit(dir, { 'c.md': `1\n\n\n\n\nside ${round}\n` }, 'side c');
    git(dir, 'switch', '-q', 'main');
    commit(dir, { 'b.md': `main ${round}\n` }, 'main b');
    if (round % 2 === 0) {
      const c = readFileSync(join(dir, 'c.md'), 'utf8').split('\n').slice(1).join('\n');
      commit(dir, { 'c.md': `main ${round}\n${c}` }, 'main c');
    }
    merge(dir, `side${round}`);
    if (round % 3 === 0) merge(dir, '-s', 'ours', '--allow-unrelated-histories', `side${round}`);
  }
  git(dir, 'rm', '-q', 'new3.md');
  commit(dir, {}, 'delete new3');
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  for (const path of ['a.md', 'b.md', 'c.md', 'new0.md', 'new3.md', 'new7.md', 'never.md']) {
    expect(await commitsOf(history, path), path).toEqual(gitLog(dir, '--', path));
  }
  expect((await history.lastChange('new3.md'))?.blob).toBeNull();
  expect(await history.lastChange('never.md')).toBeNull();
});

test('a rename without an edit is followed, to the name of that time', async () => {
  const dir = makeRepo({ files: { 'old.md': 'text\nof the page\n', 'other.md': 'x\n' } });
  commit(dir, { 'old.md': 'text\nof the page\nlonger\n' }, 'edit');
  git(dir, 'mv', 'old.md', 'moved.md');
  commit(dir, { 'other.md': 'y\n' }, 'rename');
  writeFiles(dir, { 'Ordner/x': '' });
  git(dir, 'mv', 'moved.md', 'Ordner/ü.md');
  commit(dir, {}, 'move');
  commit(dir, { 'Ordner/ü.md': 'text\nof the page\nlongest\n' }, 'edit again');
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  const { entries } = await history.pageHistory('Ordner/ü.md', { limit: 10, before: null });
  expect(entries.map((entry) => entry.commit)).toEqual(
    gitLog(dir, '--follow', '--', 'Ordner/ü.md'),
  );
  expect(entries.map((entry) => entry.path)).toEqual([
    'Ordner/ü.md',
    'Ordner/ü.md',
    'moved.md',
    'old.md',
    'old.md',
  ]);
  expect(entries[0]?.blob).toBe(git(dir, 'rev-parse', 'HEAD:Ordner/ü.md'));
});

test('pages of a history follow each other without gap or overlap', async () => {
  const dir = makeRepo({ files: { 'a.md': '0\n' } });
  for (let round = 0; round < 7; round += 1) commit(dir, { 'a.md': `${round + 1}\n` }, 'edit');
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  const found: string[] = [];
  let hasMore = true;
  while (hasMore) {
    const last = found.at(-1);
    const before = last === undefined ? null : toOid(last);
    const answer = await history.pageHistory('a.md', { limit: 3, before });
    found.push(...answer.entries.map((entry) => entry.commit));
    hasMore = answer.hasMore;
  }
  expect(found).toEqual(gitLog(dir, '--', 'a.md'));
});

test('new commits, a rewritten branch and a broken cache file all give true answers', async () => {
  const dir = makeRepo({ files: { 'a.md': '0\n' } });
  const cache = join(makeTempDir(), 'deep/er/history');
  const repo = await opened(dir);
  const history = openHistoryIndex(repo, cache);
  await history.update();
  commit(dir, { 'a.md': '1\n' }, 'one');
  commit(dir, { 'a.md': '2\n' }, 'two');
  expect(await commitsOf(history, 'a.md')).toEqual(gitLog(dir, '--', 'a.md'));
  git(dir, 'reset', '-q', '--hard', 'HEAD~1');
  commit(dir, { 'a.md': '3\n' }, 'three instead');
  expect(await commitsOf(history, 'a.md')).toEqual(gitLog(dir, '--', 'a.md'));
  expect(await commitsOf(openHistoryIndex(repo, cache), 'a.md')).toEqual(gitLog(dir, '--', 'a.md'));
  const saved = readFileSync(cache);
  saved[saved.length - 30] = (saved[saved.length - 30] ?? 0) ^ 1;
  for (const broken of [saved, saved.subarray(0, 40), Buffer.from('no history')]) {
    writeFileSync(cache, broken);
    const again = openHistoryIndex(repo, cache);
    expect(await commitsOf(again, 'a.md')).toEqual(gitLog(dir, '--', 'a.md'));
  }
});

test('recent changes name the pages, and merges without changes are passed over', async () => {
  const dir = makeRepo({ files: { 'a.md': '0\n' } });
  git(dir, 'switch', '-q', '-c', 'side');
  const side = commit(dir, { 'b.md': 'b\n', 'c.md': 'c\n' }, 'side');
  git(dir, 'switch', '-q', 'main');
  const main = commit(dir, { 'a.md': '1\n' }, 'main');
  merge(dir, 'side');
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  expect(await history.recent(2)).toEqual([
    { commit: main, paths: ['a.md'], pathCount: 1 },
    { commit: side, paths: ['b.md', 'c.md'], pathCount: 2 },
  ]);
});

test('at the edge of a shallow clone the history ends', async () => {
  const source = makeRepo({ files: { 'a.md': '0\n' } });
  commit(source, { 'a.md': '1\n' }, 'one');
  commit(source, { 'a.md': '2\n' }, 'two');
  const dir = join(makeTempDir(), 'clone');
  git(source, 'clone', '-q', '--depth', '2', `file://${source}`, dir);
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  expect(await commitsOf(history, 'a.md')).toEqual(gitLog(dir, '--', 'a.md'));
  git(dir, 'fetch', '-q', '--unshallow');
  expect(await commitsOf(history, 'a.md')).toEqual(gitLog(source, '--', 'a.md'));
});

test('a wiki without a commit has no history', async () => {
  const history = openHistoryIndex(await opened(makeRepo()), join(makeTempDir(), 'history'));
  expect(await history.recent(5)).toEqual([]);
  expect(await history.lastChange('a.md')).toBeNull();
});

test('a page taken out and put back keeps both lives', async () => {
  const dir = makeRepo({ files: { 'a.md': '0\n', 'b.md': 'b\n' } });
  git(dir, 'rm', '-q', 'a.md');
  commit(dir, {}, 'gone');
  commit(dir, { 'a.md': 'again\n' }, 'back');
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  expect(await commitsOf(history, 'a.md')).toEqual(gitLog(dir, '--', 'a.md'));
  expect(commitAll(dir, 'empty')).toHaveLength(40);
});

test('a rename is followed when the text changed with it, to the page most like it', async () => {
  const words = Array.from({ length: 40 }, (_, index) => `word${index}`);
  const dir = makeRepo({
    files: { 'old.md': `${words.join(' ')}\n`, 'decoy.md': `${words.slice(0, 28).join(' ')} x\n` },
  });
  const first = git(dir, 'rev-parse', 'HEAD');
  git(dir, 'rm', '-q', 'old.md', 'decoy.md');
  const changed = words.map((word, index) => (index % 10 === 0 ? 'other' : word)).join(' ');
  const renamed = commit(
    dir,
    { 'new.md': `---\naliases: [old]\n---\n${changed}\n` },
    'rename and edit',
  );
  commit(dir, { 'unlike.md': 'nothing that was ever there\n' }, 'new page');
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
  const { entries } = await history.pageHistory('new.md', { limit: 10, before: null });
  expect(entries.map(({ commit: oid, path }) => `${oid} ${path}`)).toEqual([
    `${renamed} new.md`,
    `${first} old.md`,
  ]);
  expect(await commitsOf(history, 'unlike.md')).toHaveLength(1);
});

test('a rename is followed to both sides of a merge that joined it with an edit', async () => {
  const text = 'one two three four five six seven\n\nthe second paragraph of the page\n';
  for (const isRenamedHere of [true, false]) {
    const dir = makeRepo({ files: { 'a.md': text } });
    const first = git(dir, 'rev-parse', 'HEAD');
    git(dir, 'switch', '-q', '-c', 'side');
    git(dir, 'mv', 'a.md', 'b.md');
    const renamed = commit(dir, {}, 'rename');
    git(dir, 'switch', '-q', 'main');
    const edited = commit(dir, { 'a.md': text.replace('one', 'ten') }, 'edit');
    if (isRenamedHere) git(dir, 'switch', '-q', 'side');
    merge(dir, isRenamedHere ? 'main' : 'side');
    const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'));
    const found = await commitsOf(history, 'b.md');
    expect(new Set(found.slice(1))).toEqual(new Set([edited, renamed, first]));
  }
});

test('new commits are added at the end of the cache file, and a file of another version is made anew', async () => {
  const dir = makeRepo({ files: { 'a.md': '0\n' } });
  const cache = join(makeTempDir(), 'history');
  const repo = await opened(dir);
  const history = openHistoryIndex(repo, cache);
  await history.update();
  const before = readFileSync(cache);
  for (let round = 0; round < 50; round += 1) {
    git(dir, 'mv', `${round === 0 ? 'a' : `a${round - 1}`}.md`, `a${round}.md`);
    commit(dir, { 'b.md': `${round}\n` }, 'move');
  }
  await history.update();
  const after = readFileSync(cache);
  expect(after.subarray(0, before.length).equals(before)).toBe(true);
  expect(after.length).toBeGreaterThan(before.length);
  const follow = gitLog(dir, '--follow', '--', 'a49.md');
  expect(await commitsOf(openHistoryIndex(repo, cache), 'a49.md')).toEqual(follow);
  appendFileSync(cache, 'what a crash left');
  expect(await commitsOf(openHistoryIndex(repo, cache), 'a49.md')).toEqual(follow);
  writeFileSync(cache, Buffer.concat([Buffer.from('commonplace history 1\n'), after.subarray(22)]));
  expect(await commitsOf(openHistoryIndex(repo, cache), 'a49.md')).toEqual(follow);
  expect(readFileSync(cache, 'latin1')).not.toContain('commonplace history 1');
  expect(statSync(cache).size).toBeGreaterThan(1000);
});

test('a long building tells how far it is', async () => {
  const dir = makeRepo({ files: { 'a.md': '0\n' } });
  const commits = Array.from(
    { length: 4000 },
    (_, index) =>
      `commit refs/heads/main\ncommitter A <a@example.org> ${1_720_000_000 + index} +0000\ndata 1\nx\n${
        index === 0 ? 'from refs/heads/main^0\n' : ''
      }M 100644 inline p${index}.md\ndata 2\n${index % 10}\n\n`,
  );
  gitWith(dir, { input: commits.join('') }, 'fast-import', '--quiet');
  const reports: { readonly done: number; readonly total: number | null }[] = [];
  const history = openHistoryIndex(await opened(dir), join(makeTempDir(), 'history'), {
    onProgress: (done, total) => reports.push({ done, total }),
  });
  await history.update();
  const counted = reports.filter(({ total }) => total !== null);
  expect(counted.length).toBeGreaterThan(0);
  expect(counted.every(({ done, total }) => total === 4001 && done <= 4001)).toBe(true);
  expect(counted.map(({ done }) => done)).toEqual(
    counted.map(({ done }) => done).sort((a, b) => a - b),
  );
});
