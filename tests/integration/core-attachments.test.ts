import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { git, makeRepo } from '../helpers/git-repo.ts';

const png = (...more: readonly number[]) =>
  new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...more]);
const text = (words: string) => new TextEncoder().encode(words);

async function openRepo(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const dir = makeRepo({ files: { 'Home.md': '# Home\n', ...files } });
  setAuthor(dir);
  const app = await startCore();
  const wiki = await app.open(dir);
  const add = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
    app.call('file.add', { wiki, name, bytes });
  const save = async (words: string) => {
    const before = await app.call('page.read', { wiki, path: page('Home.md') });
    const base = before.kind === 'page' ? before.blob : null;
    return app.call('page.save', { wiki, path: page('Home.md'), text: words, base });
  };
  const waiting = () => {
    const folder = join(app.home, 'app', 'wikis', wiki, 'attachments');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  return { ...app, dir, wiki, add, save, waiting };
}

describe('a file put into a page', () => {
  test('can be seen at once, and comes into the wiki in the revision of the page that names it', async () => {
    const { add, call, core, dir, save, waiting, wiki } = await openRepo();
    const { path, kind, isNew } = await add('My Cat (1).JPG', png(1));
    expect(path).toMatch(/^files\/my-cat-1-[0-9a-f]{10}\.png$/);
    expect({ kind, isNew }).toEqual({ kind: 'picture', isNew: true });
    expect(new Uint8Array((await core.readAsset(wiki, path))?.bytes ?? [])).toEqual(png(1));
    const asked = { wiki, from: page('Home.md'), targets: [path, 'files/other.png'] };
    const { links } = await call('page.resolveLinks', asked);
    expect(links.map((link) => link.kind)).toEqual(['file', 'missing']);
    expect(git(dir, 'status', '--porcelain')).toBe('');

    expect((await save('Another text.\n')).kind).toBe('saved');
    expect(git(dir, 'show', '--name-only', '--format=')).toBe('Home.md');
    expect((await save(`![A cat](${path})\n`)).kind).toBe('saved');
    expect(git(dir, 'show', '--name-only', '--format=').split('\n')).toEqual(['Home.md', path]);
    expect(new Uint8Array(readFileSync(join(dir, path)))).toEqual(png(1));
    expect(git(dir, 'status', '--porcelain')).toBe('');
    expect(waiting()).toEqual([]);
    expect(new Uint8Array((await core.readAsset(wiki, path))?.bytes ?? [])).toEqual(png(1));
  });

  test('is kept once, under the name it has', async () => {
    const { add, save, waiting } = await openRepo({ 'files/deep/Old.png': png(7) });
    expect(await add('new.png', png(7))).toMatchObject({
      path: 'files/deep/Old.png',
      isNew: false,
    });
    const first = await add('a.png', png(8));
    expect(await add('other name.png', png(8))).toEqual({ ...first, isNew: false });
    expect(waiting()).toHaveLength(1);
    await save(`![](${first.path})\n`);
    expect(await add('b.png', png(8))).toEqual({ ...first, isNew: false });
  });

  test('never replaces another file of its name', async () => {
    const { add } = await openRepo();
    const { path } = await add('x.png', png(1));
    // As a peer might send it.
    const { add: addThere, dir: there } = await openRepo({ [path]: 'theirs' });
    const other = await addThere('x.png', png(1));
    expect(other.path).not.toBe(path);
    expect(readFileSync(join(there, path), 'utf8')).toBe('theirs');
  });

  test('comes along with a draft that is saved after a restart', async () => {
    const { add, core, dir, home, wiki } = await openRepo();
    const { path } = await add('x.png', png(1));
    await core.close();
    const again = await startCore({ dataDir: join(home, 'app') });
    expect(await again.open(dir)).toBe(wiki);
    const saved = await again.call('page.save', {
      wiki,
      path: page('Other.md'),
      text: `![](${path})\n`,
      base: null,
    });
    expect(saved.kind).toBe('saved');
    expect(git(dir, 'show', '--name-only', '--format=')).toContain(path);
  });

  test('is forgotten after a month, unless a draft names it', async () => {
    const { add, call, core, dir, home, waiting, wiki } = await openRepo();
    const kept = await add('kept.png', png(1));
    const old = await add('old.png', png(2));
    const fresh = await add('fresh.png', png(3));
    const draft = `![](${kept.path})`;
    await call('draft.save', { wiki, path: page('Home.md'), text: draft, base: null });
    const folder = join(home, 'app', 'wikis', wiki, 'attachments');
    for (const { path } of [kept, old]) utimesSync(join(folder, path.slice(6)), 1e9, 1e9);
    await core.close();
    const again = await startCore({ dataDir: join(home, 'app') });
    await again.open(dir);
    await again.core.close();
    expect(waiting().sort()).toEqual([fresh.path.slice(6), kept.path.slice(6)].sort());
  });
});

describe('what a file is', () => {
  const box = (brand: string) => text(`\0\0\0\x20ftyp${brand}`);
  test.each([
    ['x.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'picture', 'jpg'],
    ['x', text('GIF89a\x01\0\x01\0<script>alert(1)</script>'), 'picture', 'gif'],
    ['x.txt', text('RIFF\0\0\0\0WEBPVP8 '), 'picture', 'webp'],
    ['x.png', box('avif'), 'picture', 'avif'],
    ['x.png', text('\ufeff<?xml version="1.0"?>\n<!-- c -->\n<svg onload="x">'), 'picture', 'svg'],
    ['x.mp3', box('isom'), 'video', 'mp4'],
    ['x.mp4', text('ID3'), 'audio', 'mp3'],
    ['x.png', text('%PDF-1.7'), 'other', 'pdf'],
    ['x.png', text('<!doctype html><script>1</script>'), 'other', 'bin'],
    ['x.svg', text('<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>'), 'other', 'bin'],
    ['x.svg', text('<html><svg></svg></html>'), 'other', 'bin'],
    ['page.md', text('# A page'), 'other', 'txt'],
    ['Table.CSV', text('a,b'), 'other', 'csv'],
    ['no extension', text('a'), 'other', 'bin'],
  ])('%s is told by its bytes', async (name, bytes, kind, extension) => {
    const { add } = await openRepo();
    const added = await add(name, bytes);
    expect(added.kind).toBe(kind);
    expect(added.path.split('.').at(-1)).toBe(extension);
  });

  test('its name keeps what can be read of it, and nothing else', async () => {
    const { add } = await openRepo();
    const names = [
      '../../.git/config.png',
      'C:\\Users\\me\\Straße.png',
      'a\u202egnp.exe.png',
      'con.png',
      '猫の写真.png',
      '.png',
      `${'ä'.repeat(300)}.png`,
      '](x) <b>.png',
      '\ud800.png',
    ];
    const stems: string[] = [];
    for (const [index, name] of names.entries()) {
      const { path } = await add(name, png(index));
      stems.push(path.replace(/^files\//, '').replace(/-[0-9a-f]{10}\.png$/, ''));
    }
    expect(stems).toEqual([
      'config',
      'strasse',
      'a-gnp-exe',
      'con',
      '猫の写真',
      'png',
      'ä'.repeat(40),
      'x-b',
      'file',
    ]);
  });

  test('too many bytes, too many pixels and nothing at all are refused in words', async () => {
    const { core, wiki } = await openRepo();
    const refused = async (bytes: Uint8Array<ArrayBuffer>) => {
      const answer = await core.dispatch('file.add', { wiki, name: 'x.png', bytes });
      return answer.ok ? null : answer.error;
    };
    const wide = png(0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff);
    const isWide = await refused(wide);
    expect(isWide?.code).toBe('TOO_LARGE');
    expect(isWide?.message).toContain('65535 × 65535 pixels');
    const isLong = await refused(new Uint8Array(32 * 1024 * 1024 + 1));
    expect(isLong?.code).toBe('TOO_LARGE');
    expect(isLong?.message).toContain('over 32 MB');
    expect(await refused(new Uint8Array())).toMatchObject({ code: 'BAD_INPUT' });
  });

  test('one that a page can only name says how large it is, kept or not yet', async () => {
    const { add, call, wiki } = await openRepo({
      'files/plan.pdf': '%PDF-1.4 plan',
      'files/cat.png': png(1),
    });
    const { path } = await add('new.pdf', text('%PDF-1.4 new plan'));
    const targets = ['files/plan.pdf', path, 'files/cat.png', 'gone.pdf'];
    const { links } = await call('page.resolveLinks', { wiki, from: page('Home.md'), targets });
    expect(links.map((link) => (link.kind === 'file' ? link.sizeBytes : link.kind))).toEqual([
      ...[13, 17, undefined],
      'missing',
    ]);
  });

  test('one that git keeps by another program is refused before a page names it', async () => {
    const { core, wiki } = await openRepo({ '.gitattributes': '*.png filter=lfs\n' });
    const answer = await core.dispatch('file.add', { wiki, name: 'x.png', bytes: png(1) });
    expect(answer).toMatchObject({ ok: false, error: { code: 'REPO_UNSUPPORTED' } });
  });
});
