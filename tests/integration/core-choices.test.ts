import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oid } from '../../shared/contract/values.ts';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { git, makeRepo } from '../helpers/git-repo.ts';

const commit = 'c'.repeat(40);
const writer = (name: string, dateMs: number) => ({
  name,
  email: `${name.toLowerCase()}@example.org`,
  dateMs,
  commit,
});
const id = (letter: string) => letter.repeat(32);
const fileOf = (letter: string) => `.commonplace/conflicts/${id(letter)}.json`;
const section = (base: string, ...texts: string[]) => ({
  place: 'body',
  base,
  versions: texts.map((text, index) => ({
    text,
    by: writer(index === 0 ? 'Ada' : 'Wanda', 1000 + index),
  })),
});
const textFile = (path: string, ...sections: object[]) =>
  JSON.stringify({ kind: 'text', path, sections });

async function openRepo(
  files: Readonly<Record<string, string | Uint8Array>>,
  { hasAuthor = true } = {},
) {
  const dir = makeRepo({ files });
  if (hasAuthor) setAuthor(dir);
  else setAuthor(dir, '', '');
  const app = await startCore();
  const wiki = await app.open(dir);
  const list = async () => (await app.call('choice.list', { wiki })).choices;
  const read = async (path: string) => (await app.call('choice.read', { wiki, path })).choice;
  const readText = async (path: string) => {
    const choice = await read(path);
    if (choice?.kind !== 'text') throw new Error(`no choice of texts: ${choice?.kind ?? 'none'}`);
    return choice;
  };
  return { dir, wiki, list, read, readText, ...app };
}

const twoTexts = '# Title\r\n\r\nTop.\r\n\r\nApples.\r\n\r\nPears.\r\n\r\nEnd.\r\n';
const onePage = {
  'Home.md': '# Home\n',
  'F/Page.md': twoTexts,
  [fileOf('a')]: textFile('F/Page.md', section('Fruit.', 'Apples.', 'Pears.')),
};

describe('open choices', () => {
  test('are none, and no file is listed, in a wiki without them', async () => {
    const { list, read } = await openRepo({ 'Home.md': '# Home\n' });
    expect(await list()).toEqual([]);
    expect(await read('Home.md')).toBeNull();
  });

  test('are listed by page with who wrote the versions', async () => {
    const { list, call, wiki } = await openRepo({
      ...onePage,
      [fileOf('b')]: textFile('Gone.md', section('a', 'b', 'c')),
    });
    expect(await list()).toEqual([
      {
        path: 'F/Page.md',
        title: 'Page',
        kind: 'text',
        sections: 1,
        by: [
          { ...writer('Ada', 1000), isMe: false },
          { ...writer('Wanda', 1001), isMe: true },
        ],
      },
    ]);
    expect((await call('sync.status', { wiki })).openChoices).toBe(1);
  });

  test('give the page in parts whose texts are the page, in its own line ends', async () => {
    const { readText } = await openRepo(onePage);
    const { parts, rewritten, ids } = await readText('F/Page.md');
    expect(parts.map((part) => (part.kind === 'merged' ? part.text : part.shown)).join('')).toBe(
      twoTexts,
    );
    expect(parts[1]).toMatchObject({
      kind: 'overlap',
      id: id('a'),
      index: 0,
      base: 'Fruit.\r\n\r\n',
      shown: 'Apples.\r\n\r\nPears.\r\n\r\n',
      versions: [{ text: 'Apples.\r\n\r\n' }, { text: 'Pears.\r\n\r\n' }],
    });
    expect(rewritten).toEqual([]);
    expect(ids).toEqual([id('a')]);
  });

  test('whose place was rewritten by hand are told apart', async () => {
    const { dir, readText } = await openRepo(onePage);
    writeFileSync(join(dir, 'F/Page.md'), '# Title\n\nNuts.\n');
    const { parts, rewritten } = await readText('F/Page.md');
    expect(parts).toEqual([{ kind: 'merged', text: '# Title\n\nNuts.\n' }]);
    expect(rewritten).toMatchObject([{ id: id('a'), versions: [{ text: 'Apples.' }, {}] }]);
  });

  test('with paths that leave the wiki, or that are no conflict, are no choices', async () => {
    const { list, read } = await openRepo({
      'Home.md': '# Home\n',
      [fileOf('a')]: textFile('../outside.md', section('a', 'b', 'c')),
      [fileOf('b')]: textFile('.git/config', section('a', 'b', 'c')),
      [fileOf('c')]: '{"kind":"text","path":"Home.md","sections":[]}',
      [fileOf('d')]: 'null',
      [fileOf('e')]: textFile('Home.md', section('a', 'one')),
      '.commonplace/conflicts/notes.json': textFile('Home.md', section('a', 'b', 'c')),
    });
    expect(await list()).toEqual([]);
    expect(await read('../outside.md')).toBeNull();
  });
});

