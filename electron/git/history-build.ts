import type { Oid } from '../../shared/contract/values.ts';
import { makeBreathe, type Breathe } from './history-breathe.ts';
import { readPlainCommit, type PlainCommit } from './history-commit.ts';
import { LeafChanges, LeafDiff } from './history-diff.ts';
import type { HistoryLog } from './history-log.ts';
import { findSources } from './history-renames.ts';
import { isBeyondLimits, ReadableTrees } from './history-readable.ts';
import { maxHistoryChanges, maxTreeEntries } from './limits.ts';
import type { ObjectStore } from './object-store.ts';
import { tooManyFiles } from './tree.ts';

export interface BuildOptions {
  /** Commits whose parents are not in the repository. */
  readonly shallow: ReadonlySet<Oid>;
  /** Called at every pause. `total` is null while the commits are still being counted. */
  readonly onProgress: (done: number, total: number | null) => void;
  /** Called for a commit that is in the log, but whose changes are not: there is no end to them. */
  readonly onUnread: (oid: Oid) => void;
}

/** Whether a path is as in a parent is kept in a byte. */
const maxParents = 256;
const noRenames: ReadonlyMap<number, number[]> = new Map();

/**
 * Adds every commit that `head` reaches and the log lacks.
 *
 * It gives way to other work many times a second, so that a long build is not felt. A commit within
 * whose files have no end is passed over: what came after it is compared with what was before it.
 *
 * @returns how many were added
 * @throws AppError `LIMIT` when the files of `head` itself have no end
 */
export async function appendCommits(
  objects: ObjectStore,
  log: HistoryLog,
  head: Oid,
  { shallow, onProgress, onUnread }: BuildOptions,
): Promise<number> {
  let added = 0;
  let total: number | null = null;
  const breathe = makeBreathe(() => onProgress(added, total));
  const commits = new Commits(objects, shallow);
  const order = await parentsFirst(log, head, commits, breathe);
  total = order.length;
  const builder = new LogBuilder(objects, log, commits, breathe);
  for (const oid of order) {
    if (!(await builder.append(oid, oid === head))) onUnread(oid);
    added += 1;
    await breathe();
  }
  return added;
}

/** The commits read in one building. */
class Commits {
  readonly #objects: ObjectStore;
  readonly #shallow: ReadonlySet<Oid>;
  readonly #known = new Map<Oid, PlainCommit>();

  constructor(objects: ObjectStore, shallow: ReadonlySet<Oid>) {
    this.#objects = objects;
    this.#shallow = shallow;
  }

  async get(oid: Oid): Promise<PlainCommit> {
    const known = this.#known.get(oid);
    if (known !== undefined) return known;
    const body =
      this.#objects.readNow('commit', oid) ?? (await this.#objects.readAs('commit', oid));
    const read = readPlainCommit(oid, body);
    const commit = this.#shallow.has(oid) ? { ...read, parents: [] } : read;
    this.#known.set(oid, commit);
    return commit;
  }
}

async function parentsFirst(
  log: HistoryLog,
  head: Oid,
  commits: Commits,
  breathe: Breathe,
): Promise<Oid[]> {
  const order: Oid[] = [];
  const opened = new Set<Oid>();
  const done = new Set<Oid>();
  const stack: Oid[] = [head];
  for (let oid = stack.at(-1); oid !== undefined; oid = stack.at(-1)) {
    if (done.has(oid) || log.find(oid) !== undefined) {
      stack.pop();
      continue;
    }
    if (opened.has(oid)) {
      stack.pop();
      done.add(oid);
      order.push(oid);
      continue;
    }
    opened.add(oid);
    const { parents } = await commits.get(oid);
    for (let rank = parents.length - 1; rank >= 0; rank -= 1) {
      const parent = parents[rank];
      if (parent !== undefined && !done.has(parent)) stack.push(parent);
    }
    await breathe();
  }
  return order;
}

class LogBuilder {
  readonly #objects: ObjectStore;
  readonly #log: HistoryLog;
  readonly #commits: Commits;
  readonly #breathe: Breathe;
  readonly #diff: LeafDiff;
  readonly #readable: ReadableTrees;
  readonly #changes = new LeafChanges();
  readonly #side = new LeafChanges();

