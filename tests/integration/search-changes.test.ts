import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { found, pathOf, SearchWiki } from '../helpers/search-wiki.ts';

let wiki: SearchWiki;

beforeEach(async () => {
  wiki = await SearchWiki.make();
});

afterEach(() => wiki.end());

describe('changes', () => {
  it('are found at once, and what is gone is not', async () => {
    await wiki.write('a.md', 'apples\n');
    await wiki.write('b.md', 'pears\n');
    const search = await wiki.openIndexed();
    await search.update([
      { path: pathOf('a.md'), text: 'quinces' },
      { path: pathOf('b.md'), text: null },
    ]);
    expect(await found(search, 'apples')).toEqual([]);
    expect(await found(search, 'pears')).toEqual([]);
    expect(await found(search, 'quinces')).toEqual(['a.md']);
    expect((await search.entries()).map(({ path }) => path)).toEqual(['a.md']);
  });

  it('by a rename move the page', async () => {
    await wiki.write('Old.md', 'apples\n');
    const search = await wiki.openIndexed();
    await rename(join(wiki.dir, 'Old.md'), join(wiki.dir, 'New.md'));
    expect(await search.refresh(await wiki.stamps())).toMatchObject({ indexed: 1, removed: 1 });
    expect(await found(search, 'apples')).toEqual(['New.md']);
    expect(await search.titles('old', 5)).toEqual([]);
  });

  it('in great number are found in the end, each page once', async () => {
    for (let index = 0; index < 900; index += 1) {
      await wiki.write(`p${index}.md`, `common word${index}\n`);
    }
    const search = await wiki.openIndexed();
    expect((await search.query('common', 5)).total).toBe(900);
    for (let round = 0; round < 3; round += 1) {
      await search.update(
        Array.from({ length: 300 }, (_, index) => ({
          path: pathOf(`p${index}.md`),
          text: `common changed${round}\n`,
        })),
      );
    }
    expect((await search.query('common', 5)).total).toBe(900);
    expect((await search.query('changed2 ', 5)).total).toBe(300);
    expect((await search.query('"changed1"', 5)).total).toBe(0);
    expect(wiki.progress.at(-1)).toEqual({ done: 900, total: 900, isReady: true });
  });
});

describe('the cache', () => {
  it('leaves only changed pages to read at the next start', async () => {
    for (let index = 0; index < 500; index += 1)
      await wiki.write(`p${index}.md`, `word${index} all\n`);
    const first = await wiki.openIndexed();
    await first.close();
    await wiki.write('p7.md', 'changed all\n');
    await wiki.write('new.md', 'fresh all\n');
    await rm(join(wiki.dir, 'p9.md'));
    const second = wiki.open();
    expect(await second.refresh(await wiki.stamps())).toEqual({
      indexed: 2,
      removed: 1,
      reused: 498,
      isComplete: true,
    });
    expect(await found(second, 'word7 ')).not.toContain('p7.md');
    expect(await found(second, 'fresh ')).toEqual(['new.md']);
    expect(await found(second, 'word8')).toContain('p8.md');
    expect((await second.query('all', 1)).total).toBe(500);
    expect(wiki.problems).toEqual([]);
  });

  it('holds changes that came by update', async () => {
    await wiki.write('a.md', 'apples\n');
    const [stamp] = await wiki.stamps();
    const first = wiki.open();
    await first.update([{ path: pathOf('a.md'), text: 'apples\n', stamp: stamp?.stamp ?? '' }]);
    await first.close();
    const second = wiki.open();
    expect(await second.refresh(await wiki.stamps())).toMatchObject({ indexed: 0, reused: 1 });
    expect(await found(second, 'apples')).toEqual(['a.md']);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    [
      'changed in one byte',
      (bytes: Buffer) => {
        bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
        return bytes;
      },
    ],
  ])('that is %s is built anew', async (_, damage) => {
    await wiki.write('a.md', 'apples\n');
    await (await wiki.openIndexed()).close();
    for (const name of await readdir(dirname(wiki.cacheFile))) {
      const file = join(dirname(wiki.cacheFile), name);
      const intact = await readFile(file);
      await writeFile(file, damage(Buffer.from(intact)));
      const search = wiki.open();
      expect(await search.refresh(await wiki.stamps())).toMatchObject({ indexed: 1, reused: 0 });
      expect(await found(search, 'apples')).toEqual(['a.md']);
      await search.close();
    }
  });

  it('that cannot be written is reported, and search goes on', async () => {
    await wiki.write('a.md', 'apples\n');
    await writeFile(join(wiki.root, 'state'), 'a file where the folder should be');
    const search = await wiki.openIndexed();
    expect(await found(search, 'apples')).toEqual(['a.md']);
    await search.close();
    expect(wiki.problems).toHaveLength(1);
  });
});

