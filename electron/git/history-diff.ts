import type { Oid } from '../../shared/contract/values.ts';
import type { Breathe } from './history-breathe.ts';
import { byteColumn, int32Column, uint16Column } from './history-columns.ts';
import { folderIn, rootFolder, type Folder, type PathTable } from './history-paths.ts';
import { maxTreeDepth, maxTreeEntries } from './limits.ts';
import type { ObjectStore } from './object-store.ts';
import { skipCommonStart } from './tree-diff.ts';
import { readTreeBody, tooManyFiles, TreeCursor, treeTooDeep } from './tree.ts';

const oidBytes = 20;
const empty = new Uint8Array(0);

/**
 * What differs between two trees, kept as bytes and numbers: a first commit may add 41,000 pages, and
 * an object and two texts for each of them would take longer than all else.
 */
export class LeafChanges {
  readonly paths = int32Column();
  /** By change: twenty bytes of the oid before and of the oid after, zeros for none. */
  readonly befores = byteColumn();
  readonly afters = byteColumn();
  /** By change: the mode after, 0 for none. */
  readonly modes = uint16Column();
  /** In a merge, by change: the first later parent that holds the path as the merge does; 0 for none. */
  readonly sames = byteColumn();
  /** In a merge, folders that differ from the first parent's and are whole as in that later parent. */
  readonly taken: { readonly folder: number; readonly rank: number }[] = [];
  /** The changes that made a path, and those that took one away. */
  made: number[] = [];
  gone: number[] = [];
  /** The later parents that lack a path which no parent has as the merge does. */
  readonly madeSince = new Set<number>();

  get count(): number {
    return this.paths.length;
  }

  before(change: number): Buffer {
    return this.befores.bytes(change * oidBytes, (change + 1) * oidBytes);
  }

  after(change: number): Buffer {
    return this.afters.bytes(change * oidBytes, (change + 1) * oidBytes);
  }

  push(path: number, before: TreeCursor | null, after: TreeCursor | null, same: number): void {
    if (before === null) this.made.push(this.count);
    if (after === null) this.gone.push(this.count);
    this.paths.push(path);
    this.befores.pushPart(before?.bytes ?? null, (before?.nameEnd ?? 0) + 1, oidBytes);
    this.afters.pushPart(after?.bytes ?? null, (after?.nameEnd ?? 0) + 1, oidBytes);
    this.modes.push(after?.mode ?? 0);
    this.sames.push(same);
  }

  take(folder: number, rank: number): void {
    this.taken.push({ folder, rank });
  }

  /** For the next commit: the memory is used again. */
  clear(): void {
    this.paths.length = 0;
    this.befores.length = 0;
    this.afters.length = 0;
    this.modes.length = 0;
    this.sames.length = 0;
    this.taken.length = 0;
    this.made = [];
    this.gone = [];
    this.madeSince.clear();
  }
}

/** A folder in a later parent of a merge; null where that parent lacks it. */
interface OtherParent {
  readonly rank: number;
  readonly tree: Oid | null;
}

/** The same folder in the trees that are compared. */
interface Place {
  readonly folder: Folder;
  readonly depth: number;
  readonly before: Oid | null;
  readonly after: Oid | null;
  /** The first later parent that holds the whole folder as the merge does; 0 for none. */
  readonly same: number;
  /** The later parents before that one. */
  readonly others: readonly OtherParent[];
}

interface OtherCursor {
  readonly rank: number;
  readonly at: TreeCursor;
}

const none: readonly never[] = [];

/** Compares trees leaf by leaf, in git's order of paths. */
export class LeafDiff {
  readonly #objects: ObjectStore;
  readonly #paths: PathTable;
  readonly #folders: PathTable;
  readonly #breathe: Breathe;
  #steps = 0;

  /** @param paths numbers the paths that differ; @param folders those that a merge took whole */
  constructor(objects: ObjectStore, paths: PathTable, folders: PathTable, breathe: Breathe) {
    this.#objects = objects;
    this.#paths = paths;
    this.#folders = folders;
    this.#breathe = breathe;
  }