  constructor(objects: ObjectStore, log: HistoryLog, commits: Commits, breathe: Breathe) {
    this.#objects = objects;
    this.#log = log;
    this.#commits = commits;
    this.#breathe = breathe;
    this.#readable = new ReadableTrees(objects, (oid) => commits.get(oid), breathe);
    this.#diff = new LeafDiff(objects, log.paths, log.taken.folders, breathe);
  }

  /** @returns false when the commit was passed over: its files have no end, and it isn't the head */
  async append(oid: Oid, isHead: boolean): Promise<boolean> {
    const commit = await this.#commits.get(oid);
    const trees: Oid[] = [];
    for (const parent of commit.parents) trees.push((await this.#commits.get(parent)).tree);
    const renames =
      (await this.#compared(trees, commit.tree)) ?? (await this.#comparedAround(commit, isHead));
    const changes = this.#changes;
    if (this.#log.changeCount + changes.count > maxHistoryChanges) {
      throw tooManyFiles(maxHistoryChanges);
    }
    const entry = {
      oid,
      dateSeconds: commit.dateSeconds,
      parents: commit.parents.map((parent) => this.#log.find(parent) ?? 0),
    };
    await this.#log.append(entry, changes, renames ?? noRenames, this.#breathe);
    return renames !== null;
  }

  /** The renames among what differs, which is in `#changes`; null, and nothing there, when it has no end. */
  async #compared(
    trees: readonly (Oid | null)[],
    tree: Oid,
  ): Promise<ReadonlyMap<number, number[]> | null> {
    const { paths, taken } = this.#log;
    const [pathCount, folderCount] = [paths.count, taken.folders.count];
    const changes = this.#changes;
    changes.clear();
    try {
      await this.#diff.compare(trees[0] ?? null, tree, trees.slice(1, maxParents), changes);
      return trees.length === 0 ? noRenames : await this.#renames(trees, tree);
    } catch (error) {
      if (!isBeyondLimits(error)) throw error;
      changes.clear();
      this.#side.clear();
      paths.forgetFrom(pathCount);
      taken.folders.forgetFrom(folderCount);
      return null;
    }
  }

  /** As `#compared`, with what was before the parents whose files have no end. */
  async #comparedAround(
    commit: PlainCommit,
    isHead: boolean,
  ): Promise<ReadonlyMap<number, number[]> | null> {
    if (!(await this.#readable.isReadable(commit.tree))) {
      if (isHead) throw tooManyFiles(maxTreeEntries);
      return null;
    }
    const trees: (Oid | null)[] = [];
    for (const parent of commit.parents) trees.push(await this.#readable.treeOf(parent));
    return this.#compared(trees, commit.tree);
  }

  /** By change: the paths in the first parent, the second …, that its page went by; -1 for its own. */
  async #renames(
    trees: readonly (Oid | null)[],
    tree: Oid,
  ): Promise<ReadonlyMap<number, number[]>> {
    const changes = this.#changes;
    // A folder that the merge took whole may have lost the page's former path.
    const isWhole = changes.taken.length === 0;
    const mayHaveMoved =
      (changes.gone.length > 0 || !isWhole) &&
      changes.made.some((change) => changes.sames.at(change) === 0);
    const ranks = [...(mayHaveMoved ? [0] : []), ...[...changes.madeSince].sort((a, b) => a - b)];
    if (ranks.length === 0) return noRenames;
    const changeOf = new Map<number, number>();
    for (let change = 0; change < changes.count; change += 1) {
      if (changes.sames.at(change) === 0) changeOf.set(changes.paths.at(change), change);
    }
    const renames = new Map<number, number[]>();
    for (const rank of ranks) {
      await this.#breathe();
      const side = rank === 0 && isWhole ? changes : this.#side;
      if (side !== changes) {
        side.clear();
        await this.#diff.compare(trees[rank] ?? null, tree, [], side);
      }
      const isOwn = (path: number) => changeOf.has(path);
      const sources = await findSources(this.#objects, this.#log.paths, side, isOwn, this.#breathe);
      if (sources.size === 0) continue;
      await this.#breathe();
      for (const [path, change] of changeOf) {
        const source = sources.get(path);
        if (source === undefined) continue;
        const known = renames.get(change) ?? [];
        while (known.length < rank) known.push(-1);
        renames.set(change, [...known, source]);
      }
    }
    await this.#breathe();
    return renames;
  }
}
