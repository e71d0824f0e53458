import type { Oid } from '../../../shared/contract/values.ts';
import { compareBytes } from '../../../shared/merge/byte-order.ts';
import { isPagePath, nameOfPage } from '../../../shared/wiki/page-path.ts';
import { addAlias } from '../../../shared/wiki/frontmatter-edit.ts';
import { treePathProblem } from '../../../shared/wiki/path-policy.ts';
import type { ObjectStore } from '../object-store.ts';
import { findEntry, isFileMode, treeMode, type TreeLeaf } from '../tree.ts';
import { diffTrees } from '../tree-diff.ts';
import { spliceTree, type TreeEdit } from '../tree-splice.ts';
import { isDecidedBy, type MergeDecision, type TreeChoice, type Versions } from './choices.ts';
import { isSameLeaf, mergeFile, readText, type FileMerge } from './merge-file.ts';
import { pairPaths, type MergeUnit } from './pair-paths.ts';

export interface TreeMerge {
  /** The merged tree; where a choice is open it holds our side. */
  readonly tree: Oid;
  readonly choices: readonly TreeChoice[];
  /** Incoming paths that some system can't hold: they are in the tree, but must not be written out. */
  readonly quarantined: readonly { readonly path: string; readonly reason: string }[];
}

interface MergeOptions {
  readonly decisions: ReadonlyMap<string, MergeDecision>;
  /** Decides each open choice at once, for a merge base that no person will ever see. */
  readonly isVirtual?: boolean;
}

/**
 * Joins two trees that grew from one. Reads only what differs; writes blobs and trees.
 *
 * The tree is the same when the sides are swapped, so two peers who merge the same pair agree.
 *
 * @param base null when the two share no history
 */
export async function mergeTrees(
  objects: ObjectStore,
  base: Oid | null,
  ours: Oid,
  theirs: Oid,
  options: MergeOptions,
): Promise<TreeMerge> {
  const [ourChanges, theirChanges] = [
    await diffTrees(objects, base, ours),
    await diffTrees(objects, base, theirs),
  ];
  const units = await pairPaths(objects, ourChanges, theirChanges);
  const choices: TreeChoice[] = [];
  const results = new Map<string, TreeLeaf | null>();
  for (const unit of units) {
    for (const path of unit.leaves) results.set(path, null);
    const merge = await mergeFile(objects, unit.path, unit);
    const settled =
      merge.kind === 'leaf' ? merge : await settleChoice(objects, unit, merge, options);
    if (settled.kind === 'open') {
      choices.push(settled.choice);
      results.set(unit.path, unit.ours);
    } else {
      results.set(unit.path, await withLostName(objects, unit, settled.leaf));
    }
  }
  await moveFilesUnderFolders(objects, ours, results);

  const ourLeaves = new Map(ourChanges.map(({ path, after }) => [path, after]));
  const baseLeaves = new Map(theirChanges.map(({ path, before }) => [path, before]));
  const edits: TreeEdit[] = [];
  for (const [path, leaf] of results) {
    const present = ourLeaves.has(path) ? ourLeaves.get(path) : baseLeaves.get(path);
    if (!isSameLeaf(present ?? null, leaf)) edits.push({ path, leaf });
  }
  const tree = await spliceTree(objects, ours, edits);
  return { tree, choices, quarantined: problemsOf(theirChanges, results) };
}

