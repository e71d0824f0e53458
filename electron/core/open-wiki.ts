import { join } from 'node:path';
import type { Oid, PageEntry, WikiId, WikiSummary } from '../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import { pageTitle } from '../../shared/wiki/titles.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { openHistoryIndex, type HistoryIndex } from '../git/history.ts';
import { unreadWarnings } from '../git/history-readable.ts';
import { foreignIndexCount, readIndex } from '../git/index-read.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { resumeAfterCrash } from '../git/resume-checkout.ts';
import { syncUnsynced } from '../git/unsynced-files.ts';
import { openSearch, type SearchIndex } from '../search/search-index.ts';
import type { PageChange } from '../search/search-protocol.ts';
import { openDrafts, type DraftStore } from '../storage/drafts.ts';
import { withProcessLock } from '../storage/process-lock.ts';
import { watchFiles, watchRefs } from '../storage/watch-files.ts';
import { openWikiFiles, type WikiFiles } from '../storage/wiki-files.ts';
import { openAttachments, type Attachments } from './attachments/attachments.ts';
import { createCatalogue, type Catalogue } from './catalogue.ts';
import type { EventBus } from './events.ts';
import { createOutsideChanges, type OutsideChanges } from './outside-changes.ts';
import type { CorePorts } from './ports.ts';
import { createQueue } from './queue.ts';
import { repackWhenIdle } from './repack-when-idle.ts';
import { decodeText } from './text.ts';
import { findHome, readWikiConfig } from './wiki-config.ts';
import { wikiIdOf } from './wiki-id.ts';

/** One wiki in use: its files, its history and its index, kept in step with each other. */
export interface OpenWiki {
  readonly id: WikiId;
  readonly dir: string;
  readonly repo: Repository;
  readonly files: WikiFiles;
  readonly drafts: DraftStore;
  readonly attachments: Attachments;
  readonly catalogue: Catalogue;
  readonly search: SearchIndex;
  readonly history: HistoryIndex;
  readonly outside: OutsideChanges;
  /** The app's own folder for this wiki, outside it. */
  readonly stateDir: string;
  /** Begins to index, to read the history and to watch the folder: work that an opening must not wait for. */
  start(): void;
  isHistoryReady(): boolean;
  /** Resolves once the search index holds every page; also when it could not be built. */
  indexed(): Promise<void>;
  /** Resolves as soon as links lead to every page by its file name; titles and aliases may follow. */
  named(): Promise<void>;
  noteVisit(path: PagePath): void;
  /** How lately pages were read here, from 0 to 1 (just now). */
  recency(): ReadonlyMap<string, number>;
  /** Runs work that writes: one at a time here and among processes. */
  write<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Tells the wiki what we (or a merge) just wrote, so that lists and search follow. */
  noteWritten(paths: readonly string[]): Promise<void>;
  /** Tells that HEAD moved: history is brought up to date in the background. */
  noteCommitted(): void;
  summary(): Promise<WikiSummary>;
  close(): Promise<void>;
}

const statsAtOnce = 64;
const maxIndexedBytes = 2 * 1024 * 1024;
const maxVisited = 200;