describe('settling a choice', () => {
  const settledText = twoTexts.replace('Apples.\r\n\r\nPears.', 'Apples.');

  test('is one commit of the person: the page, and the file taken away', async () => {
    const { dir, wiki, call, readText, list, until } = await openRepo(onePage);
    const { blob, ids } = await readText('F/Page.md');
    const answer = await call('choice.settle', {
      wiki,
      path: 'F/Page.md',
      decision: { kind: 'text', text: settledText, base: blob, ids },
    });
    expect(answer).toMatchObject({ kind: 'settled', remaining: 0 });
    expect(git(dir, 'log', '-1', '--format=%an|%s')).toBe(
      'Wanda Writer|Settle two versions of Page',
    );
    expect(git(dir, 'show', '--format=', '--name-status', 'HEAD').split('\n').sort()).toEqual([
      `D\t${fileOf('a')}`,
      'M\tF/Page.md',
    ]);
    expect(git(dir, 'status', '--porcelain')).toBe('');
    expect(readFileSync(join(dir, 'F/Page.md'), 'utf8')).toBe(settledText);
    expect(await list()).toEqual([]);
    await until((event) => event.name === 'history.changed');
  });

  test('is stale when the page changed, and changed when somebody settled it', async () => {
    const { dir, wiki, call, readText } = await openRepo(onePage);
    const { blob, ids } = await readText('F/Page.md');
    const settle = () =>
      call('choice.settle', {
        wiki,
        path: 'F/Page.md',
        decision: { kind: 'text', text: settledText, base: blob, ids },
      });
    writeFileSync(join(dir, 'F/Page.md'), '# Other\n');
    expect(await settle()).toMatchObject({ kind: 'stale', text: '# Other\n' });
    expect(readFileSync(join(dir, 'F/Page.md'), 'utf8')).toBe('# Other\n');
    git(dir, 'checkout', '-q', '--', 'F/Page.md');
    expect((await settle()).kind).toBe('settled');
    expect(await settle()).toEqual({ kind: 'changed' });
  });

  test('of one section leaves the others open', async () => {
    const { wiki, call, readText, list, dir } = await openRepo({
      'Page.md': 'One.\n\nTwo.\n\nMiddle.\n\nThree.\n\nFour.\n',
      [fileOf('a')]: textFile(
        'Page.md',
        section('', 'One.', 'Two.'),
        section('', 'Four.', 'Three.'),
      ),
      [fileOf('b')]: textFile('Page.md', section('', 'Three.', 'Four.')),
    });
    const { blob } = await readText('Page.md');
    const settle = (text: string, base: string, ids: readonly string[]) =>
      call('choice.settle', {
        wiki,
        path: 'Page.md',
        decision: { kind: 'text', text, base: base, ids: [...ids] },
      });
    const text = 'One.\n\nMiddle.\n\nThree.\n\nFour.\n';
    expect((await settle(text, blob, [`${id('a')}#0`])).kind).toBe('settled');
    expect((await list())[0]?.sections).toBe(2);
    const now = await readText('Page.md');
    expect(now.ids).not.toContain(id('a'));
    expect((await settle(text, now.blob, now.ids)).kind).toBe('settled');
    expect(await list()).toEqual([]);
    expect(existsSync(join(dir, '.commonplace'))).toBe(false);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test('asks who the person is before anything is written', async () => {
    const { dir, wiki, call, readText } = await openRepo(onePage, { hasAuthor: false });
    const { blob, ids } = await readText('F/Page.md');
    const before = git(dir, 'rev-parse', 'HEAD');
    const decision = { kind: 'text' as const, text: settledText, base: blob, ids };
    const answer = await call('choice.settle', { wiki, path: 'F/Page.md', decision });
    expect(answer).toEqual({ kind: 'needsAuthor' });
    expect(git(dir, 'rev-parse', 'HEAD')).toBe(before);
  });

  test('of a page that one deleted keeps or deletes it', async () => {
    const deleted = (path: string) =>
      JSON.stringify({
        kind: 'deleted',
        path,
        base: 'a'.repeat(40),
        editedBy: writer('Ada', 1),
        deletedBy: writer('Wanda', 2),
      });
    const { dir, wiki, call, read, list } = await openRepo({
      'Keep.md': '# Keep\n',
      'Drop.md': '# Drop\n',
      [fileOf('a')]: deleted('Keep.md'),
      [fileOf('b')]: deleted('Drop.md'),
    });
    const keep = { kind: 'keepPage' as const, id: id('a') };
    expect(await call('choice.settle', { wiki, path: 'Keep.md', decision: keep })).toMatchObject({
      kind: 'settled',
      remaining: 1,
    });
    const choice = await read('Drop.md');
    expect(choice).toMatchObject({ kind: 'deleted', text: '# Drop\n', editedBy: { name: 'Ada' } });
    if (choice?.kind !== 'deleted') return;
    const drop = { kind: 'deletePage' as const, id: id('b'), base: choice.blob };
    expect((await call('choice.settle', { wiki, path: 'Drop.md', decision: drop })).kind).toBe(
      'settled',
    );
    expect(await list()).toEqual([]);
    expect(git(dir, 'ls-files')).toBe('Keep.md');
  });

  test('go with the page when it is deleted, in the same commit', async () => {
    const { dir, wiki, call, list } = await openRepo({
      ...onePage,
      [fileOf('b')]: textFile('Home.md', section('a', 'b', 'c')),
    });
    const path = page('F/Page.md');
    const base = oid.parse(git(dir, 'rev-parse', 'HEAD:F/Page.md'));
    expect((await call('page.delete', { wiki, path, base })).kind).toBe('deleted');
    expect((await list()).map((choice) => choice.path)).toEqual(['Home.md']);
    expect(git(dir, 'show', '--format=', '--name-status', 'HEAD').split('\n')).toEqual([
      `D\t${fileOf('a')}`,
      'D\tF/Page.md',
    ]);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test('among files leaves the kept one under the path that pages name', async () => {
    const files = {
      'Home.md': '![](p.png)\n',
      'p.png': Uint8Array.of(0, 1),
      'p (2).png': Uint8Array.of(0, 2, 2),
    };
    const versions = ['p.png', 'p (2).png'].map((path) => ({ path, blob: commit, by: null }));
    const { dir, wiki, call, read } = await openRepo({
      ...files,
      [fileOf('a')]: JSON.stringify({ kind: 'file', path: 'p.png', versions }),
    });
    expect(await read('p.png')).toMatchObject({
      kind: 'file',
      versions: [
        { path: 'p.png', sizeBytes: 2 },
        { path: 'p (2).png', sizeBytes: 3 },
      ],
    });
    const settle = (keep: string) =>
      call('choice.settle', {
        wiki,
        path: 'p.png',
        decision: { kind: 'file', id: id('a'), keep },
      });
    expect(await settle('Home.md')).toEqual({ kind: 'changed' });
    const answer = await settle('p (2).png');
    expect(answer.kind).toBe('settled');
    expect(git(dir, 'ls-files').split('\n')).toEqual(['Home.md', 'p.png']);
    expect([...readFileSync(join(dir, 'p.png'))]).toEqual([0, 2, 2]);
    if (answer.kind !== 'settled') return;
    const reopened = await call('choice.reopen', { wiki, commit: answer.commit });
    expect(reopened).toMatchObject({ kind: 'reopened', path: 'p.png' });
    expect([...readFileSync(join(dir, 'p (2).png'))]).toEqual([0, 2, 2]);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });
});

describe('reopening a choice', () => {
  async function settled() {
    const app = await openRepo(onePage);
    const { blob, ids } = await app.readText('F/Page.md');
    const answer = await app.call('choice.settle', {
      wiki: app.wiki,
      path: 'F/Page.md',
      decision: { kind: 'text', text: '# Title\n', base: blob, ids },
    });
    if (answer.kind !== 'settled') throw new Error(answer.kind);
    return { ...app, commit: answer.commit };
  }

  test('brings back the page and what was open on it', async () => {
    const { dir, wiki, call, readText, commit: made } = await settled();
    const answer = await call('choice.reopen', { wiki, commit: made });
    expect(answer).toMatchObject({ kind: 'reopened', path: 'F/Page.md' });
    expect(readFileSync(join(dir, 'F/Page.md'), 'utf8')).toBe(twoTexts);
    expect((await readText('F/Page.md')).parts).toHaveLength(3);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test('changes nothing once the page was changed, or for any other commit', async () => {
    const { dir, wiki, call, commit: made } = await settled();
    const root = git(dir, 'rev-list', '--max-parents=0', 'HEAD') as typeof made;
    expect(await call('choice.reopen', { wiki, commit: root })).toEqual({ kind: 'changed' });
    writeFileSync(join(dir, 'F/Page.md'), '# More\n');
    expect(await call('choice.reopen', { wiki, commit: made })).toEqual({ kind: 'changed' });
    const absent = 'd'.repeat(40) as typeof made;
    expect(await call('choice.reopen', { wiki, commit: absent })).toEqual({ kind: 'changed' });
  });
});

test('a renamed page takes what is open on it along, in the same commit', async () => {
  const { dir, wiki, call, readText, list } = await openRepo(onePage);
  const renamed = await call('page.rename', { wiki, path: page('F/Page.md'), to: 'F/Moved' });
  expect(renamed.kind).toBe('renamed');
  expect((await list()).map(({ path }) => path)).toEqual(['F/Moved.md']);
  expect(
    (await readText('F/Moved.md')).parts.filter(({ kind }) => kind === 'overlap'),
  ).toHaveLength(1);
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('2');
});
