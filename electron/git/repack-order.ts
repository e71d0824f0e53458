import { AppError, type ErrorCode } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { parseCommit, type Commit } from './commit-object.ts';
import { maxTreeDepth } from './limits.ts';
import type { ObjectStore } from './object-store.ts';
import { emptyTreeOid, readTreeBody, TreeCursor } from './tree.ts';

/** As git: with a longer chain, reading an old text would take as many steps. */
const maxChain = 50;
const unreadable: ReadonlySet<ErrorCode> = new Set(['REPO_DAMAGED', 'LIMIT']);

/** One object of the new pack. */
export interface PlannedEntry {
  readonly oid: Oid;
  /** The object that it is written as a difference from; it stands earlier in the pack. */
  readonly base: Oid | null;
}

/**
 * The order in which objects go into a pack. What stood at one path one after the other stands
 * together, the latest version whole, each earlier one as a difference from the one after it.
 *
 * @param pause called often, to let other work run or to stop
 */
export async function planPack(
  objects: ObjectStore,
  wanted: ReadonlySet<Oid>,
  pause: () => Promise<void>,
): Promise<PlannedEntry[]> {
  const commits: Commit[] = [];
  for (const oid of wanted) {
    const object = await objects.find(oid);
    if (object?.type === 'commit') commits.push(parseCommit(oid, object.body));
    await pause();
  }
  const chains = new Chains(wanted);
  for (const commit of childrenFirst(commits)) {
    chains.place(commit.oid);
    try {
      await pairWithParent(objects, chains, commit, pause);
    } catch (error) {
      // What can't be read is in no pair; all that can goes into the pack nonetheless.
      if (!(error instanceof AppError) || !unreadable.has(error.code)) throw error;
    }
  }
  return chains.entries();
}

async function pairWithParent(
  objects: ObjectStore,
  chains: Chains,
  { tree, parents: [first] }: Commit,
  pause: () => Promise<void>,
): Promise<void> {
  const parent = first === undefined ? null : await objects.find(first);
  const parentTree =
    parent?.type === 'commit' && first ? parseCommit(first, parent.body).tree : null;
  await pairTrees(objects, chains, tree, parentTree ?? emptyTreeOid, 0, pause);
}

/** By descent, not by dates: several saves may fall into one second, and clocks differ. */
function childrenFirst(commits: readonly Commit[]): Commit[] {
  const byOid = new Map(commits.map((commit) => [commit.oid, commit]));
  const children = new Map<Oid, number>();
  for (const { parents } of commits) {
    for (const parent of parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  const ready = commits.filter(({ oid }) => !children.has(oid));
  const ordered: Commit[] = [];
  for (let commit = ready.pop(); commit !== undefined; commit = ready.pop()) {
    ordered.push(commit);
    for (const parent of commit.parents) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      const next = byOid.get(parent);
      if (left === 0 && next !== undefined) ready.push(next);
    }
  }
  return ordered;
}

class Chains {
  readonly #wanted: ReadonlySet<Oid>;
  /** Base and length of the chain of each object that has its place, by its place. */
  readonly #placed = new Map<Oid, { readonly base: Oid | null; readonly length: number }>();
  readonly #next = new Map<Oid, Oid[]>();

  constructor(wanted: ReadonlySet<Oid>) {
    this.#wanted = wanted;
  }

  place(oid: Oid): void {
    if (this.#wanted.has(oid) && !this.#placed.has(oid)) {
      this.#placed.set(oid, { base: null, length: 0 });
    }
  }

  /** `older` stood where `newer` stands now. */
  pair(newer: Oid, older: Oid): void {
    this.place(newer);
    const base = this.#placed.get(newer);
    const isFree = this.#wanted.has(older) && !this.#placed.has(older);
    if (base === undefined || !isFree || base.length >= maxChain) return;
    this.#placed.set(older, { base: newer, length: base.length + 1 });
    const others = this.#next.get(newer);
    if (others === undefined) this.#next.set(newer, [older]);
    else others.push(older);
  }

  entries(): PlannedEntry[] {
    for (const oid of this.#wanted) this.place(oid);
    const entries: PlannedEntry[] = [];
    for (const [oid, { base }] of this.#placed) {
      if (base !== null) continue;
      const waiting: PlannedEntry[] = [{ oid, base: null }];
      for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
        entries.push(entry);
        const newer = entry.oid;
        for (const older of this.#next.get(newer) ?? []) waiting.push({ oid: older, base: newer });
      }
    }
    return entries;
  }
}

async function pairTrees(
  objects: ObjectStore,
  chains: Chains,
  newer: Oid,
  older: Oid,
  depth: number,
  pause: () => Promise<void>,
): Promise<void> {
  if (newer === older || depth > maxTreeDepth) return;
  chains.pair(newer, older);
  const now = new TreeCursor(await readTreeBody(objects, newer));
  const then = new TreeCursor(await readTreeBody(objects, older));
  await pause();
  while (!now.isDone && !then.isDone) {
    const order = now.compare(then);
    if (order < 0) {
      now.next();
    } else if (order > 0) {
      then.next();
    } else {
      if (!now.hasLeafOf(then) && now.isTree && then.isTree) {
        await pairTrees(objects, chains, now.oid, then.oid, depth + 1, pause);
      } else if (!now.hasLeafOf(then)) {
        chains.pair(now.oid, then.oid);
      }
      now.next();
      then.next();
    }
  }
}