/** Opens a folder that is a git repo. @throws AppError `REPO_UNSUPPORTED`, `REPO_DAMAGED` */
export async function openWiki(
  ports: CorePorts,
  bus: EventBus,
  realDir: string,
): Promise<OpenWiki> {
  const id = wikiIdOf(realDir);
  const stateDir = join(ports.dataDir, 'wikis', id);
  const repo = await openRepository(realDir);
  const files = openWikiFiles(realDir, join(repo.gitDir, 'commonplace'));
  const writeAlone = <Value>(work: () => Promise<Value>) =>
    withProcessLock(join(repo.gitDir, 'commonplace.lock'), work, ports.host);
  await resumeAfterCrash(repo, files, writeAlone).catch((error: unknown) => {
    ports.logger.warn('what a crash left half done waits for the next start', {
      error: String(error),
    });
  });
  const drafts = openDrafts(join(stateDir, 'drafts'));
  const attachments = openAttachments(join(stateDir, 'attachments'), drafts);
  const catalogue = createCatalogue(await files.list());
  const outside = createOutsideChanges(repo);
  const stamps = new Map<string, string>();
  const queue = createQueue();
  const closing = new AbortController();
  const [visited, unread] = [new Set<PagePath>(), new Set<Oid>()];

  const search = openSearch({
    dir: realDir,
    cacheFile: join(stateDir, 'search-index'),
    onProgress: (progress) => bus.emit({ name: 'index.progress', wiki: id, ...progress }),
    onProblem: (problem) => ports.logger.warn(problem),
    onRestart: () => void tellAll().catch(warn('the search index could not be built anew')),
  });
  const history = openHistoryIndex(repo, join(stateDir, 'history-index'), {
    onProgress: (done, total) =>
      bus.emit({ name: 'history.progress', wiki: id, done, total, isReady: false }),
    onUnread: (commit) => {
      ports.logger.warn('a revision with more files than any wiki has was passed over', { commit });
      unread.add(commit);
    },
  });
  let isHistoryReady = false;

  const warn = (what: string) => (error: unknown) => {
    if (!closing.signal.aborted) ports.logger.warn(what, { error: String(error) });
  };

  let start: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  let tellNamed: () => void = () => undefined;
  const named = new Promise<void>((resolve) => {
    tellNamed = resolve;
  });

  const applyTitles = async () => {
    const changed: PageEntry[] = [];
    for (const { path, title } of await search.entries()) {
      if (catalogue.has(path) && catalogue.set(path, title)) changed.push({ path, title });
    }
    if (changed.length > 0) bus.emit({ name: 'pages.changed', wiki: id, changed, removed: [] });
  };

  const stampOf = async (path: string) => {
    const stat = await files.stat(path).catch(() => null);
    if (stat === null) stamps.delete(path);
    else stamps.set(path, stat.stamp);
    return stat?.stamp ?? null;
  };

  const buildIndex = async () => {
    const paths = catalogue.pages().map(({ path }) => path);
    const stamped: { path: PagePath; stamp: string }[] = [];
    for (let start = 0; start < paths.length && !closing.signal.aborted; start += statsAtOnce) {
      const batch = paths.slice(start, start + statsAtOnce);
      const found = await Promise.all(batch.map(stampOf));
      for (const [offset, stamp] of found.entries()) {
        const path = batch[offset];
        if (path !== undefined && stamp !== null) stamped.push({ path, stamp });
      }
    }
    if (closing.signal.aborted) return;
    // The worker takes in all names first, so what is asked from now on knows every page and file.
    const refreshed = search.refresh(stamped, [...catalogue.files()]);
    tellNamed();
    await refreshed;
    await applyTitles();
  };

  const buildHistory = async () => {
    if (closing.signal.aborted) return;
    await history.update();
    isHistoryReady = true;
    bus.emit({ name: 'history.progress', wiki: id, done: 1, total: 1, isReady: true });
    bus.emit({ name: 'history.changed', wiki: id });
  };

  /** What search can use of a page: nothing of one that is too large or no text. */
  const textOf = async (path: PagePath) => {
    const bytes = await files.read(path, maxIndexedBytes).catch(() => null);
    return (bytes === null ? null : decodeText(bytes)) ?? '';
  };

  /** All pages and other files that are known: search reads what it does not hold as it is now. */
  const tellAll = () => {
    const pages = catalogue.pages().map(({ path }) => ({ path, stamp: stamps.get(path) ?? '' }));
    return search.refresh(pages, [...catalogue.files()]);
  };

  /** Looks at the paths on the disk and brings the lists and the index in step. */
  const refreshPaths = async (paths: readonly string[]) => {
    const removed: PagePath[] = [];
    const changed: PageEntry[] = [];
    const changes: PageChange[] = [];
    let isOtherFile = false;
    for (const path of paths) {
      const before = stamps.get(path) ?? null;
      const stamp = await stampOf(path);
      const page = toPagePath(path);
      if (stamp === null) {
        if (!catalogue.remove(path)) continue;
        if (page === null) {
          isOtherFile = true;
        } else {
          removed.push(page);
          changes.push({ path: page, text: null });
        }
      } else if (stamp !== before || !catalogue.has(path)) {
        const isNew = catalogue.set(path);
        if (page === null) {
          isOtherFile ||= isNew;
        } else {
          const text = await textOf(page);
          const title = pageTitle(page, text);
          catalogue.set(page, title);
          changed.push({ path: page, title });
          changes.push({ path: page, text, stamp });
        }
      }
    }
    // Links to files that came or went lead elsewhere now.
    if (isOtherFile) await tellAll().catch(warn('search missed that files came or went'));
    if (changes.length === 0 && !isOtherFile) return false;
    // Not waited for: the worker takes what it is asked in order, so whoever asks now finds the new text.
    if (changes.length > 0) search.update(changes).catch(warn('search missed a change'));
    bus.emit({ name: 'pages.changed', wiki: id, changed, removed });
    return true;
  };

  const indexing = started
    .then(buildIndex)
    .catch(warn('the search index could not be built'))
    .finally(() => tellNamed());
  // A window that closes leaves it to the next opening; in a terminal that may be a long way off.
  const whileSyncing = ports.host === 'terminal' ? AbortSignal.any([]) : closing.signal;
  const syncing = indexing
    .then(() => syncUnsynced(repo, whileSyncing))
    .catch(warn('the files of the new wiki could not be brought to the disk'));
  const repacking = repackWhenIdle(repo, ports, warn('the history could not be packed'));
  const forgetting = started
    .then(() => attachments.forgetOld(ports.clock.nowMs()))
    .catch(warn('old files of unsaved pages could not be forgotten'));
  const recording = started
    .then(buildHistory)
    .catch(warn('the history index could not be built'))
    .then(() => repacking.wake());
  const takeIn = (find: () => Promise<readonly string[]> | readonly string[]) =>
    void queue
      .run(async () => refreshPaths(await find()))
      .then((isChanged) => isChanged && bus.emit({ name: 'outside.changed', wiki: id }))
      .catch(warn('a change on the disk could not be read'));
  const startWatching = () =>
    watchFiles(
      realDir,
      (paths) => {
        outside.touch(paths);
        takeIn(() => paths);
      },
      (error) => {
        // What is told late is still told; after any other failure nothing is.
        if (!(error instanceof AppError && error.code === 'LIMIT')) outside.unfollow();
        warn('the folder could not be watched')(error);
      },
      () => {
        outside.follow();
        void indexing.then(() => takeIn(async () => catalogue.against(await files.list())));
      },
    );
  let knownHead: Oid | null = (await repo.refs.head()).oid;
  let knownIndexes = foreignIndexCount(repo.gitDir);
  /** A commit of another program, or of ours: either way the history goes on from there. */
  const followHead = async (by: 'us' | 'anyone') => {
    const { oid } = await repo.refs.head();
    await readIndex(repo.gitDir);
    const indexes = foreignIndexCount(repo.gitDir);
    const isIndexForeign = indexes !== knownIndexes;
    knownIndexes = indexes;
    if (oid === knownHead) {
      if (isIndexForeign) bus.emit({ name: 'outside.changed', wiki: id });
      return;
    }
    knownHead = oid;
    repacking.wake();
    await recording;
    await history.update();
    bus.emit({ name: 'history.changed', wiki: id });
    if (by === 'anyone') bus.emit({ name: 'outside.changed', wiki: id });
  };
  // One after the other, and the closing waits for the last: it would open packs that are closed.
  let following: Promise<void> = Promise.resolve();
  const follow = (by: 'us' | 'anyone') => {
    following = following
      .then(() => (closing.signal.aborted ? undefined : followHead(by)))
      .catch(warn('the history could not be brought up to date'));
  };
  const startFollowingHead = () =>
    watchRefs(repo.gitDir, () => follow('anyone'), warn('the branches could not be watched'));
  const isFollowing = () => ports.host !== 'terminal' && !closing.signal.aborted;
  const watching = started.then(() =>
    isFollowing() ? [startWatching(), startFollowingHead()] : [],
  );

  return {
    id,
    dir: realDir,
    repo,
    files,
    drafts,
    attachments,
    catalogue,
    search,
    history,
    outside,
    stateDir,
    start,
    isHistoryReady: () => isHistoryReady,
    indexed: () => indexing,
    named: () => named,
    noteVisit(path) {
      visited.delete(path);
      visited.add(path);
      const oldest = visited.values().next().value;
      if (visited.size > maxVisited && oldest !== undefined) visited.delete(oldest);
    },
    recency: () => new Map([...visited].map((path, index) => [path, (index + 1) / visited.size])),
    write: (work) => queue.run(() => writeAlone(work)),
    async noteWritten(paths) {
      outside.touch(paths);
      await refreshPaths(paths);
    },
    noteCommitted() {
      follow('us');
    },
    async summary() {
      const config = await readWikiConfig(files);
      return {
        wiki: id,
        dir: realDir,
        name: config.name,
        description: config.description,
        licence: config.licence,
        language: config.language,
        home: findHome(config, catalogue),
        pageCount: catalogue.pageCount,
        warnings: [
          ...repo.warnings,
          ...unreadWarnings(unread),
          ...(config.problem === null ? [] : [config.problem]),
        ],
      };
    },
    async close() {
      closing.abort();
      start();
      for (const stop of await watching) await stop();
      await repacking.close();
      await search.close();
      await Promise.all([indexing, recording, following, syncing, forgetting]);
      await queue.run(() => Promise.resolve());
      await repo.close();
    },
  };
}
