import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { found, pathOf, SearchWiki } from '../helpers/search-wiki.ts';

let wiki: SearchWiki;

beforeEach(async () => {
  wiki = await SearchWiki.make();
});

afterEach(() => wiki.end());

describe('a query', () => {
  it('finds words whatever their case, accents, endings and typing errors', async () => {
    await wiki.write('Łódź.md', 'A city with wide Straßen and a Café.\n');
    await wiki.write('Ostrom.md', 'Elinor Ostrom studied the commons.\n');
    const search = await wiki.openIndexed();
    expect(await found(search, 'lodz')).toEqual(['Łódź.md']);
    expect(await found(search, 'CAFE strassen')).toEqual(['Łódź.md']);
    expect(await found(search, 'comm')).toEqual(['Ostrom.md']);
    expect(await found(search, 'elinor ostorm ')).toEqual(['Ostrom.md']);
    expect(await found(search, 'zebra')).toEqual([]);
  });

  it('finds words inside Chinese, Japanese and Thai sentences', async () => {
    await wiki.write('ja.md', 'これは漢字検索の試験です。\n');
    await wiki.write('th.md', 'ฉันรักภาษาไทยมาก\n');
    const search = await wiki.openIndexed();
    expect(await found(search, '検索')).toEqual(['ja.md']);
    expect(await found(search, '"漢字検索"')).toEqual(['ja.md']);
    expect(await found(search, '索検')).toEqual([]);
    expect(await found(search, '験')).toEqual(['ja.md']);
    expect(await found(search, 'ภาษา')).toEqual(['th.md']);
  });

  it('holds phrases to their order, and leaves out what is excluded', async () => {
    await wiki.write('a.md', 'Peer to peer production of the commons.\n');
    await wiki.write('b.md', 'Production by a peer, for commons.\n');
    const search = await wiki.openIndexed();
    expect(await found(search, '"peer production"')).toEqual(['a.md']);
    expect(await found(search, 'peer production')).toHaveLength(2);
    expect(await found(search, 'peer -to')).toEqual(['b.md']);
    expect(await found(search, 'peer -"peer production"')).toEqual(['b.md']);
    expect((await search.query('"peer production"', 10)).total).toBe(1);
  });

  it('narrows by tag, title and folder', async () => {
    await wiki.write('Notes/Gift economy.md', '---\ntags: [Economy/Gift]\n---\nGiving.\n');
    await wiki.write('Gifts.md', 'Giving, with #café inside.\n');
    const search = await wiki.openIndexed();
    expect(await found(search, 'tag:economy')).toEqual(['Notes/Gift economy.md']);
    expect(await found(search, '#cafe giving')).toEqual(['Gifts.md']);
    expect(await found(search, 'title:econ giving')).toEqual(['Notes/Gift economy.md']);
    expect(await found(search, 'folder:notes giving')).toEqual(['Notes/Gift economy.md']);
    expect(await found(search, 'giving -folder:notes')).toEqual(['Gifts.md']);
  });

  it('puts a page of that name first and shows where the words stand', async () => {
    await wiki.write('Commons.md', 'A page about something.\n');
    await wiki.write(
      'Other.md',
      `${'Filler. '.repeat(200)}The **commons** are here, commons, commons.\n`,
    );
    const search = await wiki.openIndexed();
    const { hits, total, isReady } = await search.query('commons', 10);
    expect({ total, isReady }).toEqual({ total: 2, isReady: true });
    expect(hits.map(({ path }) => path)).toEqual(['Commons.md', 'Other.md']);
    expect(hits[0]?.titlePieces).toEqual([{ text: 'Commons', isHit: true }]);
    expect(hits[1]?.snippet).toContainEqual({ text: 'commons', isHit: true });
  });

  it('falls back to pages with some of the words when none has all', async () => {
    await wiki.write('a.md', 'apples\n');
    await wiki.write('b.md', 'pears\n');
    const search = await wiki.openIndexed();
    expect((await found(search, 'apples pears')).sort()).toEqual(['a.md', 'b.md']);
  });

  it('gives results page by page without repeating any', async () => {
    for (let index = 0; index < 25; index += 1) await wiki.write(`p${index}.md`, 'same words\n');
    const search = await wiki.openIndexed();
    const pages = await Promise.all([0, 10, 20].map((offset) => search.query('words', 10, offset)));
    const paths = pages.flatMap(({ hits }) => hits.map(({ path }) => path));
    expect(new Set(paths).size).toBe(25);
    expect(pages[0]?.total).toBe(25);
  });
});

