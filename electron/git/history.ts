import { createHash } from 'node:crypto';
import type { Oid } from '../../shared/contract/values.ts';
import { appendCommits } from './history-build.ts';
import { loadHistory, saveHistory } from './history-cache.ts';
import { HistoryLog } from './history-log.ts';
import { walkPage, walkRecent, type PageRevision, type RecentCommit } from './history-walk.ts';
import { readShallow, type Repository } from './repository.ts';

// Adding a few commits again is quicker than writing the whole file after each of them.
const saveAfterCommits = 50;
const maxRecentPaths = 50;

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
  /** Takes in new commits now, for instance in idle time after opening a wiki. */
  update(): Promise<void>;
}

/**
 * Opens the index kept in `cacheFile` (any file outside the worktree); one that is missing or broken is
 * built again. Nothing is read before the first question.
 */
export function openHistoryIndex(repo: Repository, cacheFile: string): HistoryIndex {
  return new CachedHistory(repo, cacheFile);
}

class CachedHistory implements HistoryIndex {
  readonly #repo: Repository;
  readonly #cacheFile: string;
  #log: HistoryLog | null = null;
  #stamp = '';
  #unsaved = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(repo: Repository, cacheFile: string) {
    this.#repo = repo;
    this.#cacheFile = cacheFile;
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
      this.#log = (await loadHistory(this.#cacheFile, stamp)) ?? new HistoryLog();
      this.#stamp = stamp;
      this.#unsaved = 0;
    }
    const log = this.#log;
    const isNew = log.oids.length === 0;
    if (log.find(oid) === undefined) {
      this.#unsaved += await appendCommits(this.#repo.objects, log, oid, shallow);
      if (isNew || this.#unsaved >= saveAfterCommits) {
        // The file only saves time: a full disk must not keep anyone from reading the history.
        await saveHistory(this.#cacheFile, log, stamp).catch(() => undefined);
        this.#unsaved = 0;
      }
    }
    const head = log.find(oid);
    return head === undefined ? null : { log, head };
  }
}
