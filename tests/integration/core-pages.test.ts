import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blobOid } from '../../electron/git/oid.ts';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { git, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';

async function openRepo(files: Readonly<Record<string, string | Uint8Array>>) {
  const dir = makeRepo({ files });
  setAuthor(dir);
  const app = await startCore();
  const wiki = await app.open(dir);
  const read = async (path: string) => {
    const answer = await app.call('page.read', { wiki, path: page(path) });
    if (answer.kind !== 'page') throw new Error(`no page: ${answer.kind}`);
    return answer;
  };
  return { dir, wiki, read, ...app };
}

describe('saving a page', () => {
  test('writes the file and makes one commit that git finds clean', async () => {
    const { call, dir, wiki, read } = await openRepo({ 'Home.md': '# Home\n' });
    const { blob } = await read('Home.md');
    const saved = await call('page.save', {
      wiki,
      path: page('Home.md'),
      text: '# Home\n\nMore.\n',
      base: blob,
      summary: 'Say more',
    });
    expect(saved.kind).toBe('saved');
    expect(readFileSync(join(dir, 'Home.md'), 'utf8')).toBe('# Home\n\nMore.\n');
    expect(git(dir, 'log', '-1', '--format=%an <%ae>|%s')).toBe(
      'Wanda Writer <wanda@example.org>|Say more',
    );
    expect(git(dir, 'status', '--porcelain')).toBe('');
    expect(git(dir, 'fsck', '--strict')).toBe('');
  });

  test('of a text that is there already makes no revision', async () => {
    const { call, dir, wiki, read } = await openRepo({ 'Home.md': '# Home\n' });
    const { blob } = await read('Home.md');
    const input = { wiki, path: page('Home.md'), text: '# Home\n', base: blob };
    expect((await call('page.save', input)).kind).toBe('unchanged');
    expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('1');
  });

  test('returns stale with the other text when the page changed on disk, and writes nothing', async () => {
    const { call, dir, wiki, read } = await openRepo({ 'Home.md': '# Home\n' });
    const { blob } = await read('Home.md');
    writeFileSync(join(dir, 'Home.md'), '# Home by another program\n');
    const answer = await call('page.save', {
      wiki,
      path: page('Home.md'),
      text: '# Home by me\n',
      base: blob,
    });
    expect(answer).toMatchObject({ kind: 'stale', text: '# Home by another program\n' });
    expect(readFileSync(join(dir, 'Home.md'), 'utf8')).toBe('# Home by another program\n');
    expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('1');
  });

  test('over an edit of another program keeps that edit in the history', async () => {
    const { call, dir, wiki, read } = await openRepo({ 'Home.md': 'one\n' });
    writeFileSync(join(dir, 'Home.md'), 'two\n');
    const { blob } = await read('Home.md');
    await call('page.save', { wiki, path: page('Home.md'), text: 'three\n', base: blob });
    expect(git(dir, 'log', '--format=%s')).toBe(
      'Edit Home\nEdited outside Commonplace\nFirst commit',
    );
    expect(git(dir, 'show', 'HEAD~1:Home.md')).toBe('two');
  });

  test('asks who writes when git knows no author, and keeps nothing half-done', async () => {
    const dir = makeRepo({ files: { 'Home.md': 'one\n' } });
    const { open, call } = await startCore();
    const wiki = await open(dir);
    const author = await call('wiki.author', { wiki });
    if (author.author !== null) return; // this machine's own git settings name one
    const input = { wiki, path: page('New.md'), text: 'new\n', base: null };
    expect((await call('page.save', input)).kind).toBe('needsAuthor');
    await call('wiki.setAuthor', { wiki, author: { name: 'Ana', email: 'ana@example.org' } });
    expect((await call('page.save', input)).kind).toBe('saved');
    expect(git(dir, 'log', '-1', '--format=%an|%s')).toBe('Ana|Create New');
  });

  test.each([
    ['con.md', 'reserved on Windows'],
    ['What?.md', '? is not allowed'],
    ['home.md', '“Home.md” exists already'],
    ['Folder /x.md', 'must not end with'],
  ])('as a new page %s is refused with a reason', async (path, reason) => {
    const { call, dir, wiki } = await openRepo({ 'Home.md': '# Home\n' });
    const answer = await call('page.save', { wiki, path: page(path), text: 'x\n', base: null });
    expect(answer.kind).toBe('badName');
    expect(answer.kind === 'badName' && answer.reason).toContain(reason);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test.each([
    '../out.md',
    '/etc/x.md',
    '.git/hooks/x.md',
    '.GIT/x.md',
    'a/../../x.md',
    'GIT~1/x.md',
    '.git /x.md',
    'a\0.md',
  ])('at %j is refused before anything is looked at', async (path) => {
    const { core, wiki } = await openRepo({ 'Home.md': '# Home\n' });
    const answer = await core.dispatch('page.save', { wiki, path, text: 'x', base: null });
    expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
  });

  test('never writes through a link on the disk', async () => {
    const { core, dir, wiki } = await openRepo({ 'Home.md': '# Home\n' });
    const outside = makeTempDir();
    symlinkSync(outside, join(dir, 'Out'));
    const answer = await core.dispatch('page.save', {
      wiki,
      path: 'Out/x.md',
      text: 'x',
      base: null,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'PATH_OUTSIDE_WIKI' } });
  });
});

describe('reading a page', () => {
  test('tells a binary that calls itself a page, and the next page opens as ever', async () => {
    const { call, wiki, read } = await openRepo({
      'Home.md': '# Home\n',
      'Binary.md': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
      'Latin.md': new Uint8Array([0x63, 0x61, 0x66, 0xe9]),
    });
    for (const path of ['Binary.md', 'Latin.md']) {
      const answer = await call('page.read', { wiki, path: page(path) });
      expect(answer).toMatchObject({ kind: 'unreadable', reason: 'notText' });
    }
    expect((await read('Home.md')).text).toBe('# Home\n');
  });

  test('tells a page of 20 MB instead of opening it', async () => {
    const { call, wiki } = await openRepo({ 'Huge.md': 'words and words\n'.repeat(1_310_720) });
    const answer = await call('page.read', { wiki, path: page('Huge.md') });
    expect(answer).toMatchObject({ kind: 'unreadable', reason: 'tooLarge', sizeBytes: 20_971_520 });
  });

  test('with malformed frontmatter gives the text as it is', async () => {
    const text = '---\ntitle: [unclosed\n  bad: : yaml\n---\n# Home\n';
    const { read } = await openRepo({ 'Home.md': text });
    expect((await read('Home.md')).text).toBe(text);
  });

  test('that is a link on the disk does not follow it', async () => {
    const dir = makeRepo({ files: { 'Home.md': '# Home\n' } });
    const outside = makeTempDir();
    writeFiles(outside, { 'secret.md': 'secret' });
    symlinkSync(join(outside, 'secret.md'), join(dir, 'Link.md'));
    const { open, call } = await startCore();
    const wiki = await open(dir);
    const answer = await call('page.read', { wiki, path: page('Link.md') });
    expect(answer).toMatchObject({ kind: 'unreadable', excerpt: '' });
  });

  test('that was deleted names the revision that had it, and restore brings it back', async () => {
    const { call, dir, wiki, read, until } = await openRepo({ 'Old.md': 'old words\n' });
    const { blob } = await read('Old.md');
    await call('page.delete', { wiki, path: page('Old.md'), base: blob });
    expect(git(dir, 'status', '--porcelain')).toBe('');
    await until((event) => event.name === 'history.changed');
    const { revisions } = await call('history.page', { wiki, path: page('Old.md') });
    const before = revisions[1];
    if (before === undefined) throw new Error('the deletion and the creation are both history');
    const back = await call('history.restore', {
      wiki,
      path: page('Old.md'),
      commit: before.commit,
      base: null,
    });
    expect(back.kind).toBe('saved');
    expect((await read('Old.md')).text).toBe('old words\n');
  });

  test('offers the draft of a killed app again until it is saved or discarded', async () => {
    const { call, wiki, read } = await openRepo({ 'Home.md': '# Home\n' });
    const { blob } = await read('Home.md');
    await call('draft.save', { wiki, path: page('Home.md'), text: '# Home, un', base: blob });
    expect((await read('Home.md')).draft?.text).toBe('# Home, un');
    await call('page.save', { wiki, path: page('Home.md'), text: '# Home, unsaved\n', base: blob });
    expect((await read('Home.md')).draft).toBeNull();
  });

  test('offers a draft that came as changes, and keeps none of a text that it does not have', async () => {
    const { call, wiki, read } = await openRepo({ 'Home.md': '# Home\n\nWords 🌳.\n' });
    const { blob } = await read('Home.md');
    const change = async (since: number | null, length: number, end: number, text: string) => {
      const where = { wiki, path: page('Home.md'), base: blob, since, length, start: 6, end };
      return (await call('draft.change', { ...where, text })).savedMs;
    };
    const draft = async () => (await read('Home.md')).draft?.text;
    const first = await change(null, 18, 6, ', un');
    expect(await draft()).toBe('# Home, un\n\nWords 🌳.\n');
    const second = await change(first, 22, 10, '!');
    expect(await draft()).toBe('# Home!\n\nWords 🌳.\n');
    expect(second).toBeGreaterThan(first ?? 0);
    expect(await change(first, 22, 10, 'older')).toBeNull();
    expect(await change(second, 20, 7, 'other')).toBeNull();
    expect(await change(second, 19, 20, 'outside')).toBeNull();
    expect(await draft()).toBe('# Home!\n\nWords 🌳.\n');
  });
});

describe('renaming a page', () => {
  test('moves it, keeps its old name, updates the links, all in one commit', async () => {
    const { call, dir, wiki, until } = await openRepo({
      'Commons.md': '# Commons\n',
      'a/Linking.md': 'See [[Commons]] and [it](../Commons.md) and `[[Commons]]`.\n',
      'Other.md': 'No link.\n',
    });
    const answer = await call('page.rename', {
      wiki,
      path: page('Commons.md'),
      to: 'ideas/The commons',
    });
    expect(answer).toMatchObject({ kind: 'renamed', path: 'ideas/The commons.md' });
    expect(readFileSync(join(dir, 'a/Linking.md'), 'utf8')).toContain(
      '(../ideas/The%20commons.md)',
    );
    expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('2');
    expect(git(dir, 'status', '--porcelain')).toBe('');
    await until((event) => event.name === 'pages.changed' && event.removed.length > 0);
    const { links } = await call('page.resolveLinks', {
      wiki,
      from: page('Other.md'),
      targets: ['Commons'],
    });
    expect(links[0]).toMatchObject({ kind: 'page', path: 'ideas/The commons.md' });
  });

  test('that another program made just now is recorded, and moves or goes like any other', async () => {
    const { call, dir, wiki, until } = await openRepo({ 'Home.md': '# Home\n' });
    const appears = (path: string) =>
      until(
        (event) => event.name === 'pages.changed' && event.changed.some((one) => one.path === path),
      );
    writeFileSync(join(dir, 'New.md'), '# New\n');
    await appears('New.md');
    const moved = await call('page.rename', { wiki, path: page('New.md'), to: 'Newer' });
    expect(moved).toMatchObject({ kind: 'renamed', path: 'Newer.md' });
    expect(readdirSync(dir).sort()).toEqual(['.git', 'Home.md', 'Newer.md']);

    writeFileSync(join(dir, 'Gone.md'), 'g\n');
    await appears('Gone.md');
    const base = blobOid(Buffer.from('g\n'));
    const gone = await call('page.delete', { wiki, path: page('Gone.md'), base });
    expect(gone).toMatchObject({ kind: 'deleted' });
    expect(readdirSync(dir).sort()).toEqual(['.git', 'Home.md', 'Newer.md']);
    expect(git(dir, 'log', '--format=%s')).toContain('Edited outside Commonplace');
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test('to a name in use is refused', async () => {
    const { call, wiki } = await openRepo({ 'A.md': 'a\n', 'B.md': 'b\n' });
    const answer = await call('page.rename', { wiki, path: page('A.md'), to: 'B' });
    expect(answer).toMatchObject({ kind: 'badName' });
  });
});

describe('a page another program changes', () => {
  test('is seen, and can be recorded as what it is', async () => {
    const { call, dir, wiki, until } = await openRepo({ 'Home.md': '# Home\n' });
    mkdirSync(join(dir, 'new'));
    writeFileSync(join(dir, 'new', 'Page.md'), '# Page\n');
    await until(
      (event) =>
        event.name === 'pages.changed' && event.changed.some(({ path }) => path === 'new/Page.md'),
    );
    expect(await call('wiki.outsideChanges', { wiki })).toEqual({
      changes: [{ path: 'new/Page.md', kind: 'added' }],
    });
    expect(await call('wiki.recordOutsideChanges', { wiki })).toMatchObject({
      kind: 'recorded',
      count: 1,
    });
    expect(git(dir, 'log', '-1', '--format=%s')).toBe('Edited outside Commonplace');
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });
});