function problemsOf(
  changes: readonly { readonly path: string }[],
  results: ReadonlyMap<string, TreeLeaf | null>,
): TreeMerge['quarantined'] {
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

function versionsOf(unit: MergeUnit): Versions {
  return {
    base: unit.base?.oid ?? null,
    ours: unit.ours?.oid ?? null,
    theirs: unit.theirs?.oid ?? null,
  };
}

type Unmerged = Exclude<FileMerge, { kind: 'leaf' }>;
type Settled =
  | { readonly kind: 'leaf'; readonly leaf: TreeLeaf | null }
  | { readonly kind: 'open'; readonly choice: TreeChoice };

async function settleChoice(
  objects: ObjectStore,
  unit: MergeUnit,
  merge: Unmerged,
  options: MergeOptions,
): Promise<Settled> {
  if (options.isVirtual === true) {
    return { kind: 'leaf', leaf: await settleUnseen(objects, unit, merge) };
  }
  const versions = versionsOf(unit);
  const made = options.decisions.get(unit.path);
  if (made === undefined || !isDecidedBy(made, versions)) {
    const parts = merge.kind === 'text' ? merge.parts : [];
    return { kind: 'open', choice: { path: unit.path, kind: merge.kind, ...versions, parts } };
  }
  const { decision } = made;
  if (decision.kind === 'keep') {
    return { kind: 'leaf', leaf: decision.side === 'ours' ? unit.ours : unit.theirs };
  }
  if (decision.text === null) return { kind: 'leaf', leaf: null };
  const mode = merge.kind === 'text' ? merge.mode : (unit.ours ?? unit.theirs)?.mode;
  const oid = await objects.write('blob', Buffer.from(decision.text, 'utf8'));
  const leaf = { mode: mode !== undefined && isFileMode(mode) ? mode : treeMode.file, oid };
  return { kind: 'leaf', leaf };
}

/** In a virtual base an overlap stays as it was before both, and an edit beats a deletion. */
async function settleUnseen(
  objects: ObjectStore,
  unit: MergeUnit,
  merge: Unmerged,
): Promise<TreeLeaf | null> {
  if (merge.kind === 'deletedByUs') return unit.theirs;
  if (merge.kind === 'deletedByThem') return unit.ours;
  if (merge.kind === 'text') {
    const text = merge.parts
      .map((part) => (part.kind === 'merged' ? part.text : part.base))
      .join('');
    return { mode: merge.mode, oid: await objects.write('blob', Buffer.from(text, 'utf8')) };
  }
  if (unit.base !== null || unit.ours === null || unit.theirs === null) return unit.base;
  return unit.ours.oid < unit.theirs.oid ? unit.ours : unit.theirs;
}

/** Both sides renamed the page: it keeps one name, and the other as an alias. */
async function withLostName(
  objects: ObjectStore,
  unit: MergeUnit,
  leaf: TreeLeaf | null,
): Promise<TreeLeaf | null> {
  const { lostName } = unit;
  if (lostName === null || leaf === null || !isPagePath(lostName)) return leaf;
  const text = await readText(objects, leaf.oid);
  const named = text === null ? null : addAlias(text, nameOfPage(lostName));
  if (named === null) return leaf;
  return { mode: leaf.mode, oid: await objects.write('blob', Buffer.from(named, 'utf8')) };
}

/** A file where the other side made a folder of that name moves beside it. */
async function moveFilesUnderFolders(
  objects: ObjectStore,
  ours: Oid,
  results: Map<string, TreeLeaf | null>,
): Promise<void> {
  const folders = new Set<string>();
  for (const [path, leaf] of results) {
    if (leaf === null) continue;
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.slice(0, slash));
    }
  }
  for (const [path, leaf] of [...results].sort(([left], [right]) => compareBytes(left, right))) {
    if (leaf === null || !folders.has(path)) continue;
    results.set(path, null);
    const isTaken = async (name: string) =>
      results.has(name) || folders.has(name) || (await findEntry(objects, ours, name)) !== null;
    results.set(await freeName(path, isTaken), leaf);
  }
}

async function freeName(
  path: string,
  isTaken: (path: string) => Promise<boolean>,
): Promise<string> {
  const [, stem = path, extension = ''] = /^(.+?)(\.[^./]+)?$/.exec(path) ?? [];
  for (let number = 2; ; number += 1) {
    const name = `${stem} (${number})${extension}`;
    if (!(await isTaken(name))) return name;
  }
}
