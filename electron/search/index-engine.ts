import { setImmediate as nextTurn } from 'node:timers/promises';
import { foldTag } from '../../shared/search/query.ts';
import type { PageEntry } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { plainText } from '../../shared/wiki/plain-text.ts';
import { tagKey } from '../../shared/wiki/tags.ts';
import { IndexCache } from './index-cache.ts';
import { IndexStore, maxLivePages } from './index-store.ts';
import { LinkGraph } from './link-graph.ts';
import { readPageFile } from './page-file.ts';
import type { PageRecord } from './page-record.ts';
import { readPage } from './read-page.ts';
import { comparePages, hasTag, Searcher } from './searcher.ts';
import type {
  Backlink,
  IndexState,
  LinkReport,
  PageChange,
  PageNames,
  PageStamp,
  QueryAnswer,
  RefreshOutcome,
  SearchCalls,
  TitleAnswer,
  WorkerSetup,
} from './search-protocol.ts';
import { TitleIndex } from './title-index.ts';

/** How long the engine reads pages before it lets a query in. */
const turnMs = 15;
const progressEveryMs = 100;
const saveAfterMs = 5000;
const contextLength = 300;
/** Lines around links are cut from so many files at most; further backlinks come without. */
const maxContexts = 500;

interface EngineEvents {
  onProgress(state: IndexState): void;
  onProblem(message: string): void;
}

/** All that the worker does, apart from its messages. It blocks its thread, so it has one to itself. */
export class IndexEngine implements SearchCalls {
  readonly #dir: string;
  readonly #events: EngineEvents;
  readonly #store: IndexStore;
  readonly #graph = new LinkGraph();
  readonly #searcher: Searcher;
  #titles: TitleIndex | null = null;
  #state: IndexState = { done: 0, total: 0, isReady: false };
  #refreshing: Promise<unknown> = Promise.resolve();
  #saveTimer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(setup: WorkerSetup, events: EngineEvents) {
    this.#dir = setup.dir;
    this.#events = events;
    this.#store = new IndexStore(new IndexCache(setup.cacheFile));
    this.#store.load();
    for (const page of this.#store.pages()) this.#graph.put(page);
    this.#searcher = new Searcher(this.#store, (page) => readPageFile(this.#dir, page.path));
  }

  refresh(pages: readonly PageStamp[], files?: readonly string[]): Promise<RefreshOutcome> {
    const refreshed = this.#refreshing.then(() => this.#refresh(pages, files));
    this.#refreshing = refreshed.catch(() => undefined);
    return refreshed;
  }

  update(changes: readonly PageChange[]): void {
    for (const { path, text, stamp } of changes) {
      if (text === null) this.#remove(path);
      else this.#put(path, stamp ?? '', text, false);
    }
    this.#scheduleSave();
  }

