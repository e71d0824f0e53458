import { mkdtemp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSearch, type SearchIndex } from '../../electron/search/search-index.ts';
import type { IndexState, PageStamp } from '../../electron/search/search-protocol.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';

export function pathOf(path: string): PagePath {
  const page = toPagePath(path);
  if (page === null) throw new Error(`not a page path: ${path}`);
  return page;
}

/** A folder of pages and its search, with the worker in a real thread. */
export class SearchWiki {
  readonly root: string;
  readonly dir: string;
  readonly cacheFile: string;
  readonly progress: IndexState[] = [];
  readonly problems: string[] = [];
  readonly #opened: SearchIndex[] = [];

  private constructor(root: string) {
    this.root = root;
    this.dir = join(root, 'wiki');
    this.cacheFile = join(root, 'state', 'search-index');
  }

  static async make(): Promise<SearchWiki> {
    const wiki = new SearchWiki(await mkdtemp(join(tmpdir(), 'commonplace-search-')));
    await mkdir(wiki.dir);
    return wiki;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(this.dir, path)), { recursive: true });
    await writeFile(join(this.dir, path), content);
  }

  async stamps(): Promise<PageStamp[]> {
    const found: PageStamp[] = [];
    for (const name of await readdir(this.dir, { recursive: true })) {
      const path = toPagePath(name);
      if (path === null) continue;
      const { mtimeMs, size } = await stat(join(this.dir, name));
      found.push({ path, stamp: `${mtimeMs}-${size}` });
    }
    return found;
  }

  open(): SearchIndex {
    const search = openSearch({
      dir: this.dir,
      cacheFile: this.cacheFile,
      onProgress: (state) => this.progress.push(state),
      onProblem: (message) => this.problems.push(message),
    });
    this.#opened.push(search);
    return search;
  }

  async openIndexed(): Promise<SearchIndex> {
    const search = this.open();
    await search.refresh(await this.stamps());
    return search;
  }

  async end(): Promise<void> {
    await Promise.all(this.#opened.map((search) => search.close()));
    await rm(this.root, { recursive: true, force: true });
  }
}

export async function found(search: SearchIndex, query: string): Promise<string[]> {
  return (await search.query(query, 50)).hits.map(({ path }) => path);
}
