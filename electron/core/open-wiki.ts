import { join } from 'node:path';
import type { Oid, WikiId, WikiSummary } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { openHistoryIndex, type HistoryIndex } from '../git/history.ts';
import { unreadWarnings } from '../git/history-readable.ts';
import { foreignIndexCount, readIndex } from '../git/index-read.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { resumeAfterCrash } from '../git/resume-checkout.ts';
import { syncUnsynced } from '../git/unsynced-files.ts';
import { openSearch, type SearchIndex } from '../search/search-index.ts';
import { openDrafts, type DraftStore } from '../storage/drafts.ts';
import { withProcessLock } from '../storage/process-lock.ts';
import { watchFiles, watchRefs } from '../storage/watch-files.ts';
import { openWikiFiles, type WikiFiles } from '../storage/wiki-files.ts';
import { openAttachments, type Attachments } from './attachments/attachments.ts';
import { createCatalogue, type Catalogue } from './catalogue.ts';
import { createDiskIndexing } from './disk-indexing.ts';
import type { EventBus } from './events.ts';
import { createOutsideChanges, type OutsideChanges } from './outside-changes.ts';
import type { CorePorts } from './ports.ts';
import { createQueue } from './queue.ts';
import { repackWhenIdle } from './repack-when-idle.ts';
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
  const queue = createQueue();
  const closing = new AbortController();
  const [visited, unread] = [new Set<PagePath>(), new Set<Oid>()];

  const search = openSearch({
    dir: realDir,
    cacheFile: join(stateDir, 'search-index'),
    onProgress: (progress) => bus.emit({ name: 'index.progress', wiki: id, ...progress }),
    onProblem: (problem) => ports.logger.warn(problem),
    onRestart: () => void disk.tellAll().catch(warn('the search index could not be built anew')),
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

  const disk = createDiskIndexing({
    wiki: id,
    files,
    catalogue,
    search,
    bus,
    signal: closing.signal,
    warn,
  });

  let start: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  let tellNamed: () => void = () => undefined;
  const named = new Promise<void>((resolve) => {
    tellNamed = resolve;
  });

  const buildHistory = async () => {
    if (closing.signal.aborted) return;
    await history.update();
    isHistoryReady = true;
    bus.emit({ name: 'history.progress', wiki: id, done: 1, total: 1, isReady: true });
    bus.emit({ name: 'history.changed', wiki: id });
  };

  const indexing = started
    .then(() => disk.indexAll(tellNamed))
    .catch(warn('the search index could not be built'))
    .finally(tellNamed);
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
  const takeIn = (find: () => readonly string[]) =>
    void queue
      .run(() => disk.refresh(find()))
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
      (found) => {
        outside.follow();
        void indexing.then(() => takeIn(() => catalogue.against(found)));
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
      await disk.refresh(paths);
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
