import { AppError } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import type { Breathe } from './history-breathe.ts';
import type { PlainCommit } from './history-commit.ts';
import { LeafChanges, LeafDiff } from './history-diff.ts';
import { PathTable } from './history-paths.ts';
import type { ObjectStore } from './object-store.ts';

/** Whether something is larger or deeper than anything a wiki needs: it was made to overload its readers. */
export function isBeyondLimits(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'LIMIT';
}

/** Tells the trees that can be read to the end from those that can't. */
export class ReadableTrees {
  readonly #objects: ObjectStore;
  readonly #commitOf: (oid: Oid) => Promise<PlainCommit>;
  readonly #breathe: Breathe;
  readonly #known = new Map<Oid, boolean>();

  constructor(
    objects: ObjectStore,
    commitOf: (oid: Oid) => Promise<PlainCommit>,
    breathe: Breathe,
  ) {
    this.#objects = objects;
    this.#commitOf = commitOf;
    this.#breathe = breathe;
  }

  async isReadable(tree: Oid): Promise<boolean> {
    const known = this.#known.get(tree);
    if (known !== undefined) return known;
    // Tables of its own: a bomb's names are forgotten with them.
    const diff = new LeafDiff(this.#objects, new PathTable(), new PathTable(), this.#breathe);
    let isReadable = true;
    try {
      await diff.compare(null, tree, [], new LeafChanges());
    } catch (error) {
      if (!isBeyondLimits(error)) throw error;
      isReadable = false;
    }
    this.#known.set(tree, isReadable);
    return isReadable;
  }

  /** The tree of a commit, or of the nearest of its first parents that has one to read; null for none. */
  async treeOf(oid: Oid): Promise<Oid | null> {
    for (let at: Oid | undefined = oid; at !== undefined;) {
      const { tree, parents }: PlainCommit = await this.#commitOf(at);
      if (await this.isReadable(tree)) return tree;
      at = parents[0];
      await this.#breathe();
    }
    return null;
  }
}

/** What to tell of the commits whose changes are not in the history, in words. */
export function unreadWarnings(commits: ReadonlySet<Oid>): string[] {
  const [first] = commits;
  if (first === undefined) return [];
  const which = commits.size === 1 ? `revision ${first.slice(0, 10)}` : `${commits.size} revisions`;
  const warning = `The files of ${which} in this wiki’s history have no end: they were made to overload the programs of those who get the wiki. What was changed there is shown with the revision after.`;
  return [warning];
}
