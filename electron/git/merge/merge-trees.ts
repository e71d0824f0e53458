import type { Oid } from '../../../shared/contract/values.ts';
import { conflictIdOf, type VersionAuthor } from '../../../shared/merge/conflict-file.ts';
import { addAlias } from '../../../shared/wiki/frontmatter-edit.ts';
import { isPagePath, nameOfPage } from '../../../shared/wiki/page-path.ts';
import { treePathProblem } from '../../../shared/wiki/path-policy.ts';
import type { ObjectStore } from '../object-store.ts';
import { findEntry, isFileMode, treeMode, type TreeLeaf } from '../tree.ts';
import { diffTrees, type TreeChange } from '../tree-diff.ts';
import { spliceTree, type TreeEdit } from '../tree-splice.ts';
import { ConflictSet } from './conflict-set.ts';
import { followMoves } from './follow-links.ts';
import { keepAllFiles } from './keep-files.ts';
import { isSameLeaf, mergeFile, readText, type FileMerge } from './merge-file.ts';
import { pairPaths, type MergeUnit } from './pair-paths.ts';
import { moveFilesUnderFolders, partClashes, type Results } from './place-files.ts';
import type { TextMerger } from './text-merger.ts';

export interface TreeMerge {
  readonly tree: Oid;
  /** Incoming paths that some system can't hold: they are in the tree, but must not be written out. */
  readonly quarantined: readonly { readonly path: string; readonly reason: string }[];
}

export interface MergeSides {
  /** Null when the two share no history. */
  readonly base: Oid | null;
  readonly ours: Oid;
  readonly theirs: Oid;
  /** Who wrote a file last on a side. Asked only for versions among which a person will choose. */
  readonly authorOf: (side: 'ours' | 'theirs', path: string) => Promise<VersionAuthor>;
  readonly texts: TextMerger;
}

/**
 * Joins two trees that grew from one. Reads only what differs; writes blobs and trees.
 *
 * Always makes a tree: where only a person can choose it holds all versions, and says so in a
 * conflict's file. The tree is the same when the sides are swapped, so two peers who merge the same
 * pair agree.
 */
export async function mergeTrees(objects: ObjectStore, sides: MergeSides): Promise<TreeMerge> {
  return new TreesToMerge(
    objects,
    sides,
    await ConflictSet.read(objects, sides.texts, sides),
  ).merge();
}

class TreesToMerge {
  readonly #objects: ObjectStore;
  readonly #sides: MergeSides;
  readonly #conflicts: ConflictSet;
  readonly #results: Results = new Map();
  readonly #moves = new Map<string, string>();
  readonly #openPages = new Set<string>();

  constructor(objects: ObjectStore, sides: MergeSides, conflicts: ConflictSet) {
    this.#objects = objects;
    this.#sides = sides;
    this.#conflicts = conflicts;
  }