  /**
   * Adds what differs between two trees, null standing for no tree.
   *
   * @param others the trees of a merge's later parents: they are read only where the first one differs
   */
  async compare(
    before: Oid | null,
    after: Oid | null,
    others: readonly (Oid | null)[],
    changes: LeafChanges,
  ): Promise<void> {
    const ranked = others.map((tree, index) => ({ rank: index + 1, tree }));
    const place = { folder: rootFolder, depth: 0, before, after, ...split(ranked, after, 0) };
    this.#steps = 0;
    if (isTaken(place)) changes.take(this.#folders.intern(rootFolder, empty, 0, 0), place.same);
    else await this.#enter(place, changes);
  }

  async #enter(place: Place, changes: LeafChanges): Promise<void> {
    if (place.before === place.after) return;
    if (place.depth > maxTreeDepth) throw treeTooDeep();
    const old = this.#cursorNow(place.before) ?? (await this.#cursor(place.before));
    const now = this.#cursorNow(place.after) ?? (await this.#cursor(place.after));
    const others: OtherCursor[] = [];
    for (const { rank, tree } of place.others) {
      others.push({ rank, at: this.#cursorNow(tree) ?? (await this.#cursor(tree)) });
    }
    for (;;) {
      const inside = this.#untilFolder(place, old, now, others, changes);
      if (inside !== null) await this.#enter(inside, changes);
      else if (old.isDone && now.isDone) return;
      await this.#breathe();
    }
  }

  /** Goes on to a folder that differs, and past it; or to the end; or to where a pause is due. */
  #untilFolder(
    place: Place,
    old: TreeCursor,
    now: TreeCursor,
    others: readonly OtherCursor[],
    changes: LeafChanges,
  ): Place | null {
    for (;;) {
      skipCommonStart(old, now);
      if (old.isDone && now.isDone) return null;
      this.#steps += 1;
      if (this.#steps > maxTreeEntries) throw tooManyFiles(maxTreeEntries);
      if (this.#steps % 2048 === 0) return null;
      const order = old.isDone ? 1 : now.isDone ? -1 : old.compare(now);
      const gone = order <= 0 ? old : null;
      const here = order >= 0 ? now : null;
      const named = here ?? old;
      let inside: Place | null = null;
      if (order !== 0 || !old.hasLeafOf(now)) {
        // Equal in git's order means: both folders, or neither.
        if (named.isTree) inside = this.#folder(place, named, gone, here, others, changes);
        else this.#push(place, named, gone, here, others, changes);
      }
      if (order <= 0) old.next();
      if (order >= 0) now.next();
      if (inside !== null) return inside;
    }
  }

  /** The folder to go into; null for one that is taken whole. */
  #folder(
    place: Place,
    named: TreeCursor,
    gone: TreeCursor | null,
    here: TreeCursor | null,
    others: readonly OtherCursor[],
    changes: LeafChanges,
  ): Place | null {
    const inside = folderAt(place, named, gone, here, others);
    if (!isTaken(inside)) return inside;
    const { bytes, nameStart, nameEnd } = named;
    changes.take(this.#folders.intern(place.folder, bytes, nameStart, nameEnd), inside.same);
    return null;
  }

  #push(
    place: Place,
    named: TreeCursor,
    gone: TreeCursor | null,
    here: TreeCursor | null,
    others: readonly OtherCursor[],
    changes: LeafChanges,
  ): void {
    let { same } = place;
    for (const { rank, at } of others) {
      const isThere = seek(at, named);
      if (here === null ? isThere : !isThere || !at.hasLeafOf(here)) continue;
      same = rank;
      break;
    }
    if (same === 0 && here !== null) {
      for (const { rank, at } of others) if (!seek(at, named)) changes.madeSince.add(rank);
    }
    const path = this.#paths.intern(place.folder, named.bytes, named.nameStart, named.nameEnd);
    changes.push(path, gone, here, same);
  }

  #cursorNow(tree: Oid | null): TreeCursor | null {
    const body = tree === null ? empty : this.#objects.readNow('tree', tree);
    return body === null ? null : new TreeCursor(body);
  }

  async #cursor(tree: Oid | null): Promise<TreeCursor> {
    return new TreeCursor(tree === null ? empty : await readTreeBody(this.#objects, tree));
  }
}

function folderAt(
  place: Place,
  named: TreeCursor,
  gone: TreeCursor | null,
  here: TreeCursor | null,
  others: readonly OtherCursor[],
): Place {
  const after = here?.oid ?? null;
  const inOthers =
    others.length === 0
      ? none
      : others.map(({ rank, at }) => ({ rank, tree: seek(at, named) ? at.oid : null }));
  return {
    folder: folderIn(place.folder, named.bytes, named.nameStart, named.nameEnd),
    depth: place.depth + 1,
    before: gone?.oid ?? null,
    after,
    ...split(inOthers, after, place.same),
  };
}

/** Whether all that differs in a folder is as in one later parent, and no parent before that needs a look. */
function isTaken({ before, after, same, others }: Place): boolean {
  return same > 0 && others.length === 0 && before !== after;
}

/** Finds the first parent with the same folder; those after it need no look. */
function split(
  others: readonly OtherParent[],
  after: Oid | null,
  same: number,
): { readonly same: number; readonly others: readonly OtherParent[] } {
  const first = others.findIndex(({ tree }) => tree === after);
  const found = others[first];
  return found === undefined
    ? { same, others }
    : { same: found.rank, others: others.slice(0, first) };
}

/** Moves on to the entry of that name and kind; whether it is there. Names must come in order. */
function seek(at: TreeCursor, named: TreeCursor): boolean {
  while (!at.isDone) {
    const order = at.compare(named);
    if (order >= 0) return order === 0;
    at.next();
  }
  return false;
}