describe('closing', () => {
  it('in the middle of a build answers, and keeps what is there', async () => {
    for (let index = 0; index < 1500; index += 1)
      await wiki.write(`p${index}.md`, `word${index}\n`);
    const pages = await wiki.stamps();
    const search = wiki.open();
    const refreshed = search.refresh(pages).catch(() => null);
    await search.state();
    await search.close();
    await refreshed;
    await expect(search.query('word1', 1)).rejects.toMatchObject({ code: 'CANCELLED' });
    const again = wiki.open();
    await again.refresh(pages);
    expect((await again.query('word1499', 1)).total).toBe(1);
  });

  it('twice is as good as once', async () => {
    const search = await wiki.openIndexed();
    await search.close();
    await search.close();
  });
});

describe('hostile content', () => {
  it('is found by its name when it is no text or too large', async () => {
    await wiki.write('Binary.md', Uint8Array.of(0x89, 0x50, 0, 1, 2, 3));
    await wiki.write('Latin.md', Uint8Array.of(0x63, 0x61, 0x66, 0xe9));
    await wiki.write('Huge.md', 'needle '.repeat(400_000));
    await wiki.write('Good.md', 'needle\n');
    await mkdir(join(wiki.dir, 'Folder.md'));
    await symlink('/etc/passwd', join(wiki.dir, 'Link.md'));
    const search = wiki.open();
    const paths = ['Binary.md', 'Latin.md', 'Huge.md', 'Good.md', 'Folder.md', 'Link.md'];
    await search.refresh(paths.map((path) => ({ path: pathOf(path), stamp: '1' })));
    expect(await found(search, 'needle')).toEqual(['Good.md']);
    expect(await found(search, 'root')).toEqual([]);
    for (const path of paths) {
      expect(await found(search, `"${path.replace('.md', '')}"`)).toEqual([path]);
    }
  });

  it('with names of built-in properties is indexed like any other', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      await wiki.write(`${name}.md`, `---\ntags: [${name}]\n---\n[[${name}]] valueOf ${name}\n`);
    }
    const search = await wiki.openIndexed();
    expect(await found(search, 'constructor')).toContain('constructor.md');
    expect(await found(search, 'valueof')).toHaveLength(4);
    expect(await found(search, 'tag:__proto__')).toEqual(['__proto__.md']);
    expect((await search.titles('constructor', 3))[0]?.title).toBe('constructor');
    expect((await search.tags()).map(({ tag }) => tag)).toContain('__proto__');
    expect((await search.linkReport()).brokenLinks).toEqual([]);
  });

  it('on one endless line does not stop the others from being found', async () => {
    await wiki.write('Line.md', `start ${'[[a]] <b *c* `d` '.repeat(60_000)} end\n`);
    await wiki.write('Quotes.md', `${'> '.repeat(5000)}deep\n`);
    await wiki.write('Good.md', 'needle\n');
    const search = await wiki.openIndexed();
    expect(await found(search, 'needle')).toEqual(['Good.md']);
    expect((await search.query('start end', 5)).hits[0]?.snippet.length).toBeGreaterThan(0);
  });
});