  async merge(): Promise<TreeMerge> {
    const { base, ours, theirs, texts } = this.#sides;
    const isContent = ({ path }: TreeChange) => conflictIdOf(path) === null;
    const ourChanges = (await diffTrees(this.#objects, base, ours)).filter(isContent);
    const theirChanges = (await diffTrees(this.#objects, base, theirs)).filter(isContent);
    const units = await pairPaths(this.#objects, texts, ourChanges, theirChanges);
    const apart: { readonly unit: MergeUnit; readonly isChoice: boolean }[] = [];
    for (const unit of units) {
      await texts.pause();
      for (const path of unit.leaves) {
        this.#results.set(path, null);
        this.#moves.set(path, unit.path);
      }
      const merge = await this.#mergeUnit(unit);
      if (merge.kind === 'both') apart.push({ unit, isChoice: merge.isChoice });
      else this.#results.set(unit.path, await this.#settled(unit, merge));
    }
    for (const { unit, isChoice } of apart) await this.#keepBoth(unit, isChoice);
    await moveFilesUnderFolders(this.#results, this.#isTaken);
    await partClashes(this.#results, this.#areOnOneSide, this.#isTaken);

    await followMoves(
      this.#objects,
      texts,
      { tree: ours, changes: ourChanges },
      { tree: theirs, changes: theirChanges },
      this.#results,
      (path) => this.#openPages.has(path),
    );

    const holds = async (path: string) => {
      const known = this.#results.get(path);
      return known === undefined ? this.#isIn(ours, path) : known !== null;
    };
    const edits: TreeEdit[] = [];
    for (const leaves of [this.#results, await this.#conflicts.leaves(this.#moves, holds)]) {
      for (const [path, leaf] of leaves) {
        const present = await findEntry(this.#objects, ours, path);
        if (!isSameLeaf(present, leaf)) edits.push({ path, leaf });
      }
    }
    const tree = await spliceTree(this.#objects, ours, edits);
    return { tree, quarantined: problemsOf(theirChanges, this.#results) };
  }

  #mergeUnit(unit: MergeUnit): Promise<FileMerge> {
    const { names, path, base, ours, theirs } = unit;
    const { authorOf } = this.#sides;
    return mergeFile(this.#objects, this.#sides.texts, {
      path,
      leaves: { base, ours, theirs },
      open: {
        base: this.#conflicts.onPage('base', names.base),
        ours: this.#conflicts.onPage('ours', names.ours),
        theirs: this.#conflicts.onPage('theirs', names.theirs),
      },
      writers: {
        ours: () => authorOf('ours', names.ours),
        theirs: () => authorOf('theirs', names.theirs),
      },
    });
  }

  async #settled(
    unit: MergeUnit,
    merge: Exclude<FileMerge, { kind: 'both' }>,
  ): Promise<TreeLeaf | null> {
    const { path, names, base } = unit;
    switch (merge.kind) {
      case 'leaf':
        return this.#withLostName(unit, merge.leaf);
      case 'page':
        await this.#conflicts.setSections(path, names, merge.sections);
        if (merge.sections.length > 0) this.#openPages.add(path);
        return this.#withLostName(unit, merge.leaf);
      case 'deleted': {
        const edited = merge.by === 'ours' ? 'theirs' : 'ours';
        const { sections } = this.#conflicts.onPage(edited, names[edited]);
        if (sections.length > 0) await this.#conflicts.setSections(path, names, sections);
        if (base !== null) {
          await this.#conflicts.add({
            kind: 'deleted',
            path,
            base: base.oid,
            editedBy: await this.#sides.authorOf(edited, names[edited]),
            deletedBy: await this.#sides.authorOf(merge.by, names[merge.by]),
          });
        }
        return unit[edited];
      }
    }
  }

  async #keepBoth(unit: MergeUnit, isChoice: boolean): Promise<void> {
    await keepAllFiles(this.#objects, unit, {
      isChoice,
      trees: this.#sides,
      conflicts: this.#conflicts,
      results: this.#results,
      isTaken: this.#isTaken,
      authorOf: this.#sides.authorOf,
    });
  }

  readonly #isTaken = async (path: string): Promise<boolean> => {
    const known = this.#results.get(path);
    if (known !== undefined) return known !== null;
    const { ours, theirs } = this.#sides;
    return (await this.#isIn(ours, path)) || this.#isIn(theirs, path);
  };

  readonly #areOnOneSide = async (one: string, other: string): Promise<boolean> => {
    const { ours, theirs } = this.#sides;
    for (const tree of [ours, theirs]) {
      if ((await this.#isIn(tree, one)) && (await this.#isIn(tree, other))) return true;
    }
    return false;
  };

  async #isIn(tree: Oid, path: string): Promise<boolean> {
    return (await findEntry(this.#objects, tree, path)) !== null;
  }

  /** Both sides renamed the page: it keeps one name, and the other as an alias. */
  async #withLostName({ lostName }: MergeUnit, leaf: TreeLeaf | null): Promise<TreeLeaf | null> {
    if (lostName === null || leaf === null || !isPagePath(lostName)) return leaf;
    const text = await readText(this.#objects, leaf.oid);
    const named = text === null ? null : addAlias(text, nameOfPage(lostName));
    if (named === null) return leaf;
    const oid = await this.#objects.write('blob', Buffer.from(named, 'utf8'));
    return { mode: leaf.mode, oid };
  }
}

function problemsOf(changes: readonly TreeChange[], results: Results): TreeMerge['quarantined'] {
  return changes.flatMap(({ path }) => {
    const leaf = results.get(path) ?? null;
    if (leaf === null) return [];
    const reason = treePathProblem(path) ?? modeProblem(leaf.mode);
    return reason === null ? [] : [{ path, reason }];
  });
}

function modeProblem(mode: number): string | null {
  if (isFileMode(mode)) return null;
  if (mode === treeMode.symlink) return 'a link to another place is not written to disk';
  if (mode === treeMode.gitlink) return 'a repository inside the wiki is not written to disk';
  return 'this kind of file is not written to disk';
}