  query(query: string, limit: number, offset: number): QueryAnswer {
    return { ...this.#searcher.search(query, limit, offset), isReady: this.#state.isReady };
  }

  titles(query: string, limit: number, recency: ReadonlyMap<string, number>): TitleAnswer[] {
    this.#titles ??= new TitleIndex(this.#store.pages());
    return this.#titles.search(query, limit, recency).map(({ page, alias, pieces }) => ({
      path: page.path,
      title: page.title,
      alias,
      pieces: [...pieces],
    }));
  }

  tags(): { tag: string; count: number }[] {
    const byKey = new Map<string, { tag: string; count: number }>();
    for (const page of this.#store.pages()) {
      for (const tag of page.tags) {
        const known = byKey.get(tagKey(tag));
        if (known) known.count += 1;
        else byKey.set(tagKey(tag), { tag, count: 1 });
      }
    }
    return [...byKey.values()].sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
  }

  tagged(tag: string): PageEntry[] {
    const wanted = foldTag(tag);
    const pages = [...this.#store.pages()].filter((page) => hasTag(page, wanted));
    return pages.sort(comparePages).map(entryOf);
  }

  backlinks(path: PagePath): { isReady: boolean; backlinks: Backlink[] } {
    const backlinks = this.#graph.incoming(path).map(({ from, line }, index): Backlink => ({
      path: from,
      title: this.#store.pageAt(from)?.title ?? from,
      context: index < maxContexts ? this.#lineOf(from, line) : '',
    }));
    return { isReady: this.#state.isReady, backlinks };
  }

  entries(): PageNames[] {
    return [...this.#store.pages()]
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map((page) => ({ ...entryOf(page), aliases: page.aliases }));
  }

  resolve(from: PagePath, targets: readonly string[]): ReturnType<SearchCalls['resolve']> {
    return targets.map((target) => this.#graph.resolve(from, target));
  }

  linkReport(): LinkReport {
    return this.#graph.report();
  }

  state(): IndexState {
    return this.#state;
  }

  close(): void {
    this.#isClosed = true;
    if (this.#saveTimer) clearTimeout(this.#saveTimer);
    this.#save();
  }

  async #refresh(
    pages: readonly PageStamp[],
    files: readonly string[] | undefined,
  ): Promise<RefreshOutcome> {
    if (files) this.#graph.setFiles(files);
    const wanted = new Set<string>(pages.map(({ path }) => path));
    const gone = [...this.#store.pages()].filter(({ path }) => !wanted.has(path));
    for (const { path } of gone) this.#remove(path);
    const pending = pages.filter(
      ({ path, stamp }) => stamp === '' || this.#store.pageAt(path)?.stamp !== stamp,
    );
    // Links to pages that are still to be read lead there all the same.
    for (const { path } of pending) {
      if (this.#store.pageAt(path)) continue;
      const unread = { path, stamp: '', title: nameOfPage(path), aliases: [], tags: [], links: [] };
      this.#graph.put(unread);
    }
    const isBulk = pending.length > maxLivePages;
    const reused = pages.length - pending.length;
    const isReady = this.#state.isReady && !isBulk;
    let indexed = 0;
    let reportedAt = performance.now();
    this.#announce({ done: reused, total: pages.length, isReady });
    while (indexed < pending.length && !this.#isClosed) {
      const turnEnd = performance.now() + turnMs;
      for (
        let next = pending[indexed];
        next && performance.now() < turnEnd;
        next = pending[indexed]
      ) {
        this.#put(next.path, next.stamp, readPageFile(this.#dir, next.path), isBulk);
        indexed += 1;
      }
      if (performance.now() - reportedAt > progressEveryMs) {
        reportedAt = performance.now();
        this.#announce({ done: reused + indexed, total: pages.length, isReady });
      }
      await nextTurn();
    }
    const outcome = { indexed, removed: gone.length, reused };
    // Closing can come while this waits for its turn, which the compiler does not see.
    if (this.#isCut()) return { ...outcome, isComplete: false };
    if (isBulk) this.#store.finishBulk();
    this.#announce({ done: pages.length, total: pages.length, isReady: true });
    if (isBulk) this.#save();
    else if (indexed + gone.length > 0) this.#scheduleSave();
    return { ...outcome, isComplete: true };
  }

  #isCut(): boolean {
    return this.#isClosed;
  }

  #announce(state: IndexState): void {
    this.#state = state;
    this.#events.onProgress(state);
  }

  #put(path: PagePath, stamp: string, text: string | null, isBulk: boolean): void {
    const { page, terms } = readPage(path, stamp, text);
    if (isBulk) this.#store.putInBulk(page, terms);
    else this.#store.put(page, terms);
    this.#graph.put(page);
    this.#titles = null;
  }

  #remove(path: PagePath): void {
    this.#store.remove(path);
    this.#graph.remove(path);
    this.#titles = null;
  }

  #lineOf(path: PagePath, line: number): string {
    const text = readPageFile(this.#dir, path)?.split('\n', line)[line - 1] ?? '';
    return plainText(text.slice(0, 4 * contextLength))
      .replace(/\s+/g, ' ')
      .slice(0, contextLength);
  }

  #scheduleSave(): void {
    this.#saveTimer ??= setTimeout(() => {
      this.#saveTimer = null;
      this.#save();
    }, saveAfterMs);
  }

  #save(): void {
    try {
      this.#store.save();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#events.onProblem(`The search index could not be kept for the next start: ${reason}`);
    }
  }
}

function entryOf(page: PageRecord): PageEntry {
  return { path: page.path, title: page.title };
}
