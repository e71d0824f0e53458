import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { git, makeRepo, writeFiles } from '../helpers/git-repo.ts';

const files = { 'Home.md': '# Home\n', 'notes/A.md': 'a\n', '.gitignore': '*.tmp\n' };

async function openWiki() {
  const dir = makeRepo({ files });
  setAuthor(dir);
  const core = await startCore();
  const wiki = await core.open(dir);
  const changes = async () => {
    const answer = await core.call('wiki.outsideChanges', { wiki });
    return answer.changes.map(({ path, kind }) => `${kind} ${path}`);
  };
  /** Waits until the answer is this one, as a screen does that asks again at each event. */
  const become = (...expected: string[]) =>
    expect.poll(changes, { timeout: 20_000 }).toEqual(expected);
  const told = () => core.events.filter(({ name }) => name === 'outside.changed').length;
  return { ...core, dir, wiki, changes, become, told };
}

test('an edit by another program appears, and goes again when it is undone', async () => {
  const { dir, become, told } = await openWiki();
  await become();
  writeFileSync(join(dir, 'Home.md'), '# Changed\n');
  await become('edited Home.md');
  await expect.poll(told).toBeGreaterThan(0);
  writeFiles(dir, { 'new/Page.md': 'new\n', 'new/draft.tmp': 'ignored\n' });
  rmSync(join(dir, 'notes'), { recursive: true });
  await become('edited Home.md', 'added new/Page.md', 'deleted notes/A.md');
  writeFiles(dir, files);
  rmSync(join(dir, 'new'), { recursive: true });
  await become();
});

test('files that come and go while the wiki is opened are not missed', async () => {
  const dir = makeRepo({ files });
  setAuthor(dir);
  const core = await startCore();
  let [count, isOpening] = [0, true];
  const write = () => {
    if (!isOpening) return;
    count += 1;
    writeFileSync(join(dir, `Early ${count}.md`), 'early\n');
    setImmediate(write);
  };
  write();
  const wiki = await core.open(dir);
  rmSync(join(dir, 'notes', 'A.md'));
  isOpening = false;
  const paths = async () => {
    const { pages } = await core.call('page.list', { wiki });
    return pages.map(({ path }) => path).filter((path) => path !== 'Home.md');
  };
  const early = Array.from({ length: count }, (_, index) => `Early ${index + 1}.md`);
  await expect.poll(paths, { timeout: 20_000 }).toEqual(early.sort());
  const found = async () => {
    const query = { wiki, query: `Early ${count}`, limit: 1 };
    return (await core.call('search.titles', query)).hits.map(({ path }) => path);
  };
  await expect.poll(found, { timeout: 20_000 }).toEqual([`Early ${count}.md`]);
});

test('a commit, an undone commit and a reset of another program are followed', async () => {
  const { dir, become } = await openWiki();
  writeFileSync(join(dir, 'Home.md'), '# Changed\n');
  await become('edited Home.md');
  git(dir, 'commit', '-q', '-a', '-m', 'By hand');
  await become();
  git(dir, 'reset', '-q', '--soft', 'HEAD~1');
  await become('edited Home.md');
  git(dir, 'reset', '-q', '--hard');
  await become();
});

test('a file that another program adds to the index although it is ignored appears', async () => {
  const { dir, become, told } = await openWiki();
  writeFileSync(join(dir, 'x.tmp'), 'x\n');
  await become();
  const before = told();
  git(dir, 'add', '-f', 'x.tmp');
  await become('added x.tmp');
  await expect.poll(told).toBeGreaterThan(before);
  git(dir, 'reset', '-q');
  await become();
});

test('a save here leaves what others changed elsewhere, and nothing of its own', async () => {
  const { dir, call, wiki, become } = await openWiki();
  writeFiles(dir, { 'notes/A.md': 'by another\n' });
  await become('edited notes/A.md');
  const read = await call('page.read', { wiki, path: page('Home.md') });
  if (read.kind !== 'page') throw new Error('no page');
  await call('page.save', {
    wiki,
    path: page('Home.md'),
    text: 'x\n',
    base: read.blob,
    summary: '',
  });
  await become('edited notes/A.md');
  expect(await call('wiki.recordOutsideChanges', { wiki })).toMatchObject({ count: 1 });
  await become();
  expect(git(dir, 'status', '--porcelain')).toBe('');
});

test('hidden files and new ignore rules are seen although nobody watches them', async () => {
  const { dir, become } = await openWiki();
  await become();
  writeFiles(dir, { '.commonplace/note.json': '{}\n', 'y.log': 'y\n' });
  await become('added .commonplace/note.json', 'added y.log');
  writeFiles(dir, { '.gitignore': '*.log\n', '.commonplace/note.json': '{"a":1}\n' });
  await become('added .commonplace/note.json', 'edited .gitignore');
  rmSync(join(dir, '.commonplace'), { recursive: true });
  await become('edited .gitignore');
});
