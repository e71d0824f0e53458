import { createHash } from 'node:crypto';
import type { Oid } from '../../shared/contract/values.ts';
import { makeBreathe } from './history-breathe.ts';
import { appendCommits } from './history-build.ts';
import { loadHistory, saveHistory, type SavedHistory } from './history-cache.ts';
import { deletedPaths, type DeletedPath } from './history-deleted.ts';
import { pageGraph, type GraphRevision } from './history-graph.ts';
import { HistoryLog } from './history-log.ts';
import { walkPage, walkRecent, type PageRevision, type RecentCommit } from './history-walk.ts';
import { readShallow, type Repository } from './repository.ts';

// Adding a few commits again is quicker than writing the whole file after each of them.
const saveAfterCommits = 50;
const maxRecentPaths = 50;
const betweenReportsMs = 150;

export interface PageHistory {
  readonly entries: readonly PageRevision[];
  readonly hasMore: boolean;
}

/** Answers about the past of HEAD. Every answer first takes in the commits made since the last one. */
export interface HistoryIndex {
  /**
   * The commits that changed a page, latest first, as `git log --follow` finds them, but right across
   * merges. `before`: go on after that commit of an earlier answer.
   */
  pageHistory(
    path: string,
    options: { readonly limit: number; readonly before: Oid | null },
  ): Promise<PageHistory>;
  /** The page's latest revision; null when HEAD never knew the path. */
  lastChange(path: string): Promise<PageRevision | null>;
  /** The latest commits, merges without changes of their own left out; at most 50 paths each. */
  recent(limit: number): Promise<readonly RecentCommit[]>;
  /** What the page was in one of its commits, by its name of today; null when that commit is not its. */
  revisionIn(path: string, commit: Oid): Promise<PageRevision | null>;
  /**
   * The revisions that led to the page as it is in `commit`, under its path there; null when it never
   * was there. At most `limit`, the latest.
   */
  pageGraph(path: string, commit: Oid, limit: number): Promise<readonly GraphRevision[] | null>;
  /**
   * The paths that were deleted and went nowhere else, latest first.
   *
   * @param isThere whether the wiki has a file there now; @param isWanted tells which to look at
   */
  deleted(
    isThere: (path: string) => boolean,
    isWanted: (path: string) => boolean,
  ): Promise<readonly DeletedPath[]>;
  /** Takes in new commits now, for instance in idle time after opening a wiki. */
  update(): Promise<void>;
}

/**
 * Opens the index kept in `cacheFile` (any file outside the worktree); one that is missing or broken is
 * built again. Nothing is read before the first question.
 */
export function openHistoryIndex(
  repo: Repository,
  cacheFile: string,
  options: HistoryOptions = {},
): HistoryIndex {
  return new CachedHistory(repo, cacheFile, options);
}

interface HistoryOptions {
  /** How far a long building is, some times a second; `total` is null while commits are counted. */
  readonly onProgress?: (done: number, total: number | null) => void;
  /** A revision's files have no end: it is in the history, but not what it changed. */
  readonly onUnread?: (commit: Oid) => void;
}

