import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { makeRepo } from '../helpers/git-repo.ts';

const searches: Worker[] = [];
// Of all threads the one of the search may hold most.
const isSearch = (worker: Worker) => (worker.resourceLimits?.maxOldGenerationSizeMb ?? 0) > 3000;
const noteWorker = (worker: Worker) => {
  if (isSearch(worker)) searches.push(worker);
};

beforeEach(() => {
  process.on('worker', noteWorker);
});

afterEach(() => {
  process.off('worker', noteWorker);
  searches.length = 0;
});

async function openWiki() {
  const dir = makeRepo({ files: { 'Home.md': '# Home\n\nApples.\n' } });
  setAuthor(dir);
  const app = await startCore();
  const wiki = await app.open(dir);
  const find = async (query: string) => {
    const { hits } = await app.call('search.query', { wiki, query, limit: 5, offset: 0 });
    return hits.map(({ path }) => path);
  };
  await vi.waitFor(async () => expect(await find('apples')).toEqual(['Home.md']));
  /** Ends the thread of the search as running out of memory does. */
  const endSearch = async () => {
    await find('apples');
    await searches.at(-1)?.terminate();
  };
  return { ...app, wiki, find, endSearch };
}

test('a search that died starts anew, knows all pages, and nothing that is saved meanwhile fails', async () => {
  const { call, wiki, find, endSearch } = await openWiki();
  await endSearch();
  const text = 'Pears.\n';
  const saved = await call('page.save', { wiki, path: page('New.md'), text, base: null });
  expect(saved.kind).toBe('saved');
  await vi.waitFor(async () => expect(await find('apples')).toEqual(['Home.md']));
  await vi.waitFor(async () => expect(await find('pears')).toEqual(['New.md']));
});

test('a search that dies again and again is given up, and says so; pages are saved all the same', async () => {
  const { call, wiki, find, endSearch } = await openWiki();
  const endUntilGivenUp = async (): Promise<string> => {
    for (;;) {
      const problem = await endSearch().then(
        () => null,
        (error: unknown) => String(error),
      );
      if (problem?.includes('Open the wiki again') === true) return problem;
    }
  };
  expect(await endUntilGivenUp()).toContain('Search has stopped');
  const { path } = await call('file.add', { wiki, name: 'pear.txt', bytes: new Uint8Array([1]) });
  const text = `[A file](${path}) and pears.\n`;
  const saved = await call('page.save', { wiki, path: page('New.md'), text, base: null });
  expect(saved.kind).toBe('saved');
  await expect(find('pears')).rejects.toThrow('Search has stopped');
});