describe('the switcher', () => {
  it('ranks whole names, beginnings, words, letters and typing errors, and lifts recent pages', async () => {
    for (const name of [
      'Peer',
      'Peer review',
      'Open peer review',
      'Compeers',
      'Prime editor review',
    ]) {
      await wiki.write(`${name}.md`, '');
    }
    await wiki.write('Knowledge.md', '---\naliases: [Wissen]\n---\n');
    const search = await wiki.openIndexed();
    const titles = async (query: string, recency?: ReadonlyMap<string, number>) =>
      (await search.titles(query, 10, recency)).map(({ title }) => title);
    expect(await titles('peer')).toEqual(['Peer', 'Peer review', 'Open peer review', 'Compeers']);
    expect(await titles('peer', new Map([['Open peer review.md', 1]]))).not.toEqual(
      await titles('peer'),
    );
    expect(await titles('per')).toContain('Prime editor review');
    expect(await titles('knowlegde')).toEqual(['Knowledge']);
    expect(await search.titles('wiss', 1)).toMatchObject([{ title: 'Knowledge', alias: 'Wissen' }]);
    expect(
      await titles(
        '',
        new Map([
          ['Peer.md', 0.5],
          ['Compeers.md', 1],
        ]),
      ),
    ).toEqual(['Compeers', 'Peer']);
  });
});

describe('links and tags', () => {
  it('know who links here, with the line that does', async () => {
    await wiki.write(
      'Home.md',
      '# Home\n\nSee [[Commons|the commons]] and [notes](Notes/One.md).\n',
    );
    await wiki.write('Notes/One.md', 'Back to [[Home]]. Also [[Commons]].\n');
    await wiki.write('Commons.md', '');
    const search = await wiki.openIndexed();
    expect(await search.backlinks(pathOf('Commons.md'))).toEqual({
      isReady: true,
      backlinks: [
        { path: 'Home.md', title: 'Home', context: 'See the commons and notes.' },
        { path: 'Notes/One.md', title: 'One', context: 'Back to Home. Also Commons.' },
      ],
    });
    await search.update([{ path: pathOf('Home.md'), text: 'No links.' }]);
    const { backlinks } = await search.backlinks(pathOf('Commons.md'));
    expect(backlinks.map(({ path }) => path)).toEqual(['Notes/One.md']);
  });

  it('resolve to a page, a file or nothing, and follow a new title', async () => {
    await wiki.write('Home.md', '');
    const search = wiki.open();
    await search.refresh(await wiki.stamps(), ['files/plan.pdf']);
    const resolve = () => search.resolve(pathOf('Home.md'), ['Home#Part', 'plan.pdf', 'Wanted']);
    expect((await resolve()).map(({ kind }) => kind)).toEqual(['page', 'file', 'missing']);
    await search.update([{ path: pathOf('x.md'), text: '---\ntitle: Wanted\n---\n' }]);
    expect((await resolve())[2]).toMatchObject({ kind: 'page', path: 'x.md' });
  });

  it('report what leads nowhere or to several pages, with lines', async () => {
    await wiki.write('Home.md', '---\ntags: []\n---\n[[Nowhere]]\n\n[[Same]] ![](pic.png)\n');
    await wiki.write('a/Same.md', '');
    await wiki.write('b/Same.md', '');
    const search = wiki.open();
    await search.refresh(await wiki.stamps(), ['pic.png']);
    expect(await search.linkReport()).toEqual({
      brokenLinks: [{ path: 'Home.md', target: 'Nowhere', line: 4 }],
      ambiguousLinks: [
        { path: 'Home.md', target: 'Same', line: 6, candidates: ['a/Same.md', 'b/Same.md'] },
      ],
    });
  });

  it('count tags whatever their case, and list their pages', async () => {
    await wiki.write('a.md', '#Food and #food/bread\n');
    await wiki.write('b.md', '#food\n');
    const search = await wiki.openIndexed();
    expect(await search.tags()).toEqual([
      { tag: 'Food', count: 2 },
      { tag: 'food/bread', count: 1 },
    ]);
    expect(await search.tagged('FOOD')).toEqual([
      { path: 'a.md', title: 'a' },
      { path: 'b.md', title: 'b' },
    ]);
  });
});