class CachedHistory implements HistoryIndex {
  readonly #repo: Repository;
  readonly #cacheFile: string;
  readonly #onProgress: (done: number, total: number | null) => void;
  readonly #onUnread: (commit: Oid) => void;
  #log: HistoryLog | null = null;
  #saved: SavedHistory | null = null;
  #stamp = '';
  #unsaved = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(repo: Repository, cacheFile: string, { onProgress, onUnread }: HistoryOptions) {
    this.#repo = repo;
    this.#cacheFile = cacheFile;
    this.#onProgress = onProgress ?? (() => undefined);
    this.#onUnread = onUnread ?? (() => undefined);
  }

  async pageHistory(
    path: string,
    options: { readonly limit: number; readonly before: Oid | null },
  ): Promise<PageHistory> {
    const current = await this.#current();
    if (current === null) return { entries: [], hasMore: false };
    const entries: PageRevision[] = [];
    let isPast = options.before === null;
    for (const revision of walkPage(current.log, current.head, path)) {
      if (!isPast) {
        isPast = revision.commit === options.before;
        continue;
      }
      if (entries.length === options.limit) return { entries, hasMore: true };
      entries.push(revision);
    }
    return { entries, hasMore: false };
  }

  async lastChange(path: string): Promise<PageRevision | null> {
    const { entries } = await this.pageHistory(path, { limit: 1, before: null });
    return entries[0] ?? null;
  }

  async recent(limit: number): Promise<readonly RecentCommit[]> {
    const current = await this.#current();
    const commits: RecentCommit[] = [];
    if (current === null) return commits;
    for (const commit of walkRecent(current.log, current.head, maxRecentPaths)) {
      if (commits.length === limit) break;
      commits.push(commit);
    }
    return commits;
  }

  async revisionIn(path: string, commit: Oid): Promise<PageRevision | null> {
    const current = await this.#current();
    if (current === null) return null;
    for (const revision of walkPage(current.log, current.head, path)) {
      if (revision.commit === commit) return revision;
    }
    return null;
  }

  async pageGraph(
    path: string,
    commit: Oid,
    limit: number,
  ): Promise<readonly GraphRevision[] | null> {
    const start = (await this.#current())?.log.find(commit);
    return this.#log === null || start === undefined
      ? null
      : pageGraph(this.#log, start, path, limit);
  }

  async deleted(
    isThere: (path: string) => boolean,
    isWanted: (path: string) => boolean,
  ): Promise<readonly DeletedPath[]> {
    const current = await this.#current();
    if (current === null) return [];
    return deletedPaths(current.log, current.head, isThere, isWanted, makeBreathe());
  }

  async update(): Promise<void> {
    await this.#current();
  }

  /** One at a time: two builds would add the same commits twice. */
  #current(): Promise<{ log: HistoryLog; head: number } | null> {
    const result = this.#running.then(
      () => this.#catchUp(),
      () => this.#catchUp(),
    );
    this.#running = result.catch(() => undefined);
    return result;
  }

  async #catchUp(): Promise<{ log: HistoryLog; head: number } | null> {
    const { oid } = await this.#repo.refs.head();
    if (oid === null) return null;
    const shallow = await readShallow(this.#repo.gitDir);
    // A deepened clone has parents where there were none: what was logged at its edge is wrong then.
    const stamp = createHash('sha1')
      .update([...shallow].sort().join())
      .digest('hex');
    if (this.#log === null || stamp !== this.#stamp) {
      const loaded = await loadHistory(this.#cacheFile, stamp);
      this.#log = loaded?.log ?? new HistoryLog();
      this.#saved = loaded?.saved ?? null;
      this.#stamp = stamp;
      this.#unsaved = 0;
    }
    const log = this.#log;
    if (log.find(oid) === undefined) {
      const throttled = throttle(this.#onProgress);
      this.#unsaved += await appendCommits(this.#repo.objects, log, oid, {
        shallow,
        onProgress: throttled,
        onUnread: this.#onUnread,
      });
      if (this.#saved === null || this.#unsaved >= saveAfterCommits) {
        await this.#save(log, stamp);
        this.#unsaved = 0;
      }
    }
    const head = log.find(oid);
    return head === undefined ? null : { log, head };
  }

  async #save(log: HistoryLog, stamp: string): Promise<void> {
    try {
      this.#saved = await saveHistory(this.#cacheFile, log, stamp, this.#saved);
    } catch {
      // The file only saves time: a full disk must not keep anyone from reading the history.
      this.#saved = null;
    }
  }
}

function throttle(
  report: (done: number, total: number | null) => void,
): (done: number, total: number | null) => void {
  let reportedAt = performance.now();
  return (done, total) => {
    if (performance.now() - reportedAt < betweenReportsMs) return;
    reportedAt = performance.now();
    report(done, total);
  };
}
